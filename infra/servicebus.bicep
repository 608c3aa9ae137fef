// The two queues. Standard is the lowest tier with duplicate detection; only Premium has private endpoints.
@description('The namespace\'s name.')
param name string

@description('The Azure region.')
param location string

@description('Tags of the resource.')
param tags object

@description('The app\'s identity.')
param identityName string

@description('The principal id of the app\'s identity, for role assignments.')
param principalId string

@description('The tier: Standard or Premium.')
param sku string

@description('Whether the namespace is reached through its private endpoint only. Needs Premium.')
param privateNetwork bool

@description('The workspace for logs.')
param workspaceId string

var roles = {
  'Azure Service Bus Data Receiver': '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'
  'Azure Service Bus Data Sender': '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'
}

resource bus 'Microsoft.ServiceBus/namespaces@2026-01-01' = {
  name: name
  location: location
  tags: tags
  sku: sku == 'Premium' ? { name: 'Premium', tier: 'Premium', capacity: 1 } : { name: 'Standard', tier: 'Standard' }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: privateNetwork && sku == 'Premium' ? 'Disabled' : 'Enabled'
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2026-01-01' = [for queue in ['reminders', 'escalations']: {
  parent: bus
  name: queue
  properties: {
    requiresDuplicateDetection: true
    duplicateDetectionHistoryTimeWindow: 'P1D'
    requiresSession: false
    maxDeliveryCount: 5
    lockDuration: 'PT5M'
    // A notice goes out on the day of its slot; its steps go into a later notice otherwise.
    defaultMessageTimeToLive: 'P2D'
    deadLetteringOnMessageExpiration: true
  }
}]

resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in items(roles): {
  name: guid(bus.id, identityName, role.value)
  scope: bus
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
  }
}]

// There is no later version, and the stable one of 2016 has no category groups.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: bus
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

@description('The namespace.')
output id string = bus.id

@description('The namespace\'s host name.')
output host string = split(replace(bus.properties.serviceBusEndpoint, 'https://', ''), ':')[0]
