// The app's only identity. Its role assignments stand with the resources that they are for.
@description('The identity\'s name.')
param name string

@description('The Azure region.')
param location string

@description('Tags of the resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource.')
output id string = identity.id

@description('The principal id, for role assignments.')
output principalId string = identity.properties.principalId

@description('The client id, for client libraries.')
output clientId string = identity.properties.clientId
