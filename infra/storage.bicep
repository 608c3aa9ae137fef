// Two storage accounts, both without keys. The ledger's holds tables, evidence and backups; the host's holds its locks and the app's package.
@description('The end of the accounts\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('The app\'s identity.')
param identityName string

@description('The app\'s identity, as roles are given to it.')
param principalId string

@description('How many copies the accounts keep, and where.')
param sku string

@description('Whether the accounts answer private endpoints alone.')
param privateNetwork bool

@description('After how many days a backup is deleted.')
@minValue(1)
param backupKeepDays int

@description('The workspace that takes the logs.')
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

resource ledger 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'streminders${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: accountProperties
}

// The account cannot be deleted while the lock is there. What is in the account can.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = {
  name: 'ledger'
  scope: ledger
  properties: { level: 'CanNotDelete', notes: 'The ledger, its evidence and its backups.' }
}

// Tables have neither versions nor soft delete; the nightly backup stands in for them.
resource ledgerBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: ledger
  name: 'default'
  properties: {
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: 30 }
    containerDeleteRetentionPolicy: { enabled: true, days: 30 }
  }
}

resource ledgerTables 'Microsoft.Storage/storageAccounts/tableServices@2026-06-01' = {
  parent: ledger
  name: 'default'
}

resource ledgerContainers 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = [for name in ['evidence', 'backups']: {
  parent: ledgerBlobs
  name: name
}]

resource oldBackups 'Microsoft.Storage/storageAccounts/managementPolicies@2026-06-01' = {
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
              // A deleted blob lives on as a version until this deletes it too.
              version: { delete: { daysAfterCreationGreaterThan: backupKeepDays } }
            }
          }
        }
      ]
    }
  }
  dependsOn: [ledgerBlobs]
}

// Nothing here needs keeping: locks change all day, and every deployment brings the package.
resource host 'Microsoft.Storage/storageAccounts@2026-06-01' = {
  name: 'sthost${suffix}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: sku }
  properties: accountProperties
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2026-06-01' = {
  parent: host
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2026-06-01' = {
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

// The host asks for this role; a contributor cannot take all of its locks.
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

#disable-next-line use-recent-api-versions // no later version, and the stable one of 2016 knows no category groups
resource ledgerBlobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: ledgerBlobs
  properties: { workspaceId: workspaceId, logs: everyRequest }
}

#disable-next-line use-recent-api-versions // no later version, and the stable one of 2016 knows no category groups
resource ledgerTableLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: ledgerTables
  properties: { workspaceId: workspaceId, logs: everyRequest }
}

#disable-next-line use-recent-api-versions // no later version, and the stable one of 2016 knows no category groups
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

@description('Where the ledger\'s tables are.')
output ledgerTableUri string = ledger.properties.primaryEndpoints.table

@description('Where evidence and backups are.')
output ledgerBlobUri string = ledger.properties.primaryEndpoints.blob

@description('Where the host\'s locks are.')
output hostBlobUri string = host.properties.primaryEndpoints.blob

@description('Where the app\'s package is.')
output packagesUri string = '${host.properties.primaryEndpoints.blob}${packages.name}'
