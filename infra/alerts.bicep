// What wakes somebody: messages given up, no scan in an hour, messages that the provider refuses, and no audit that holds.
@description('The end of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('Where alerts go.')
param email string

@description('The workspace with the app\'s telemetry.')
param workspaceId string

@description('The Service Bus namespace.')
param serviceBusId string

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-reminders-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'reminders'
    enabled: true
    emailReceivers: [{ name: 'office', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'reminders-dead-letters'
  location: 'global'
  tags: tags
  properties: {
    description: 'A queue has given up a message. GET /api/ready names it.'
    severity: 2
    enabled: true
    scopes: [serviceBusId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          criterionType: 'StaticThresholdCriterion'
          name: 'dead letters'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          timeAggregation: 'Maximum'
          operator: 'GreaterThan'
          threshold: 0
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

var queries = [
  {
    name: 'reminders-no-scan'
    description: 'No scan has come to its end in an hour: nobody is reminded of anything.'
    severity: 1
    query: 'AppMetrics | where Name == "reminders.scans" | summarize Count = count()'
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
  }
  {
    name: 'reminders-no-clean-audit'
    description: 'No audit has found everything in order for an hour: the heartbeat is lost. GET /api/ready says what is wrong.'
    severity: 1
    query: 'AppMetrics | where Name == "reminders.audits" and tolower(tostring(Properties.holds)) == "true" | summarize Count = count()'
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
  }
  {
    name: 'reminders-failed-sends'
    description: 'The provider has refused messages, or the account\'s settings do not let them out.'
    severity: 2
    query: 'AppMetrics | where Name == "reminders.sends" and tostring(Properties.outcome) in ("NumberRefused", "MessageRefused", "Misconfigured", "Stopped") | summarize Count = sum(Sum)'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for query in queries: {
  name: query.name
  location: location
  tags: tags
  properties: {
    displayName: query.name
    description: query.description
    severity: query.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT15M'
    windowSize: query.window
    // The first telemetry makes the table; until then the query is none.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: query.query
          timeAggregation: 'Total'
          metricMeasureColumn: 'Count'
          operator: query.operator
          threshold: query.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]
