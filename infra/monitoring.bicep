// Where traces, figures and logs go. There is no daily cap: a workspace at its cap takes no more data that day, and alerts go blind.
@description('The end of the resources\' names.')
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
    // No cap. Without this line, an older cap would stay.
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

@description('What alerts ask, and where logs go.')
output workspaceId string = workspace.id

@description('Where the app sends its telemetry. It names a place, and is no secret that lets anybody read.')
output applicationInsightsConnectionString string = insights.properties.ConnectionString
