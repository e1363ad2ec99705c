#!/usr/bin/env bash
# Builds the DocC documentation as static pages in .build/docs: Scripts/docs.sh
#
# One archive a module, merged into one. Any warning of docc, an unresolved link above all, fails.
set -euo pipefail
cd "$(dirname "$0")/.."
docc=(docc)
[ "$(uname)" = Darwin ] && docc=(xcrun docc)
graphs="$(swift build --show-bin-path)/../symbolgraph"
work=.build/docs-work
modules=(Maker MakerTasks MicroModel MakerJournal MakerProviders MakerServer MakerReport MakerAgents MakerRecords MakerSolve MakerPrograms MakerTesting)

rm -rf "$graphs" "$work" .build/docs
mkdir -p "$work"
echo "Building (the first time takes a few minutes) ..." >&2
# It complains about modules of tests, which have no graph and need none, and fails for that: what counts is that
# the graphs of our modules are there.
swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >"$work/log" 2>&1 || true

archives=()
for module in "${modules[@]}"; do
  if [ ! -f "$graphs/$module.symbols.json" ]; then
    cat "$work/log" >&2
    echo "docs: there is no symbol graph of $module" >&2
    exit 1
  fi
  mkdir -p "$work/$module"
  for graph in "$graphs/$module".symbols.json "$graphs/$module"@*.symbols.json; do
    [ -f "$graph" ] || continue
    # A link into another module must begin with a slash for docc; in the sources it does not.
    sed -E 's#``(Maker[A-Za-z]*)\\?/#``/\1/#g' "$graph" >"$work/$module/${graph##*/}"
  done
  catalog="Sources/$module/$module.docc"
  [ -d "$catalog" ] || catalog=
  # Modules that come later may link to those before.
  dependencies=()
  for archive in "${archives[@]:-}"; do [ -n "$archive" ] && dependencies+=(--dependency "$archive"); done
  "${docc[@]}" convert ${catalog:+"$catalog"} \
    --additional-symbol-graph-dir "$work/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "$module" \
    --enable-experimental-external-link-support ${dependencies[@]+"${dependencies[@]}"} \
    --warnings-as-errors --output-path "$work/$module.doccarchive"
  archives+=("$work/$module.doccarchive")
done

"${docc[@]}" merge "${archives[@]}" --synthesized-landing-page-name maker --output-path .build/docs
echo "docs: .build/docs; to read: python3 -m http.server --directory .build/docs, then /documentation" >&2
