#!/usr/bin/env bash
# Has what ships for a deployment read by the programs that will read it: the compose files, the rules
# of Prometheus with their unit tests, blackbox's modules, what kustomize makes for Kubernetes, and
# every shell script. That Kubernetes' kinds are as their schemas say is for KubernetesTest.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/prepare.sh"

has_compose() { docker compose version || docker-compose version; }
require "Docker Compose" docker-compose "install Docker Compose" has_compose >/dev/null 2>&1
require "Prometheus with promtool" prometheus "install Prometheus and put promtool on the PATH" \
  command -v promtool >/dev/null
require "blackbox exporter" prometheus-blackbox-exporter "install Prometheus' blackbox exporter" \
  command -v prometheus-blackbox-exporter >/dev/null
require "kubectl" kubernetes-client "install kubectl, 1.20 or newer" command -v kubectl >/dev/null
require "shellcheck" shellcheck "install shellcheck" command -v shellcheck >/dev/null

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

compose() {
  if docker compose version >/dev/null 2>&1; then
    docker compose "$@"
  else
    docker-compose "$@"
  fi
}

# config ENV-FILE MORE-FILE…: what compose makes of the files with these variables.
config() {
  local variables=$1 files=(-f "$DUIXIAN_HOME/docker-compose.yml")
  shift
  for file; do files+=(-f "$DUIXIAN_HOME/$file"); done
  compose --project-directory "$DUIXIAN_HOME" --env-file "$variables" "${files[@]}" config
}

say "compose: as it is, for the demo, and with Kafka open to a network"
sed -E 's/^(DUIXIAN_[A-Z_]+)=$/\1=given/' "$DUIXIAN_HOME/.env.example" >"$scratch/env"
config "$scratch/env" >"$scratch/plain" || die "docker-compose.yml is not valid"
compose --project-directory "$DUIXIAN_HOME" --env-file "$scratch/env" \
  -f "$DUIXIAN_HOME/docker-compose.yml" --profile demo config --services >"$scratch/demo"
grep -qx simulator "$scratch/demo" || die "the profile demo has no simulator"
echo "DUIXIAN_KAFKA_NAME=kafka.example" | cat "$scratch/env" - >"$scratch/env-secure"
config "$scratch/env-secure" deploy/kafka/secure.yml >"$scratch/secure" \
  || die "deploy/kafka/secure.yml is not valid"
grep -q 'SOURCES://kafka.example:9094' "$scratch/secure" || die "secure.yml opens nothing"

say "compose: refuses to start while one of the variables is empty"
for name in $(sed -nE 's/^(DUIXIAN_[A-Z_]+)=.*/\1/p' "$scratch/env"); do
  sed "s/^$name=.*/$name=/" "$scratch/env" >"$scratch/lacking"
  if config "$scratch/lacking" >/dev/null 2>"$scratch/said"; then
    die "docker-compose.yml starts without $name"
  fi
  grep -q "set it in .env" "$scratch/said" || die "compose does not say that $name is missing: $(cat "$scratch/said")"
done

say "prometheus: configuration, rules and their tests"
cd "$DUIXIAN_HOME/deploy/prometheus"
promtool check config --syntax-only prometheus.yml >&2 || die "prometheus.yml is not valid"
promtool check rules rules.yml >&2 || die "rules.yml is not valid"
promtool test rules rules-test.yml >&2 || die "the rules do not do what their tests say"
for rule in $(sed -nE 's/^ *- alert: (.*)/\1/p' rules.yml); do
  grep -q "alertname: $rule$" rules-test.yml || die "rules-test.yml has no test of $rule"
done
prometheus-blackbox-exporter --config.file=blackbox.yml --config.check >"$scratch/said" 2>&1 \
  || die "blackbox.yml is not valid: $(cat "$scratch/said")"

say "kubernetes: what kustomize makes of kustomization.yaml"
kubectl kustomize "$DUIXIAN_HOME" >"$scratch/kubernetes" || die "kustomization.yaml is not valid"
[ "$(grep -c '^kind: FlinkDeployment$' "$scratch/kubernetes")" = 3 ] || die "there are not three jobs"
for map in keeper clickhouse clickhouse-schema; do
  # Its own name, and the same where a pod mounts it: a change of its content starts the pods anew.
  [ "$(grep -cE "^ +name: $map-[a-z0-9]{10}$" "$scratch/kubernetes")" = 2 ] \
    || die "the ConfigMap $map is not what is mounted"
done

say "every shell script"
cd "$DUIXIAN_HOME"
mapfile -t scripts < <(git ls-files | while read -r file; do
  head -n 1 "$file" | grep -qE '^#!.*\b(ba)?sh$' && echo "$file"
done)
[ "${#scripts[@]}" -gt 5 ] || die "found only ${#scripts[@]} scripts"
shellcheck --severity=warning --external-sources "${scripts[@]}" >&2 || die "shellcheck finds fault"
