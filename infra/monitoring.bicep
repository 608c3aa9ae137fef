// Where traces, figures and logs go.
@description('The end of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-reminders-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 30
    workspaceCapping: { dailyQuotaGb: 1 }
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

@description('What alerts ask.')
output workspaceId string = workspace.id

@description('Where the app sends its telemetry. It names a place, and is no secret that lets anybody read.')
output applicationInsightsConnectionString string = insights.properties.ConnectionString
