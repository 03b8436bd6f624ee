#!/usr/bin/env bash
# Starts the demo without its story, drives it in a real browser, and ends it:  run.sh PATH/TO/tsuke [main_job.mjs]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
demo=
finish() {
  [ -z "$demo" ] || { kill -TERM "$demo" 2>/dev/null && wait "$demo" || true; }
  rm -rf "$folder"
}
trap finish EXIT
mkfifo "$folder/lines"
"$1" demo --json --stay --quiet-story --port 0 --metrics-port 0 --data "$folder/data" >"$folder/lines" 2>"$folder/errors" &
demo=$!
# Blocks until the line is there; the rest of what the demo says goes nowhere.
exec 3<"$folder/lines"
ready=
while IFS= read -r line <&3; do
  case $line in *'"event":"ready"'*) ready=$line; break ;; esac
done
if [ -z "$ready" ]; then cat "$folder/errors" >&2; exit 1; fi
mapfile -t facts < <(node -e 'const r = JSON.parse(process.argv[1]); console.log(r.web); console.log(r.people[0].login); console.log(r.people[0].password)' "$ready")
node "$here/${2:-main_job.mjs}" "${facts[@]}"
