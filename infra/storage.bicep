// One account: the ledger's tables, evidence, the host's locks and the app's package. Nobody has a key to it.
@description('The account\'s name.')
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

var roles = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' // locks of timers, the package, evidence; all of Storage Blob Data Contributor and more
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' // the ledger
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'packages'
}

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(account.id, identityName, role.value)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

@description('Where the host\'s locks lie, and evidence.')
output blobServiceUri string = account.properties.primaryEndpoints.blob

@description('The account\'s queues, of which none is used.')
output queueServiceUri string = account.properties.primaryEndpoints.queue

@description('Where the app\'s package lies.')
output deploymentContainerUrl string = '${account.properties.primaryEndpoints.blob}${packages.name}'

@description('Where the ledger lies.')
output tableServiceUri string = account.properties.primaryEndpoints.table
