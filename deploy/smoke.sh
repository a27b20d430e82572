#!/usr/bin/env bash
# Asks a running installation whether it works: each container's health, Grafana, and every panel of
# every dashboard. To be run on the host, by whoever has Docker; not run in ./verify, which has none.
#
#   deploy/smoke.sh        with .env beside docker-compose.yml; needs curl and python3
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

failed=0
bad() {
  echo "BAD  $*"
  failed=1
}

compose() {
  if docker compose version >/dev/null 2>&1; then docker compose "$@"; else docker-compose "$@"; fi
}

for service in $(compose config --services); do
  container=$(compose ps -a -q "$service")
  if [ -z "$container" ]; then
    bad "$service has no container"
    continue
  fi
  state=$(docker inspect -f '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}} {{.State.ExitCode}}' "$container")
  case $state in
    "running healthy "* | "exited  0") echo "ok   $service" ;;
    *) bad "$service: $state" ;;
  esac
done

password=$(sed -n 's/^DUIXIAN_GRAFANA_PASSWORD=//p' .env)
grafana=http://127.0.0.1:3000
# Not as an argument: those are seen by everybody on the host.
ask() { curl -fsS -K - "$@" <<<"user = \"admin:$password\""; }

ask "$grafana/api/health" >/dev/null && echo "ok   grafana answers" || bad "grafana does not answer"
for uid in $(ask "$grafana/api/datasources" | python3 -c 'import json,sys; print(*[d["uid"] for d in json.load(sys.stdin)])'); do
  ask "$grafana/api/datasources/uid/$uid/health" >/dev/null && echo "ok   datasource $uid" \
    || bad "datasource $uid"
done

# One request per panel, over the last 28 days. Grafana's server does not fill in a dashboard's
# variables: each gets the first value that its own query gives.
export GRAFANA=$grafana GRAFANA_PASSWORD=$password
python3 - grafana/dashboards/*.json <<'PYTHON' || failed=1
import base64, json, os, re, sys, urllib.error, urllib.request

LOGIN = base64.b64encode(("admin:" + os.environ["GRAFANA_PASSWORD"]).encode()).decode()


def fill(text, values):
    def value(found):
        name, form = found.group(1) or found.group(3), found.group(2)
        if name not in values:
            return found.group(0)
        quoted = "'" + values[name].replace("'", "''") + "'"
        return quoted if form in ("singlequote", "sqlstring") else values[name]

    return re.sub(r"\$\{(\w+)(?::(\w+))?\}|\$(\w+)", value, text)


def query(targets):
    body = json.dumps({"from": "now-28d", "to": "now", "queries": targets}).encode()
    request = urllib.request.Request(
        os.environ["GRAFANA"] + "/api/ds/query",
        body,
        {"Content-Type": "application/json", "Authorization": "Basic " + LOGIN},
    )
    try:
        answer = json.load(urllib.request.urlopen(request, timeout=60))
    except urllib.error.HTTPError as refused:
        answer = json.load(refused)
    results = answer.get("results", {})
    errors = [each["error"] for each in results.values() if each.get("error")]
    if errors or not results:
        raise RuntimeError("; ".join(errors) or str(answer))
    return results


def targets(of, values):
    for target in of:
        filled = {**target, "intervalMs": 3600000, "maxDataPoints": 500}
        for text in ("rawSql", "expr"):
            if text in filled:
                filled[text] = fill(filled[text], values)
        yield filled


def panels(of):
    for panel in of:
        yield panel
        yield from panels(panel.get("panels", []))


bad = 0
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        dashboard = json.load(file)
    values = {}
    for variable in dashboard.get("templating", {}).get("list", []):
        if variable["type"] != "query":
            continue
        asked = {"datasource": variable["datasource"], "refId": "A", "format": 1, **variable["query"]}
        try:
            frames = query(list(targets([asked], values)))["A"]["frames"]
            columns = frames[0]["data"]["values"] if frames else []
            values[variable["name"]] = str(columns[0][0]) if columns and columns[0] else ""
        except RuntimeError as error:
            bad += 1
            print("BAD ", dashboard["uid"], "variable", variable["name"], error)
    for panel in panels(dashboard["panels"]):
        if not panel.get("targets"):
            continue
        try:
            query(list(targets(panel["targets"], values)))
            print("ok  ", dashboard["uid"], panel.get("title", ""))
        except RuntimeError as error:
            bad += 1
            print("BAD ", dashboard["uid"], panel.get("title", ""), error)
sys.exit(1 if bad else 0)
PYTHON

[ $failed = 0 ] && echo "all is well"
exit $failed
