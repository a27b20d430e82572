#!/bin/bash
# Applies the tables and views; again at every start, which changes nothing but what is new.
#   DUIXIAN_REPLICATED      empty, or Replicated on servers that keep copies of each other
#   DUIXIAN_PAYLOAD_MONTHS  how long the text of a raw event is kept, in months: 36 unless given
set -euo pipefail

replicated=${DUIXIAN_REPLICATED:-}
months=${DUIXIAN_PAYLOAD_MONTHS:-36}
[[ $replicated =~ ^(Replicated)?$ ]] || { echo "DUIXIAN_REPLICATED '$replicated': must be empty or Replicated" >&2; exit 1; }
[[ $months =~ ^[1-9][0-9]{0,3}$ ]] || { echo "DUIXIAN_PAYLOAD_MONTHS '$months': must be 1 to 9999" >&2; exit 1; }

for script in "${1:-/opt/duixian/clickhouse}"/*.sql; do
  sed -e "s/\${REPLICATED}/$replicated/g" -e "s/\${PAYLOAD_MONTHS}/$months/g" "$script"
done | ${CLICKHOUSE_CLIENT:-clickhouse-client --host 127.0.0.1}
