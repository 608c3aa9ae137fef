// Reminders on Azure: one resource group with everything in it. `azd up` deploys it; docs/deploy.md tells the rest.
targetScope = 'subscription'

@minLength(2)
@maxLength(20)
@description('Names the environment, such as prod or test; part of the resource group\'s name.')
param environmentName string

@description('The Azure region, one that offers Flex Consumption.')
param location string

@description('Where alerts go.')
param alertEmail string

@description('The administrator\'s key as the app keeps it: administrator, a colon and the SHA-256 of the key in hexadecimal digits. The hook before provisioning makes one.')
@minLength(64)
param administratorKey string

@description('The account at Twilio, which begins with AC.')
@minLength(34)
@maxLength(34)
param twilioAccountSid string

@secure()
@minLength(1)
@description('The account\'s token at Twilio; kept in the Key Vault.')
param twilioAuthToken string

@secure()
@description('A second token while tokens are exchanged; empty for none.')
param twilioSecondAuthToken string

@description('The number or sender id that messages come from; empty where a messaging service chooses it.')
param twilioFrom string = ''

@description('The messaging service, which begins with MG; empty where messages come from a number.')
param twilioMessagingServiceSid string = ''

@description('Whether only the trial\'s numbers are messaged. A new environment begins that way.')
param twilioTrial bool = true

@description('The numbers that a trial messages, separated by commas.')
param twilioTrialNumbers string = ''

@description('Twilio\'s region, such as ie1, with its edge; empty for the one in the United States.')
param twilioRegion string = ''

@description('Twilio\'s edge, such as dublin; set where the region is.')
param twilioEdge string = ''

@description('The TZDB zone in which plans are dated.')
param zone string = 'Asia/Shanghai'

@secure()
@description('Called after every audit that found all in order; empty for none. Kept in the Key Vault: who knows it can silence the alarm.')
param heartbeatUrl string = ''

@description('What the policy sets differently from its defaults, such as { SlotTime: \'08:30\', QuietHours__From: \'19:00\', QuietHours__Until: \'08:00\' }.')
param policy object = {}

@description('How large uploaded files may be where it differs from the defaults, such as { MaxMegabytes: 20 }.')
param fileLimits object = {}

@description('How much evidence items take where it differs from the defaults, such as { MaxMegabytes: 20 }.')
param evidenceLimits object = {}

@description('Keys beside the administrator\'s, by the name that the history records, such as { wang: \'operator:0123…\' }.')
param apiKeys object = {}

@description('Instances that are always there, by function group, such as [{ name: \'http\', instanceCount: 1 }]. Each costs money while it waits.')
param alwaysReady { name: string, instanceCount: int }[] = []

@description('Whether instances of the app are spread over zones. The platform then keeps two instances of every function group always ready.')
param zoneRedundant bool = false

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('How many copies the storage accounts keep, and where.')
param storageSku string = 'Standard_ZRS'

@description('Whether storage and vault are reached through private endpoints alone, and Service Bus too where its tier allows it.')
param privateNetwork bool = false

@allowed(['Standard', 'Premium'])
@description('The tier of Service Bus. Only Premium has private endpoints.')
param serviceBusSku string = 'Standard'

@minValue(1)
@description('After how many days a backup of the ledger is deleted.')
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

@description('The address from which the app calls out, for lists of allowed callers; empty without the private network.')
output REMINDERS_CALLS_FROM string = network.?outputs.address ?? ''
