using 'main.bicep'

// azd fills these from its environment: azd env set TWILIO_ACCOUNT_SID AC…
// A variable without a default here must be set.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param alertEmail = readEnvironmentVariable('REMINDERS_ALERT_EMAIL')
param administratorKey = readEnvironmentVariable('REMINDERS_ADMINISTRATOR_KEY')
param twilioAccountSid = readEnvironmentVariable('TWILIO_ACCOUNT_SID')
param twilioAuthToken = readEnvironmentVariable('TWILIO_AUTH_TOKEN')
param twilioSecondAuthToken = readEnvironmentVariable('TWILIO_SECOND_AUTH_TOKEN', '')
param twilioFrom = readEnvironmentVariable('TWILIO_FROM', '')
param twilioMessagingServiceSid = readEnvironmentVariable('TWILIO_MESSAGING_SERVICE_SID', '')
param twilioTrial = bool(readEnvironmentVariable('TWILIO_TRIAL', 'true'))
param twilioTrialNumbers = readEnvironmentVariable('TWILIO_TRIAL_NUMBERS', '')
param twilioRegion = readEnvironmentVariable('TWILIO_REGION', '')
param twilioEdge = readEnvironmentVariable('TWILIO_EDGE', '')
param zone = readEnvironmentVariable('REMINDERS_ZONE', 'Asia/Shanghai')
param heartbeatUrl = readEnvironmentVariable('REMINDERS_HEARTBEAT_URL', '')
param privateNetwork = bool(readEnvironmentVariable('REMINDERS_PRIVATE_NETWORK', 'false'))
param serviceBusSku = readEnvironmentVariable('REMINDERS_SERVICE_BUS_SKU', 'Standard')
param zoneRedundant = bool(readEnvironmentVariable('REMINDERS_ZONE_REDUNDANT', 'false'))
param storageSku = readEnvironmentVariable('REMINDERS_STORAGE_SKU', 'Standard_ZRS')
param backupKeepDays = int(readEnvironmentVariable('REMINDERS_BACKUP_KEEP_DAYS', '30'))
