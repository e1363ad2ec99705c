#!/usr/bin/env bash
# Kills a 16-disk run with SIGKILL at random moments, resumes it each time, and compares the result with that of
# an undisturbed run: Scripts/crash-test.sh [kills, default 200] [seed, default 1]
#
# Compared are the export of every decision with its ballot and flags, and the summary without its times.
set -euo pipefail
cd "$(dirname "$0")/.."
kills=${1:-200}
RANDOM=${2:-1}
Scripts/build.sh --product maker >&2
maker="$(Scripts/build.sh --show-bin-path)/maker"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Everything but what differs between any two runs: the file's name, the times.
summary() { "$maker" verify "$1" --json | tail -n 1 | sed -E 's/"(run|wall_seconds)":[^,}]*,?//g'; }

"$maker" run hanoi --disks 16 --run whole.run >/dev/null 2>&1
"$maker" export whole.run --jsonl >whole.jsonl
summary whole.run >whole.json

done_kills=0 runs=0 early=0
while ((done_kills < kills)); do
  runs=$((runs + 1))
  file="broken-$runs.run"
  command=(run hanoi --disks 16 --run "$file")
  while :; do
    "$maker" "${command[@]}" >/dev/null 2>log &
    pid=$!
    # From the first milliseconds, when the file is being made, to well into the run.
    sleep "$(printf '0.%03d' $((RANDOM % 900 + 5)))"
    if kill -9 "$pid" 2>/dev/null; then
      wait "$pid" 2>/dev/null && status=0 || status=$?
      [ "$status" = 137 ] && done_kills=$((done_kills + 1))
    else
      wait "$pid" && status=0 || status=$?
    fi
    if [ "$status" = 0 ]; then break; fi
    if [ "$status" != 137 ]; then
      echo "a resumed run ended with $status: $(cat log)" >&2
      exit 1
    fi
    # Killed before the file was there: there is nothing to resume, and nothing lost.
    if [ ! -e "$file" ]; then
      early=$((early + 1))
    elif "$maker" show "$file" >/dev/null 2>log; then
      command=(resume "$file")
    else
      echo "a killed run cannot be read: $(cat log)" >&2
      exit 1
    fi
  done
  "$maker" export "$file" --jsonl >broken.jsonl
  summary "$file" >broken.json
  cmp whole.jsonl broken.jsonl || exit 1
  cmp whole.json broken.json || exit 1
  rm -f "$file"*
done
echo "$done_kills kills in $runs runs ($early before the run file was made): every decision, tally and summary equals the undisturbed run's"
