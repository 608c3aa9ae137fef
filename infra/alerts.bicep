// The alerts. Query rules read the workspace. Metric rules read the platform's own metrics, which are not in the workspace.
@description('The suffix of the resources\' names.')
param suffix string

@description('The Azure region.')
param location string

@description('Tags of the resources.')
param tags object

@description('The email address for alerts.')
param email string

@description('The workspace with the app\'s telemetry.')
param workspaceId string

@description('The app.')
param appId string

@description('The Service Bus namespace.')
param busId string

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
    description: 'No scan has completed in an hour: no reminder goes out.'
    severity: 1
    query: 'AppMetrics | where Name == "reminders.scans" | summarize Count = count()'
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
  }
  {
    name: 'reminders-no-clean-audit'
    description: 'No audit without problems in an hour: the heartbeat has stopped. GET /api/ready lists the problems.'
    severity: 1
    query: '''
      AppMetrics
      | where Name == "reminders.audits" and tolower(tostring(Properties.holds)) == "true"
      | summarize Count = count()
    '''
    operator: 'LessThan'
    threshold: 1
    window: 'PT1H'
  }
  {
    name: 'reminders-dead-letters'
    description: 'A queue has dead-lettered a message. GET /api/ready names it.'
    severity: 2
    // The dead-letter queues are drained every five minutes, so their own metric may miss a message.
    query: 'AppMetrics | where Name == "reminders.deadletters" | summarize Count = sum(Sum)'
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
  }
  {
    name: 'reminders-failed-sends'
    description: 'The provider has refused messages, or carriers have not delivered them. GET /api/notices says which.'
    severity: 2
    query: '''
      AppMetrics
      | where (Name == "reminders.sends"
            and tostring(Properties.outcome) in ("NumberRefused", "MessageRefused", "Misconfigured", "Stopped"))
          or (Name == "reminders.receipts" and tostring(Properties.status) in ("undelivered", "failed", "canceled"))
      | summarize Count = sum(Sum)
    '''
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT30M'
  }
  {
    name: 'reminders-provider-down'
    description: 'The provider accepts messages late or does not answer.'
    severity: 2
    query: '''
      AppMetrics
      | where Name == "reminders.sends" and tostring(Properties.outcome) in ("Later", "Unknown")
      | summarize Count = sum(Sum)
    '''
    operator: 'GreaterThan'
    threshold: 10
    window: 'PT30M'
  }
  {
    name: 'reminders-failed-functions'
    description: 'A function has failed, according to the host, or a request was answered with 5xx.'
    severity: 2
    // A table does not exist before its first row; isfuzzy skips a missing one.
    query: '''
      union isfuzzy=true
        (FunctionAppLogs | where Message startswith "Executed 'Functions." and Message contains "(Failed"),
        (AppRequests | where ResultCode startswith "5")
      | summarize Count = count()
    '''
    operator: 'GreaterThan'
    threshold: 0
    window: 'PT15M'
  }
  {
    name: 'reminders-much-telemetry'
    description: 'More than 1 GB of telemetry in a day. Nothing is dropped; find out what writes it.'
    severity: 3
    // Usage counts in megabytes.
    query: 'Usage | where IsBillable | summarize Count = sum(Quantity)'
    operator: 'GreaterThan'
    threshold: 1000
    window: 'P1D'
  }
]

var metrics = [
  {
    name: 'reminders-dead-letters-in-queue'
    description: 'A dead-letter queue holds a message.'
    severity: 2
    scope: busId
    namespace: 'Microsoft.ServiceBus/namespaces'
    metric: 'DeadletteredMessages'
    aggregation: 'Maximum'
  }
  {
    name: 'reminders-server-errors'
    description: 'The app has answered with 5xx.'
    severity: 2
    scope: appId
    namespace: 'Microsoft.Web/sites'
    metric: 'Http5xx'
    aggregation: 'Total'
  }
]

resource rules 'Microsoft.Insights/scheduledQueryRules@2026-03-01' = [for query in queries: {
  name: query.name
  location: location
  tags: tags
  properties: {
    displayName: query.name
    description: query.description
    severity: query.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: query.window == 'P1D' ? 'PT1H' : 'PT15M'
    windowSize: query.window
    // A table does not exist before its first row, so the first deployment cannot validate the query.
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

resource metricRules 'Microsoft.Insights/metricAlerts@2026-01-01' = [for metric in metrics: {
  name: metric.name
  location: 'global'
  tags: tags
  properties: {
    description: metric.description
    severity: metric.severity
    enabled: true
    scopes: [metric.scope]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: metric.metric
          criterionType: 'StaticThresholdCriterion'
          metricNamespace: metric.namespace
          metricName: metric.metric
          timeAggregation: metric.aggregation
          operator: 'GreaterThan'
          threshold: 0
          // A metric does not exist before its first value.
          skipMetricValidation: true
        }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}]
