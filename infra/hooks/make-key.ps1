# Before the first provisioning: makes the administrator's key, prints it once and stores only its hash in azd's environment.
$ErrorActionPreference = 'Stop'
if ($env:REMINDERS_ADMINISTRATOR_KEY) { exit 0 }
if ($env:CI) { throw 'Set the secret REMINDERS_ADMINISTRATOR_KEY: a key made here would appear in the log.' }
$key = [Convert]::ToBase64String([Security.Cryptography.RandomNumberGenerator]::GetBytes(24)).Replace('+', '-').Replace('/', '_')
$hash = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes($key))).ToLowerInvariant()
azd env set REMINDERS_ADMINISTRATOR_KEY "administrator:$hash"
Write-Output "The administrator's key, shown this once: $key"
