// What wakes somebody: no scan in an hour, no audit that holds, messages given up, refused or not delivered, and a provider that is down.
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
    name: 'reminders-dead-letters'
    description: 'A queue has given up a message. GET /api/ready names it.'
    severity: 2
    // The queues are drained every five minutes, so that their own figure hardly ever shows one.
    query: 'AppMetrics | where Name == "reminders.deadletters" | summarize Count = sum(Sum)'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
  }
  {
    name: 'reminders-failed-sends'
    description: 'The provider has refused messages, or carriers have not delivered them. GET /api/notices says which.'
    severity: 2
    query: 'AppMetrics | where (Name == "reminders.sends" and tostring(Properties.outcome) in ("NumberRefused", "MessageRefused", "Misconfigured", "Stopped")) or (Name == "reminders.receipts" and tostring(Properties.status) in ("undelivered", "failed", "canceled")) | summarize Count = sum(Sum)'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
  }
  {
    name: 'reminders-provider-down'
    description: 'The provider takes messages late, or does not answer.'
    severity: 2
    query: 'AppMetrics | where Name == "reminders.sends" and tostring(Properties.outcome) in ("Later", "Unknown") | summarize Count = sum(Sum)'
    operator: 'GreaterThan'
    threshold: 10
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
