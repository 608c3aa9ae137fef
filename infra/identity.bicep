// The one identity of the app. Who may do what stands beside the resource that it is done to.
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

@description('Whom roles are given to.')
output principalId string = identity.properties.principalId

@description('Which identity a client library is to use.')
output clientId string = identity.properties.clientId
