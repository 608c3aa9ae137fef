// Twilio's tokens, which the app reads through references in its settings.
@description('The vault\'s name.')
@maxLength(24)
param name string

@description('The Azure region.')
param location string

@description('Tags of the resource.')
param tags object

@description('The app\'s identity.')
param identityName string

@description('The app\'s identity, as roles are given to it.')
param principalId string

@secure()
@description('The account\'s token at Twilio.')
param twilioAuthToken string

@secure()
@description('A second token while tokens are exchanged; empty for none.')
param twilioSecondAuthToken string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
  }
}

resource token 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'twilio-auth-token'
  properties: { value: twilioAuthToken }
}

resource secondToken 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'twilio-second-auth-token'
  properties: { value: empty(twilioSecondAuthToken) ? 'none' : twilioSecondAuthToken }
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

@description('Where the token lies, without a version, so that a new one is read within a day.')
output twilioAuthTokenUri string = token.properties.secretUri

@description('Where the second token lies.')
output twilioSecondAuthTokenUri string = secondToken.properties.secretUri
