using System.Text.Json.Nodes;

namespace Reminders.LocalHost.Tests.Deployment;

/// <summary>The compiled template. docs/deploy.md gives the reasons under "What an Azure expert would look for".</summary>
public class InfrastructureTests
{
    private const string Ledger = "streminders";
    private const string Host = "sthost";

    private static readonly CompiledTemplate Template = new();

    [Fact]
    public void The_ledger_has_a_storage_account_apart_from_the_hosts()
    {
        Assert.Equal(2, Template.Resources("Microsoft.Storage/storageAccounts").Count);
        Assert.Collection(
            Template.Resources("Microsoft.Storage/storageAccounts/blobServices/containers").Select(c => (string)c["name"]!),
            name => Assert.True(Has(name, Ledger) && Has(name, "'evidence', 'backups'"), name),
            name => Assert.True(Has(name, Host) && Has(name, "'packages'"), name));
    }

    [Fact]
    public void A_lock_keeps_the_ledgers_account_from_being_deleted()
    {
        var held = Assert.Single(Template.Resources("Microsoft.Authorization/locks"));

        Assert.Equal("CanNotDelete", (string?)held["properties"]!["level"]);
        Assert.Contains(Ledger, (string?)held["scope"], StringComparison.Ordinal);
    }

    [Fact]
    public void Deleted_and_overwritten_blobs_of_the_ledger_are_kept()
    {
        var services = Template.Resources("Microsoft.Storage/storageAccounts/blobServices");
        var blobs = Assert.Single(services, b => Has((string)b["name"]!, Ledger));

        var kept = blobs["properties"]!;
        Assert.True((bool)kept["isVersioningEnabled"]!);
        foreach (var policy in (string[])["deleteRetentionPolicy", "containerDeleteRetentionPolicy"])
        {
            Assert.True((bool)kept[policy]!["enabled"]!, policy);
            Assert.True((int)kept[policy]!["days"]! >= 14, policy);
        }
    }

    [Fact]
    public void The_account_deletes_old_backups_and_nothing_else()
    {
        var policy = Assert.Single(Template.Resources("Microsoft.Storage/storageAccounts/managementPolicies"));

        var rule = Assert.Single(policy["properties"]!["policy"]!["rules"]!.AsArray())!["definition"]!;
        Assert.Equal("backups/", (string?)Assert.Single(rule["filters"]!["prefixMatch"]!.AsArray()));
        foreach (var what in (string[])["baseBlob", "version"])
        {
            var after = (string?)rule["actions"]![what]!["delete"]!["daysAfterCreationGreaterThan"];
            Assert.Equal("[parameters('backupKeepDays')]", after);
        }
        Assert.Equal(30, (int)Template.Parameters["backupKeepDays"]!["defaultValue"]!);
    }

    [Fact]
    public void The_app_has_the_roles_that_it_needs_in_each_account()
    {
        var storage = Template.Module("storage");
        var all = Template.Resources("Microsoft.Authorization/roleAssignments");
        var roles = all.Where(r => Has((string)r["scope"]!, "Microsoft.Storage")).ToList();

        Assert.Equal(2, roles.Count);
        var ledger = Assert.Single(roles, r => Has((string)r["scope"]!, Ledger));
        Assert.Equal(
            "[length(createArray(variables('blobDataContributor'), variables('tableDataContributor')))]",
            (string?)ledger["copy"]!["count"]);
        var host = Assert.Single(roles, r => Has((string)r["scope"]!, Host));
        Assert.Contains("variables('blobDataOwner')", (string?)host["properties"]!["roleDefinitionId"], StringComparison.Ordinal);
        Assert.Equal(
            ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "ba92f5b4-2d11-453d-a403-e96b0029c9fe", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"],
            new[] { "blobDataOwner", "blobDataContributor", "tableDataContributor" }.Select(r => (string?)storage["variables"]![r]));
    }

    [Fact]
    public void No_service_accepts_a_key_or_a_password()
    {
        foreach (var account in Template.Resources("Microsoft.Storage/storageAccounts"))
            Assert.Equal("[variables('accountProperties')]", (string?)account["properties"]);
        var properties = Template.Module("storage")["variables"]!["accountProperties"]!;
        Assert.False((bool)properties["allowSharedKeyAccess"]!);
        Assert.False((bool)properties["allowBlobPublicAccess"]!);
        Assert.True((bool)Assert.Single(Template.Resources("Microsoft.ServiceBus/namespaces"))["properties"]!["disableLocalAuth"]!);

        var passwords = Template.Resources("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(["ftp", "scm"], passwords.Select(p => ((string)p["name"]!).Split('\'')[^2]).Order(StringComparer.Ordinal));
        Assert.All(passwords, p => Assert.False((bool)p["properties"]!["allow"]!));
    }

    [Theory]
    [InlineData("twilioAuthToken", "twilio-auth-token", "Twilio__AuthToken")]
    [InlineData("twilioSecondAuthToken", "twilio-second-auth-token", "Twilio__SecondAuthToken")]
    [InlineData("heartbeatUrl", "heartbeat-url", "Reminders__HeartbeatUrl")]
    public void A_secret_is_a_secure_parameter_and_reaches_the_app_through_the_vault(string parameter, string secret, string setting)
    {
        Assert.Equal("securestring", (string?)Template.Parameters[parameter]!["type"]);
        Assert.Equal("securestring", (string?)Template.Module("vault")["parameters"]![parameter]!["type"]);
        Assert.Null(Template.Module("app")["parameters"]![parameter]);
        Assert.Single(Template.Resources("Microsoft.KeyVault/vaults/secrets"), s => Has((string)s["name"]!, $"'{secret}'"));
        var settings = (string)Assert.Single(Template.Resources("Microsoft.Web/sites/config"))["properties"]!;
        // An empty secret has no reference.
        Assert.Matches($@"'{setting}', (if\(empty\(parameters\('\w+'\)\), '', )?format\('@Microsoft\.KeyVault\(SecretUri=", settings);
    }

    [Fact]
    public void Every_service_sends_its_logs_to_the_workspace()
    {
        var logs = Template.Resources("Microsoft.Insights/diagnosticSettings");
        var scopes = logs.Select(l => (string)l["scope"]!).ToList();

        Assert.Equal(6, scopes.Count);
        foreach (var service in (string[])["Microsoft.KeyVault/vaults", "Microsoft.ServiceBus/namespaces", "Microsoft.Web/sites"])
            Assert.Single(scopes, s => Has(s, service));
        Assert.Single(scopes, s => Has(s, "blobServices") && Has(s, Ledger));
        Assert.Single(scopes, s => Has(s, "tableServices") && Has(s, Ledger));
        Assert.Single(scopes, s => Has(s, "blobServices") && Has(s, Host));
        Assert.All(logs, l => Assert.Equal("[parameters('workspaceId')]", (string?)l["properties"]!["workspaceId"]));
    }

    [Fact]
    public void No_daily_cap_can_silence_an_alert()
    {
        var workspace = Assert.Single(Template.Resources("Microsoft.OperationalInsights/workspaces"));

        Assert.Equal(-1, (int)workspace["properties"]!["workspaceCapping"]!["dailyQuotaGb"]!);
    }

    [Theory]
    [InlineData("reminders-no-scan", "reminders.scans")]
    [InlineData("reminders-no-clean-audit", "reminders.audits")]
    [InlineData("reminders-dead-letters", "reminders.deadletters")]
    [InlineData("reminders-failed-sends", "reminders.receipts")]
    [InlineData("reminders-provider-down", "reminders.sends")]
    [InlineData("reminders-failed-functions", "FunctionAppLogs")]
    [InlineData("reminders-failed-functions", "AppRequests")]
    [InlineData("reminders-much-telemetry", "Usage")]
    public void A_query_alert_reads_the_workspace(string name, string asked)
    {
        var query = Assert.Single(Alerts("queries"), a => (string?)a["name"] == name);

        Assert.Contains(asked, (string?)query["query"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reminders-dead-letters-in-queue", "Microsoft.ServiceBus/namespaces", "DeadletteredMessages", "busId")]
    [InlineData("reminders-server-errors", "Microsoft.Web/sites", "Http5xx", "appId")]
    public void A_metric_alert_reads_the_platforms_own_metric(string name, string source, string figure, string scope)
    {
        var metric = Assert.Single(Alerts("metrics"), a => (string?)a["name"] == name);

        Assert.Equal(source, (string?)metric["namespace"]);
        Assert.Equal(figure, (string?)metric["metric"]);
        Assert.Equal($"[parameters('{scope}')]", (string?)metric["scope"]);
    }

    [Theory]
    [InlineData("Microsoft.Insights/scheduledQueryRules", "queries")]
    [InlineData("Microsoft.Insights/metricAlerts", "metrics")]
    public void Every_alert_is_on_and_has_a_receiver(string type, string list)
    {
        var rules = Assert.Single(Template.Resources(type));

        Assert.Equal($"[length(variables('{list}'))]", (string?)rules["copy"]!["count"]);
        Assert.True((bool)rules["properties"]!["enabled"]!);
        Assert.Contains("Microsoft.Insights/actionGroups", rules["properties"]!["actions"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_queues_are_as_the_design_says()
    {
        var queues = Assert.Single(Template.Resources("Microsoft.ServiceBus/namespaces/queues"));

        Assert.Contains("createArray('reminders', 'escalations')", (string?)queues["copy"]!["count"], StringComparison.Ordinal);
        var properties = queues["properties"]!;
        Assert.True((bool)properties["requiresDuplicateDetection"]!);
        Assert.Equal("P1D", (string?)properties["duplicateDetectionHistoryTimeWindow"]);
        Assert.False((bool)properties["requiresSession"]!);
        Assert.Equal(5, (int)properties["maxDeliveryCount"]!);
        Assert.True((bool)properties["deadLetteringOnMessageExpiration"]!);
    }

    [Fact]
    public void A_private_network_closes_storage_and_vault_and_leaves_a_way_out()
    {
        const string Closed = "[if(parameters('privateNetwork'), 'Deny', 'Allow')]";
        var subnets = Assert.Single(Template.Resources("Microsoft.Network/virtualNetworks"))["properties"]!["subnets"]!;

        Assert.Equal("[parameters('privateNetwork')]", (string?)Template.Deployment("network")["condition"]);
        Assert.Equal(Closed, (string?)Template.Module("storage")["variables"]!["accountProperties"]!["networkAcls"]!["defaultAction"]);
        var vault = Assert.Single(Template.Resources("Microsoft.KeyVault/vaults"))["properties"]!;
        Assert.Equal(Closed, (string?)vault["networkAcls"]!["defaultAction"]);
        Assert.Equal("Microsoft.App/environments", (string?)subnets[0]!["properties"]!["delegations"]![0]!["properties"]!["serviceName"]);
        Assert.Contains("natGateways", (string?)subnets[0]!["properties"]!["natGateway"]!["id"], StringComparison.Ordinal);
        var app = Assert.Single(Template.Resources("Microsoft.Web/sites"))["properties"]!;
        Assert.Contains("parameters('subnetId')", (string?)app["virtualNetworkSubnetId"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'ledger-blob'")]
    [InlineData("'ledger-table'")]
    [InlineData("'host-blob'")]
    [InlineData("'vault'")]
    [InlineData("'bus'")]
    public void A_private_network_has_an_endpoint_for(string service)
    {
        var endpoints = (string?)Template.Module("network")["variables"]!["endpoints"];

        Assert.Contains($"createObject('name', {service},", endpoints, StringComparison.Ordinal);
    }

    // Azure China has other DNS suffixes.
    [Fact]
    public void Private_DNS_zones_use_the_suffixes_of_the_cloud()
    {
        var variables = Template.Module("network")["variables"]!.AsObject();

        foreach (var zone in (string[])["blobZone", "tableZone", "vaultZone"])
            Assert.Contains("environment().suffixes.", (string?)variables[zone], StringComparison.Ordinal);
        Assert.Contains("parameters('busHost')", (string?)variables["busZone"], StringComparison.Ordinal);
    }

    [Fact]
    public void Options_that_cost_money_are_off_by_default()
    {
        Assert.False((bool)Template.Parameters["privateNetwork"]!["defaultValue"]!);
        Assert.False((bool)Template.Parameters["zoneRedundant"]!["defaultValue"]!);
        Assert.Equal("Standard", (string?)Template.Parameters["serviceBusSku"]!["defaultValue"]);
        Assert.Empty(Template.Parameters["alwaysReady"]!["defaultValue"]!.AsArray());
    }

    [Fact]
    public void Options_reach_the_hosting_plan_and_the_app()
    {
        var plan = Assert.Single(Template.Resources("Microsoft.Web/serverfarms"))["properties"]!;
        var app = Assert.Single(Template.Resources("Microsoft.Web/sites"))["properties"]!;

        Assert.Equal("[parameters('zoneRedundant')]", (string?)plan["zoneRedundant"]);
        Assert.Equal("[parameters('alwaysReady')]", (string?)app["functionAppConfig"]!["scaleAndConcurrency"]!["alwaysReady"]);
        var passed = Template.Deployment("app")["properties"]!["parameters"]!;
        foreach (var parameter in (string[])["zoneRedundant", "alwaysReady"])
            Assert.Equal($"[parameters('{parameter}')]", (string?)passed[parameter]!["value"]);
    }

    private static IEnumerable<JsonObject> Alerts(string list) =>
        Template.Module("alerts")["variables"]![list]!.AsArray().Select(a => a!.AsObject());

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
