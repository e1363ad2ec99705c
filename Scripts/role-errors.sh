#!/usr/bin/env bash
# Which errors of which role voting corrects: a Markdown table of a simulated model, for docs/solving.md.
# Scripts/role-errors.sh [problems a line, default 200] [digits, default 4x4]
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:-200}
digits=${2:-4x4}
Scripts/build.sh --product maker >&2
maker="$(Scripts/build.sh --show-bin-path)/maker"
folder=$(mktemp -d)
server=
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; fi; rm -rf "$folder"' EXIT

# The number of a key in a part of the bench's JSON.
figure() { sed -E "s/.*\"$1\":([0-9.e+-]+).*/\1/" <<<"$2"; }
percent() { awk -v share="$(figure "$1" "$2")" 'BEGIN { printf "%.1f", 100 * share }'; }

# line NAME KIND RATE ROLE=RATES...: serves a model with these errors, and solves the problems without and with voting.
line() {
  local name=$1 kind=$2 rate=$3 roles=() json alone voted
  shift 3
  for role in "$@"; do roles+=(--role "$role"); done
  rm -rf "$folder/port" "$folder/bench"
  "$maker" serve-model --play-roles "${roles[@]}" --port 0 --port-file "$folder/port" >/dev/null 2>&1 &
  server=$!
  until [ -s "$folder/port" ]; do sleep 0.05; done
  json=$("$maker" bench --digits "$digits" --count "$count" --configuration splitting --configuration recursive \
    --agents multiply --model custom/scripted --base-url "http://127.0.0.1:$(cat "$folder/port")/v1" \
    --out "$folder/bench" --json 2>"$folder/log") || { cat "$folder/log" >&2; exit 1; }
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
  alone=${json%%'"way":"splitting"'*}
  voted=${json#*'"way":"splitting"'}
  printf '| %s | %s | %s | %s %% | %s %% (%s to %s) | %.0f |\n' "$name" "$kind" "$rate" "$(percent value "$alone")" \
    "$(percent value "$voted")" "$(percent lower "$voted")" "$(percent upper "$voted")" \
    "$(figure samples_per_problem "$voted")"
}

# lines NAME "OTHER ERRORS" ROLE...: these roles err at each rate in turn.
lines() {
  local name=$1 others=$2
  shift 2
  for rate in 0 0.05 0.1 0.2 0.3 0.4 0.5; do line "$name" "wrong, each in its way" $rate "${@/%/=$rate}" $others; done
  for rate in 0.3 0.4 0.5 0.6; do line "$name" "wrong, all alike" $rate "${@/%/=$rate,0,1}" $others; done
  for rate in 0.3 0.6; do line "$name" unreadable $rate "${@/%/=0,$rate}" $others; done
}

echo "| role | its errors | rate | solved without voting | solved with voting (95 % interval) | samples a problem |"
echo "|---|---|---:|---:|---:|---:|"
lines decomposer "" decomposer
lines solver "" solver
# Discriminators are asked only where those differ whose answers they judge.
lines "decomposition discriminator, decomposers wrong in 0.2" decomposer=0.2 decomposition-discriminator
lines "solution discriminator, solvers wrong in 0.2" solver=0.2 solution-discriminator
lines "every role" "" decomposer decomposition-discriminator solver solution-discriminator
