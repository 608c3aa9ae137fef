// The function app on Flex Consumption, and all its settings. local.settings.sample.json explains each of them.
@description('The suffix of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('The app\'s identity.')
param identityId string

@description('The client id of the identity that client libraries use.')
param identityClientId string

@description('The address of the host\'s locks.')
param hostBlobUri string

@description('The address of the app\'s package.')
param packagesUri string

@description('The address of the ledger\'s tables.')
param ledgerTableUri string

@description('The address of evidence and backups.')
param ledgerBlobUri string

@description('The Service Bus namespace\'s host name.')
param serviceBusHost string

@description('The connection string for telemetry.')
param applicationInsights string

@description('The workspace for logs.')
param workspaceId string

@description('The app\'s subnet; empty for none.')
param subnetId string

@description('Whether instances are spread over availability zones.')
param zoneRedundant bool

@description('Always-ready instances by function group: http, or function: and a function\'s name.')
param alwaysReady { name: string, instanceCount: int }[]

@description('The URI of Twilio\'s token in the vault.')
param twilioAuthTokenUri string

@description('The URI of Twilio\'s second token in the vault; empty for none.')
param twilioSecondAuthTokenUri string

@description('The administrator\'s key: role, colon, hash.')
param administratorKey string

@description('The account at Twilio.')
param twilioAccountSid string

@description('The sender: a number or sender id.')
param twilioFrom string

@description('The messaging service.')
param twilioMessagingServiceSid string

@description('Whether only the trial\'s numbers get SMS.')
param twilioTrial bool

@description('The trial\'s numbers.')
param twilioTrialNumbers string

@description('Twilio\'s region, with its edge; both or neither.')
param twilioRegion string

@description('Twilio\'s edge.')
param twilioEdge string

@description('The TZDB zone of plans.')
param zone string

@description('What a segment of an SMS costs; empty shows no costs.')
param segmentPrice string

@description('The URI of the heartbeat\'s address in the vault; empty for none.')
param heartbeatUrlUri string

@description('Policy settings that differ from the defaults: the name after Reminders__Policy__, and the value.')
param policy object

@description('Limits of uploaded files that differ from the defaults: the name after Reminders__Import__, and the value.')
param fileLimits object

@description('Limits of evidence that differ from the defaults: the name after Reminders__Evidence__, and the value.')
param evidenceLimits object

@description('Further keys: a name, and role, colon, hash.')
param apiKeys object

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-reminders-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true, zoneRedundant: zoneRedundant }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: 'func-reminders-${suffix}'
  location: location
  tags: union(tags, { 'azd-service-name': 'functions' })
  kind: 'functionapp,linux'
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packagesUri
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048, alwaysReady: alwaysReady }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
    }
  }
}

// Deployments sign in with an identity; user names and passwords are off.
resource ftpPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource scmPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2025-03-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

// The only place where the host reports failed functions while the worker exports OpenTelemetry.
// There is no later version, and the stable one of 2016 has no category groups.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: app
  properties: { workspaceId: workspaceId, logs: [{ category: 'FunctionAppLogs', enabled: true }] }
}

// Schedules have flat names: nested ones are reported not to fire on Linux (azure-functions-host issue 8649).
var settings = {
  AzureWebJobsStorage__blobServiceUri: hostBlobUri
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  AzureWebJobsDisableHomepage: 'true'
  AZURE_CLIENT_ID: identityClientId
  AZURE_AUTHORITY_HOST: environment().authentication.loginEndpoint
  APPLICATIONINSIGHTS_CONNECTION_STRING: applicationInsights
  ServiceBus__fullyQualifiedNamespace: serviceBusHost
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  ScanSchedule: '0 */15 * * * *'
  AuditSchedule: '0 7/15 * * * *'
  DeadLetterSchedule: '0 */5 * * * *'
  BackupSchedule: '0 30 19 * * *'
  Reminders__Ledger__TableServiceUri: ledgerTableUri
  Reminders__Ledger__BlobServiceUri: ledgerBlobUri
  Reminders__Zone: zone
  Reminders__SegmentPrice: segmentPrice
  Reminders__PublicUrl: 'https://${app.properties.defaultHostName}'
  Reminders__AllowedHosts: ''
  Reminders__HeartbeatUrl: empty(heartbeatUrlUri) ? '' : '@Microsoft.KeyVault(SecretUri=${heartbeatUrlUri})'
  Reminders__Keys__administrator: administratorKey
  Twilio__AccountSid: twilioAccountSid
  Twilio__AuthToken: '@Microsoft.KeyVault(SecretUri=${twilioAuthTokenUri})'
  Twilio__SecondAuthToken: empty(twilioSecondAuthTokenUri) ? '' : '@Microsoft.KeyVault(SecretUri=${twilioSecondAuthTokenUri})'
  Twilio__From: twilioFrom
  Twilio__MessagingServiceSid: twilioMessagingServiceSid
  Twilio__Trial: string(twilioTrial)
  Twilio__TrialNumbers: twilioTrialNumbers
  Twilio__Region: twilioRegion
  Twilio__Edge: twilioEdge
}

// A deployment replaces all settings, so it removes any that were set by hand.
resource appSettings 'Microsoft.Web/sites/config@2025-03-01' = {
  parent: app
  name: 'appsettings'
  properties: union(
    settings,
    toObject(items(policy), item => 'Reminders__Policy__${item.key}', item => string(item.value)),
    toObject(items(fileLimits), item => 'Reminders__Import__${item.key}', item => string(item.value)),
    toObject(items(evidenceLimits), item => 'Reminders__Evidence__${item.key}', item => string(item.value)),
    toObject(items(apiKeys), item => 'Reminders__Keys__${item.key}', item => string(item.value))
  )
}

@description('The app.')
output id string = app.id

@description('The address of the API and the console.')
output url string = 'https://${app.properties.defaultHostName}'
