#!/usr/bin/env bash
# Builds and runs every test: what is tested is the release build, the same that `make run` runs.
set -euo pipefail
cd "$(dirname "$0")/.."
source Scripts/flags.sh
echo "Building (the first time takes a few minutes) ..." >&2
swift build "${flags[@]}" --build-tests --quiet
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
run() { swift test "${flags[@]}" --skip-build "$@" 2>&1 | tee -a "$log" || status=$?; }
if [ "$#" -gt 0 ]; then
  run "$@"
else
  # Programs are waited for on the threads that all tests share, so they have a process of their own.
  run --skip MakerProgramsTests
  run --filter MakerProgramsTests
fi
total=$(sed -nE 's/.* Test run with ([0-9]+) tests? in .*/\1/p' "$log" | awk '{ sum += $1 } END { print sum }')
failed=$(grep -aE ' Test .* failed after ' "$log" | grep -avcE ' Test run with [0-9]+ tests? in ' || true)
total=${total:-0}
echo "$((total - failed)) passed, $failed failed"
# A runner that ran nothing has not passed.
[ "$total" -gt 0 ] || exit 1
exit "$status"
