// The destination of traces, metrics and logs. It has no daily cap: a workspace at its cap drops data, and alerts miss what happens.
@description('The suffix of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: 'log-reminders-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    // Without this line an older cap would stay.
    workspaceCapping: { dailyQuotaGb: -1 }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-reminders-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
  }
}

@description('The workspace for logs, which alerts query.')
output workspaceId string = workspace.id

@description('The connection string for telemetry. It is no secret: it allows no reading.')
output applicationInsightsConnectionString string = insights.properties.ConnectionString
