// The secrets, which the app reads through references in its settings.
@description('The vault\'s name.')
@maxLength(24)
param name string

@description('The Azure region.')
param location string

@description('Tags of the resource.')
param tags object

@description('The app\'s identity.')
param identityName string

@description('The principal id of the app\'s identity, for role assignments.')
param principalId string

@description('Whether the vault is reached through its private endpoint only.')
param privateNetwork bool

@description('The workspace for logs.')
param workspaceId string

@secure()
@description('The auth token of the Twilio account.')
param twilioAuthToken string

@secure()
@description('A second token while tokens are rotated; empty for none.')
param twilioSecondAuthToken string

@secure()
@description('The address to call after each audit without problems; empty for none.')
param heartbeatUrl string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
// A deployment cannot delete a secret, so it overwrites one that is no longer set.
var unset = 'none'

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    networkAcls: { defaultAction: privateNetwork ? 'Deny' : 'Allow', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] }
  }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = {
  parent: vault
  name: 'twilio-auth-token'
  properties: { value: twilioAuthToken }
}

resource secondToken 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = {
  parent: vault
  name: 'twilio-second-auth-token'
  properties: { value: empty(twilioSecondAuthToken) ? unset : twilioSecondAuthToken }
}

resource heartbeat 'Microsoft.KeyVault/vaults/secrets@2026-05-15' = {
  parent: vault
  name: 'heartbeat-url'
  properties: { value: empty(heartbeatUrl) ? unset : heartbeatUrl }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityName, secretsUser)
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
  }
}

// There is no later version, and the stable one of 2016 has no category groups.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: vault
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

@description('The vault.')
output id string = vault.id

@description('The token\'s URI without a version, so that the app reads a new version within a day.')
output twilioAuthTokenUri string = token.properties.secretUri

@description('The second token\'s URI.')
output twilioSecondAuthTokenUri string = secondToken.properties.secretUri

@description('The URI of the heartbeat\'s address.')
output heartbeatUrlUri string = heartbeat.properties.secretUri
