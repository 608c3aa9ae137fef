#!/usr/bin/env bash
# Runs the commands of a document's ```sh blocks in order, as a reader would, and prints the exit code and first output line of each.
#
#   eng/follow-readme.sh FILE [--skip-tests]   in a fresh clone of this repository, with empty caches of packages
#   eng/follow-readme.sh FILE --built FOLDER   in a copy of the working tree, with the tool built in FOLDER, on a free port
#   eng/follow-readme.sh FILE --list           prints the commands and runs none
#
# A line is a command; a \ at its end continues it. Two blanks and a # start a comment. `serve` runs in the background until the end; KEY
# and URL are taken from its output. --built and --skip-tests skip `dotnet test`. The exit code is 1 if a command failed.
set -uo pipefail

usage() { sed -n '4,6s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

document='' built='' list='' skip_tests=''
while [ $# -gt 0 ]; do
  case $1 in
    --built) [ $# -gt 1 ] || usage; built=$(cd "$2" && pwd) || exit 2; skip_tests=1; shift ;;
    --list) list=1 ;;
    --skip-tests) skip_tests=1 ;;
    -*) usage ;;
    *) [ -z "$document" ] || usage; document=$1 ;;
  esac
  shift
done
[ -f "$document" ] || usage
document=$(cd "$(dirname "$document")" && pwd)/$(basename "$document")
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

commands() {
  awk '
    /^ *```/ { block = block != "" ? "" : $0 ~ /^ *```sh$/ ? "sh" : "other"; next }
    block != "sh" { next }
    { sub(/^ +/, ""); sub(/  +#.*$/, "") }
    /^#/ || /^$/ { next }
    /\\$/ { sub(/ *\\$/, ""); begun = begun $0 " "; next }
    { print begun $0; begun = "" }
  ' "$document"
}

if [ -n "$list" ]; then
  commands
  exit
fi

work=$(mktemp -d) || exit 1
serving=''
end() {
  [ -z "$serving" ] || kill "$serving" 2>/dev/null
  wait
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# Settings of the caller are not the reader's. A proxy is not asked for this machine.
for name in $(compgen -e | grep -E '^(Reminders__|Twilio__|REMINDERS_|ASPNETCORE_|DOTNET_ENVIRONMENT)' | grep -v '^REMINDERS_TOOLS$'); do
  unset "$name"
done
export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1

mkdir "$work/log" "$work/reader"
if [ -n "$built" ]; then
  leave_out=(--exclude .git --exclude artifacts --exclude bin --exclude obj --exclude '.reminders*' --exclude local.settings.json)
  (cd "$repository" && tar -cf - "${leave_out[@]}" .) | tar -xf - -C "$work/reader"
  mkdir "$work/bin"
  cat >"$work/bin/dotnet" <<TOOL
#!/usr/bin/env bash
[ "\${*:1:4}" = 'run --project src/Reminders.LocalHost --' ] || { echo "With --built there is no: dotnet \$*" >&2; exit 1; }
shift 4
case "\$*" in
  demo) set -- demo --speed 1000 ;;
  serve) set -- serve --urls http://127.0.0.1:0 ;;
esac
exec "$(command -v dotnet)" "$built/reminders.dll" "\$@"
TOOL
  chmod +x "$work/bin/dotnet"
  PATH=$work/bin:$PATH
else
  git clone --quiet "$repository" "$work/reader" || exit 1
  export NUGET_PACKAGES=$work/nuget NUGET_HTTP_CACHE_PATH=$work/nuget-http npm_config_cache=$work/npm REMINDERS_TOOLS=$work/tools
fi
cd "$work/reader" || exit 1

failed=0
tell() { # COMMAND CODE: prints the result of a command
  local line
  line=$(sed -n '/./{p;q;}' "$work/log/out")
  [ -n "$line" ] || line=$(sed -n '/./{p;q;}' "$work/log/err")
  printf '$ %s\n%s\n' "$1" "$2${line:+ $line}"
  [ "$2" = 0 ] || [ "$2" = - ] || failed=1
}

serve() {
  eval "$1 &" >"$work/log/serve" 2>"$work/log/err" </dev/null 3<&-
  serving=$!
  until grep -q '^Reminders serves ' "$work/log/serve"; do
    kill -0 "$serving" 2>/dev/null || break
    sleep 0.2
  done
  cp "$work/log/serve" "$work/log/out"
  if kill -0 "$serving" 2>/dev/null; then
    tell "$1" -
  else
    wait "$serving"
    tell "$1" $?
    serving=''
  fi
}

while IFS= read -r command <&3; do
  run=$command
  case $command in
    KEY=*) run="KEY=$(sed -n 's/^The administrator.s key, shown this once: //p' "$work/log/serve")" ;;
    URL=*) run="URL=$(sed -n 's/^Reminders serves \([^,]*\),.*/\1/p' "$work/log/serve")" ;;
    *' -- serve') serve "$command"; continue ;;
    'dotnet test') [ -z "$skip_tests" ] || { printf '$ %s\n- passed over\n' "$command"; continue; } ;;
  esac
  eval "$run" >"$work/log/out" 2>"$work/log/err" </dev/null 3<&-
  tell "$command" $?
done 3< <(commands)

if [ -n "$serving" ]; then
  kill "$serving"
  wait "$serving"
  code=$?
  serving=''
  : >"$work/log/out" >"$work/log/err"
  tell '(the end of serve)' "$code"
fi
exit "$failed"
