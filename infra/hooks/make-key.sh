#!/bin/sh
# Before the first provisioning: makes the administrator's key, prints it once and stores only its hash in azd's environment.
set -eu
[ -z "${REMINDERS_ADMINISTRATOR_KEY:-}" ] || exit 0
if [ -n "${CI:-}" ]; then
  echo "Set the secret REMINDERS_ADMINISTRATOR_KEY: a key made here would appear in the log." >&2
  exit 1
fi
key=$(openssl rand -base64 24 | tr '+/' '-_')
hash=$(printf %s "$key" | openssl dgst -sha256 -r | cut -d' ' -f1)
azd env set REMINDERS_ADMINISTRATOR_KEY "administrator:$hash"
echo "The administrator's key, shown this once: $key"
