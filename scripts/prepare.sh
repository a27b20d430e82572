#!/usr/bin/env bash
# Makes sure that what Duixian needs is there; run by ./duixian and ./verify, safe to run at any time.
# With root on Debian it installs what is missing; elsewhere it says in one line what to do.
# Leaves DUIXIAN_HOME set (the directory of this repository).
set -euo pipefail

DUIXIAN_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf 'duixian: %s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

# require WHAT PACKAGE REMEDY TEST…: TEST succeeds, or PACKAGE is installed, or stop with REMEDY.
require() {
  local what=$1 package=$2 remedy=$3
  shift 3
  "$@" && return
  if can_install; then
    say "installing $what (apt-get install $package)"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y "$package"; } \
      >&2 </dev/null || die "apt-get could not install $package; $remedy"
  fi
  "$@" || die "$what is missing: $remedy"
}

has_jdk() {
  command -v javac >/dev/null || return 1
  local major
  major=$(javac -version 2>&1 | sed -nE 's/^javac ([0-9]+).*/\1/p')
  [ "${major:-0}" -ge 17 ]
}

has_npm() {
  command -v npm >/dev/null && command -v node >/dev/null
}

# install_packages DIR: the npm packages of DIR/package-lock.json, unless they are there.
install_packages() {
  local dir=$DUIXIAN_HOME/$1
  cmp -s "$dir/package-lock.json" "$dir/node_modules/.installed" && return
  say "installing the npm packages of $1"
  npm --prefix "$dir" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 </dev/null \
    || die "npm could not install the packages of $1: check the network and its registry, then run again"
  cp "$dir/package-lock.json" "$dir/node_modules/.installed"
}

# The ClickHouse engine comes as an npm package: 543 MB below .duixian/, never in the repository.
install_engine() {
  local from=$DUIXIAN_HOME/local/chdb to=$DUIXIAN_HOME/.duixian/chdb
  local platform version
  platform=$(node -p '({linux:"linux",darwin:"darwin"})[process.platform]+"-"+process.arch+(process.platform=="linux"?"-gnu":"")')
  version=$(node -p "Object.values(require('$from/package.json').dependencies)[0]")
  if cmp -s "$from/package-lock.json" "$to/package-lock.json" \
    && [ -s "$to/node_modules/@chdb/lib-$platform/libchdb.so" ]; then
    return
  fi
  say "installing the ClickHouse engine $version for $platform into .duixian/ (543 MB)"
  mkdir -p "$to"
  rm -f "$to/package-lock.json"
  cp "$from/package.json" "$to/"
  if [ "$platform" = linux-x64-gnu ]; then
    cp "$from/package-lock.json" "$to/package-lock.json.new"
    mv "$to/package-lock.json.new" "$to/package-lock.json"
    npm --prefix "$to" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 </dev/null \
      || { rm -f "$to/package-lock.json"; die "npm could not install the ClickHouse engine: check the network and its registry, then run again"; }
  else
    # Same version, other machine: not in the lock file, which is made on linux-x64.
    npm --prefix "$to" install --no-save --no-package-lock --ignore-scripts --no-audit --no-fund \
      --loglevel=error "@chdb/lib-$platform@$version" >&2 </dev/null \
      || die "npm has no ClickHouse engine for $platform: use docker-compose.yml"
    cp "$from/package-lock.json" "$to/"
  fi
}

require "a JDK, 17 or newer," openjdk-17-jdk-headless "install JDK 17 and put it on the PATH" has_jdk
require "Maven, 3.8 or newer," maven "install Maven and put it on the PATH" command -v mvn >/dev/null
require "Node.js with npm" npm "install Node.js 20 with npm and put them on the PATH" has_npm
install_engine
