// The private network: the app's subnet, private endpoints with their DNS zones, and a NAT gateway to the internet.
@description('The suffix of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('The ledger\'s account.')
param ledgerId string

@description('The host\'s account.')
param hostId string

@description('The vault.')
param vaultId string

@description('The Service Bus namespace; empty if its tier has no private endpoints.')
param busId string

@description('The namespace\'s host name.')
param busHost string

var blobZone = 'privatelink.blob.${environment().suffixes.storage}'
var tableZone = 'privatelink.table.${environment().suffixes.storage}'
// The vault is the only service whose private DNS suffix differs from its public one.
var vaultZone = 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'
// environment() has no suffix for Service Bus.
var busZone = 'privatelink${substring(busHost, indexOf(busHost, '.'))}'

var zoneNames = concat([blobZone, tableZone, vaultZone], empty(busId) ? [] : [busZone])
var endpoints = concat(
  [
    { name: 'ledger-blob', target: ledgerId, service: 'blob', zone: blobZone }
    { name: 'ledger-table', target: ledgerId, service: 'table', zone: tableZone }
    { name: 'host-blob', target: hostId, service: 'blob', zone: blobZone }
    { name: 'vault', target: vaultId, service: 'vault', zone: vaultZone }
  ],
  empty(busId) ? [] : [{ name: 'bus', target: busId, service: 'namespace', zone: busZone }]
)

// Twilio, sign-in, telemetry and a Standard Service Bus are outside, and a new subnet has no outbound access by default.
resource address 'Microsoft.Network/publicIPAddresses@2026-03-01' = {
  name: 'pip-reminders-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIPAllocationMethod: 'Static' }
}

resource wayOut 'Microsoft.Network/natGateways@2026-03-01' = {
  name: 'ng-reminders-${suffix}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  properties: { publicIpAddresses: [{ id: address.id }] }
}

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: 'vnet-reminders-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: ['10.64.0.0/24'] }
    subnets: [
      {
        name: 'app'
        properties: {
          addressPrefix: '10.64.0.0/26'
          natGateway: { id: wayOut.id }
          defaultOutboundAccess: false
          delegations: [{ name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }]
        }
      }
      {
        name: 'endpoints'
        properties: { addressPrefix: '10.64.0.64/26', defaultOutboundAccess: false }
      }
    ]
  }

  resource appSubnet 'subnets' existing = { name: 'app' }
  resource endpointSubnet 'subnets' existing = { name: 'endpoints' }
}

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for zone in zoneNames: {
  name: zone
  location: 'global'
  tags: tags
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (zone, i) in zoneNames: {
  parent: zones[i]
  name: 'reminders'
  location: 'global'
  tags: tags
  properties: { virtualNetwork: { id: network.id }, registrationEnabled: false }
}]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2026-03-01' = [for endpoint in endpoints: {
  name: 'pe-${endpoint.name}-${suffix}'
  location: location
  tags: tags
  properties: {
    subnet: { id: network::endpointSubnet.id }
    privateLinkServiceConnections: [
      { name: endpoint.name, properties: { privateLinkServiceId: endpoint.target, groupIds: [endpoint.service] } }
    ]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2026-03-01' = [for (endpoint, i) in endpoints: {
  parent: privateEndpoints[i]
  name: 'default'
  properties: {
    privateDnsZoneConfigs: [
      { name: endpoint.service, properties: { privateDnsZoneId: resourceId('Microsoft.Network/privateDnsZones', endpoint.zone) } }
    ]
  }
  dependsOn: [zones]
}]

@description('The app\'s subnet.')
output appSubnetId string = network::appSubnet.id

@description('The address from which the app calls Twilio.')
output address string = address.properties.ipAddress
