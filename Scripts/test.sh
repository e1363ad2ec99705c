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
swift test "${flags[@]}" --skip-build "$@" 2>&1 | tee "$log" || status=$?
passed=$(grep -cE '^. Test .* passed after' "$log" || true)
failed=$(grep -cE '^. Test .* failed after' "$log" || true)
echo "$passed passed, $failed failed"
# A runner that ran nothing has not passed.
[ "$passed" -gt 0 ] || exit 1
exit "$status"
