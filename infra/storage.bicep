// Two storage accounts without keys: the ledger's with tables, evidence and backups; the host's with its locks and the app's package.
@description('The suffix of the accounts\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('The app\'s identity.')
param identityName string

@description('The principal id of the app\'s identity, for role assignments.')
param principalId string

@description('The redundancy of the accounts.')
param sku string

@description('Whether the accounts are reached through private endpoints only.')
param privateNetwork bool

@description('The days after which a backup is deleted.')
@minValue(1)
param backupKeepDays int

@description('The workspace for logs.')
param workspaceId string

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

var accountProperties = {
  allowBlobPublicAccess: false
  allowSharedKeyAccess: false
  defaultToOAuthAuthentication: true
  minimumTlsVersion: 'TLS1_2'
  supportsHttpsTrafficOnly: true
  networkAcls: { defaultAction: privateNetwork ? 'Deny' : 'Allow', bypass: 'None', ipRules: [], virtualNetworkRules: [] }
}

resource ledger 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: 'streminders${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: accountProperties
}

// The lock prevents the deletion of the account, but not of its content.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'ledger'
  scope: ledger
  properties: { level: 'CanNotDelete', notes: 'The ledger, its evidence and its backups.' }
}

// Tables have no versions and no soft delete. The nightly backup replaces them.
resource ledgerBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-09-01' = {
  parent: ledger
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: 30 }
    containerDeleteRetentionPolicy: { enabled: true, days: 30 }
  }
}

resource ledgerTables 'Microsoft.Storage/storageAccounts/tableServices@2026-09-01' = {
  parent: ledger
  name: 'default'
}

resource ledgerContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-09-01' = [for name in ['evidence', 'backups']: {
  parent: ledgerBlobs
  name: name
}]

resource oldBackups 'Microsoft.Storage/storageAccounts/managementPolicies@2026-09-01' = {
  parent: ledger
  name: 'default'
  properties: {
    policy: {
      rules: [
        {
          name: 'delete-old-backups'
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: ['blockBlob'], prefixMatch: ['backups/'] }
            actions: {
              baseBlob: { delete: { daysAfterCreationGreaterThan: backupKeepDays } }
              // A deleted blob stays as a version until this rule deletes it.
              version: { delete: { daysAfterCreationGreaterThan: backupKeepDays } }
            }
          }
        }
      ]
    }
  }
  dependsOn: [ledgerBlobs]
}

// Nothing here must be kept: the host renews its locks, and every deployment brings the package.
resource host 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: 'sthost${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: accountProperties
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-09-01' = {
  parent: host
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-09-01' = {
  parent: hostBlobs
  name: 'packages'
}

resource ledgerRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [blobDataContributor, tableDataContributor]: {
  name: guid(ledger.id, identityName, role)
  scope: ledger
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

// The host needs this role: a contributor cannot take all of its locks.
resource hostRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(host.id, identityName, blobDataOwner)
  scope: host
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
  }
}

var everyRequest = [{ categoryGroup: 'allLogs', enabled: true }]

// There is no later version, and the stable one of 2016 has no category groups.
resource ledgerBlobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: ledgerBlobs
  properties: { workspaceId: workspaceId, logs: everyRequest }
}

// There is no later version, and the stable one of 2016 has no category groups.
resource ledgerTableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: ledgerTables
  properties: { workspaceId: workspaceId, logs: everyRequest }
}

// There is no later version, and the stable one of 2016 has no category groups.
resource hostBlobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: hostBlobs
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'StorageWrite', enabled: true }, { category: 'StorageDelete', enabled: true }]
  }
}

@description('The ledger\'s account.')
output ledgerId string = ledger.id

@description('The host\'s account.')
output hostId string = host.id

@description('The address of the ledger\'s tables.')
output ledgerTableUri string = ledger.properties.primaryEndpoints.table

@description('The address of evidence and backups.')
output ledgerBlobUri string = ledger.properties.primaryEndpoints.blob

@description('The address of the host\'s locks.')
output hostBlobUri string = host.properties.primaryEndpoints.blob

@description('The address of the app\'s package.')
output packagesUri string = '${host.properties.primaryEndpoints.blob}${packages.name}'
