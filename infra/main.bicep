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

@description('The TZDB zone in which plans are dated.')
param zone string = 'Asia/Shanghai'

@description('Called after every audit that found all in order; empty for none.')
param heartbeatUrl string = ''

@description('What the policy sets differently from its defaults, such as { SlotTime: \'08:30\', QuietHours__From: \'19:00\', QuietHours__Until: \'08:00\' }.')
param policy object = {}

@description('How large uploaded files may be where it differs from the defaults, such as { MaxMegabytes: 20 }.')
param fileLimits object = {}

@description('How much evidence items take where it differs from the defaults, such as { MaxMegabytes: 20 }.')
param evidenceLimits object = {}

@description('Keys beside the administrator\'s, by the name that the history records, such as { wang: \'operator:0123…\' }.')
param apiKeys object = {}

@description('Tags of all resources.')
param tags object = {}

var allTags = union(tags, { 'azd-env-name': environmentName, application: 'reminders' })
var suffix = uniqueString(subscription().id, environmentName, location)
var identityName = 'id-reminders-${suffix}'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
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
  params: { name: 'streminders${suffix}', location: location, tags: allTags, identityName: identityName, principalId: identity.outputs.principalId }
}

module serviceBus 'servicebus.bicep' = {
  name: 'servicebus'
  scope: group
  params: { name: 'sb-reminders-${suffix}', location: location, tags: allTags, identityName: identityName, principalId: identity.outputs.principalId }
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
    twilioAuthToken: twilioAuthToken
    twilioSecondAuthToken: twilioSecondAuthToken
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
    blobServiceUri: storage.outputs.blobServiceUri
    queueServiceUri: storage.outputs.queueServiceUri
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    tableServiceUri: storage.outputs.tableServiceUri
    serviceBusHost: serviceBus.outputs.host
    applicationInsights: monitoring.outputs.applicationInsightsConnectionString
    twilioAuthTokenUri: vault.outputs.twilioAuthTokenUri
    twilioSecondAuthTokenUri: empty(twilioSecondAuthToken) ? '' : vault.outputs.twilioSecondAuthTokenUri
    administratorKey: administratorKey
    twilioAccountSid: twilioAccountSid
    twilioFrom: twilioFrom
    twilioMessagingServiceSid: twilioMessagingServiceSid
    twilioTrial: twilioTrial
    twilioTrialNumbers: twilioTrialNumbers
    zone: zone
    heartbeatUrl: heartbeatUrl
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
  }
}

@description('The address of the API and the console.')
output REMINDERS_URL string = app.outputs.url
