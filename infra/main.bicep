// Reminders on Azure: one resource group with everything in it. `azd up` deploys it; docs/deploy.md explains the rest.
targetScope = 'subscription'

@minLength(2)
@maxLength(20)
@description('The environment\'s name, such as prod or test; part of the resource group\'s name.')
param environmentName string

@description('The Azure region. It must offer Flex Consumption.')
param location string

@description('The email address for alerts.')
param alertEmail string

@description('The administrator\'s key: administrator, a colon and its SHA-256 in hexadecimal. The preprovision hook makes it.')
@minLength(64)
param administratorKey string

@description('The SID of the Twilio account; it begins with AC.')
@minLength(34)
@maxLength(34)
param twilioAccountSid string

@secure()
@minLength(1)
@description('The auth token of the Twilio account; kept in the Key Vault.')
param twilioAuthToken string

@secure()
@description('A second token while tokens are rotated; empty for none.')
param twilioSecondAuthToken string

@description('The sender: a number or sender id; empty if a messaging service chooses it.')
param twilioFrom string = ''

@description('The messaging service\'s SID; it begins with MG. Empty if a sender is set.')
param twilioMessagingServiceSid string = ''

@description('Whether only the trial\'s numbers get SMS. The default of a new environment.')
param twilioTrial bool = true

@description('The trial\'s numbers, separated by commas.')
param twilioTrialNumbers string = ''

@description('Twilio\'s region, such as ie1; empty for the United States. Needs an edge.')
param twilioRegion string = ''

@description('Twilio\'s edge, such as dublin. Needs a region.')
param twilioEdge string = ''

@description('The TZDB zone of plans.')
param zone string = 'Asia/Shanghai'

@description('What a segment of an SMS costs, such as 0.05, for the calendar and the SMS log; empty shows no costs.')
param segmentPrice string = ''

@secure()
@description('The address to call after each audit without problems; empty for none. A secret: calling it silences the alarm.')
param heartbeatUrl string = ''

@description('Policy settings that differ from the defaults, such as { SlotTime: \'08:30\', QuietHours__From: \'19:00\' }.')
param policy object = {}

@description('Limits of uploaded files that differ from the defaults, such as { MaxMegabytes: 20 }.')
param fileLimits object = {}

@description('Limits of evidence that differ from the defaults, such as { MaxMegabytes: 20 }.')
param evidenceLimits object = {}

@description('Further keys, by the name that the history records, such as { wang: \'operator:0123…\' }.')
param apiKeys object = {}

@description('Always-ready instances by function group, such as [{ name: \'http\', instanceCount: 1 }]. Idle ones cost money too.')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('Whether instances are spread over availability zones. Then two of every function group are always ready.')
param zoneRedundant bool = false

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('The redundancy of the storage accounts.')
param storageSku string = 'Standard_ZRS'

@description('Whether storage, vault and a Premium Service Bus are reached through private endpoints only.')
param privateNetwork bool = false

@allowed(['Standard', 'Premium'])
@description('The tier of Service Bus. Only Premium has private endpoints.')
param serviceBusSku string = 'Standard'

@minValue(1)
@description('The days after which a backup of the ledger is deleted.')
param backupKeepDays int = 30

@description('Tags of all resources.')
param tags object = {}

var allTags = union(tags, { 'azd-env-name': environmentName, application: 'reminders' })
var suffix = uniqueString(subscription().id, environmentName, location)
var identityName = 'id-reminders-${suffix}'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-reminders-${environmentName}'
  location: location
  tags: allTags
}

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: identityName, location: location, tags: allTags }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: { suffix: suffix, location: location, tags: allTags }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    sku: storageSku
    privateNetwork: privateNetwork
    backupKeepDays: backupKeepDays
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'servicebus.bicep' = {
  name: 'servicebus'
  scope: group
  params: {
    name: 'sb-reminders-${suffix}'
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    sku: serviceBusSku
    privateNetwork: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
  }
}

module vault 'keyvault.bicep' = {
  name: 'keyvault'
  scope: group
  params: {
    name: 'kv-rem-${suffix}'
    location: location
    tags: allTags
    identityName: identityName
    principalId: identity.outputs.principalId
    privateNetwork: privateNetwork
    workspaceId: monitoring.outputs.workspaceId
    twilioAuthToken: twilioAuthToken
    twilioSecondAuthToken: twilioSecondAuthToken
    heartbeatUrl: heartbeatUrl
  }
}

module network 'network.bicep' = if (privateNetwork) {
  name: 'network'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    ledgerId: storage.outputs.ledgerId
    hostId: storage.outputs.hostId
    vaultId: vault.outputs.id
    busId: serviceBusSku == 'Premium' ? serviceBus.outputs.id : ''
    busHost: serviceBus.outputs.host
  }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostBlobUri: storage.outputs.hostBlobUri
    packagesUri: storage.outputs.packagesUri
    ledgerTableUri: storage.outputs.ledgerTableUri
    ledgerBlobUri: storage.outputs.ledgerBlobUri
    serviceBusHost: serviceBus.outputs.host
    applicationInsights: monitoring.outputs.applicationInsightsConnectionString
    workspaceId: monitoring.outputs.workspaceId
    subnetId: network.?outputs.appSubnetId ?? ''
    zoneRedundant: zoneRedundant
    alwaysReady: alwaysReady
    twilioAuthTokenUri: vault.outputs.twilioAuthTokenUri
    twilioSecondAuthTokenUri: empty(twilioSecondAuthToken) ? '' : vault.outputs.twilioSecondAuthTokenUri
    administratorKey: administratorKey
    twilioAccountSid: twilioAccountSid
    twilioFrom: twilioFrom
    twilioMessagingServiceSid: twilioMessagingServiceSid
    twilioTrial: twilioTrial
    twilioTrialNumbers: twilioTrialNumbers
    twilioRegion: twilioRegion
    twilioEdge: twilioEdge
    zone: zone
    segmentPrice: segmentPrice
    heartbeatUrlUri: empty(heartbeatUrl) ? '' : vault.outputs.heartbeatUrlUri
    policy: policy
    fileLimits: fileLimits
    evidenceLimits: evidenceLimits
    apiKeys: apiKeys
  }
}

module alerts 'alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: allTags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    appId: app.outputs.id
    busId: serviceBus.outputs.id
  }
}

@description('The address of the API and the console.')
output REMINDERS_URL string = app.outputs.url

@description('The app\'s outgoing address, for allow lists; empty without the private network.')
output REMINDERS_CALLS_FROM string = network.?outputs.address ?? ''
