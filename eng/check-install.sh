#!/usr/bin/env bash
# Packs the tool and publishes the single file as a release does, and uses both as an office would, in an empty folder:
# the tool plays the demo; the single file serves, takes a plan, shows the items, and ends.
#
#   eng/check-install.sh   exit code 1 if a step failed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

repository=$PWD
work=$(mktemp -d)
serving=''
end() {
  [ -z "$serving" ] || kill -9 "$serving" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM
for name in $(compgen -e | grep -E '^(Reminders__|Twilio__|REMINDERS_|ASPNETCORE_)'); do
  unset "$name"
done
fail() { printf 'FAILED: %s\n' "$1" >&2; exit 1; }
version=$(dotnet msbuild src/Reminders.LocalHost -getProperty:Version)

dotnet pack src/Reminders.LocalHost -v q --nologo -o "$work/packed"
# A cache of its own, because the same version may have been installed from another build.
NUGET_PACKAGES=$work/nuget dotnet tool install Reminders --version "$version" --source "$work/packed" --tool-path "$work/tools" >/dev/null
[ "$("$work/tools/reminders" --version)" = "$version" ] || fail 'the version of the installed tool'
(cd "$work" && tools/reminders demo --speed 1000 </dev/null >demo.txt)
grep -q 'SMS sent to' "$work/demo.txt" || fail 'the demo of the installed tool'
printf 'The tool %s is installed and plays the demo: %s bytes packed.\n' "$version" "$(wc -c <"$work/packed/Reminders.$version.nupkg")"

dotnet publish src/Reminders.LocalHost -p:PublishProfile=SingleFile -r linux-x64 -v q --nologo -o "$work/single"
[ "$(ls "$work/single")" = reminders ] || fail "the single file is not alone: $(ls "$work/single" | tr '\n' ' ')"
mkdir "$work/office"
alone=(env -i "HOME=$work/office" DOTNET_ROOT=/nonexistent PATH=/nonexistent "$work/single/reminders")
cd "$work/office"
[ "$("${alone[@]}" --version)" = "$version" ] || fail 'the version of the single file'
"${alone[@]}" serve --urls http://127.0.0.1:0 --data data >serve.txt 2>errors.txt &
serving=$!
until grep -q '^Reminders serves ' serve.txt; do
  kill -0 "$serving" 2>/dev/null || fail "serve did not start: $(cat errors.txt)"
  sleep 0.2
done
url=$(sed -n 's/^Reminders serves \([^,]*\),.*/\1/p' serve.txt)
key=$(sed -n 's/^The administrator.s key, shown this once: //p' serve.txt)
samples=$repository/src/Reminders.LocalHost/Samples
"${alone[@]}" load "$samples/plan.txt" --contacts "$samples/contacts.csv" --url "$url" --key "$key" >/dev/null || fail 'load'
items=$("${alone[@]}" items --url "$url" --key "$key" | grep -c ' 1-[1-9]') || fail 'items'
kill -TERM "$serving"
wait "$serving" || fail "the end of serve: $?"
serving=''
[ ! -s errors.txt ] || fail "serve complained: $(cat errors.txt)"
printf 'The single file serves %s items without .NET on the machine: %s bytes.\n' "$items" "$(wc -c <"$work/single/reminders")"
