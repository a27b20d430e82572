#!/usr/bin/env bash
# 20,000 real departures through Duixian, then counted again from the raw file by ClickHouse: both
# must agree for every airport and day. Fetches what it needs; status 0 only if they do.
source "$(dirname "${BASH_SOURCE[0]}")/../../../scripts/prepare.sh"

here=$DUIXIAN_HOME/schemas/examples/real
work=$DUIXIAN_HOME/.duixian/real

install_departures() {
  cmp -s "$here/package-lock.json" "$work/package-lock.json" && return
  say "fetching the departures: npm package vega-datasets, into .duixian/real/ (43 MB)"
  mkdir -p "$work"
  cp "$here/package.json" "$work/"
  cp "$here/package-lock.json" "$work/package-lock.json"
  npm --prefix "$work" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 </dev/null \
    || {
      rm -f "$work/package-lock.json"
      die "npm could not fetch the departures: check the network and its registry, then run again"
    }
}

install_departures
rm -rf "$work"/{reference,commitments,events.jsonl,out}

say "converting them"
node "$here/convert.mjs" "$work/node_modules" "$work"

"$DUIXIAN_HOME/duixian" run --reference "$work/reference" --commitments "$work/commitments" \
  --events "$work/events.jsonl" --out "$work/out" --exit

say "counting them again"
node "$here/check.mjs" "$DUIXIAN_HOME"/.duixian/chdb/node_modules/@chdb/lib-* \
  "$work/node_modules/vega-datasets/data/flights-20k.json" "$work/out"
