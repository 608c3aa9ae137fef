using System.Text.Json;

namespace Reminders.Functions.Tests.Triggers;

/// <summary>What the Functions host reads: the metadata that the SDK generates from the attributes, and host.json.</summary>
public class FunctionMetadataTests
{
    private static readonly Lazy<Task<Dictionary<string, JsonElement>>> Triggers = new(async () =>
        (await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("")).ToDictionary(
            f => f.Name!, f => JsonDocument.Parse(f.RawBindings![0]).RootElement));

    [Fact]
    public async Task The_host_has_exactly_these_functions() =>
        Assert.Equal(
            ["Api", "AuditLedger", "BackupLedger", "DrainDeadLetters", "ScanDeadlines", "SendEscalation", "SendReminder"],
            (await Triggers.Value).Keys.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("ScanDeadlines", "%ScanSchedule%")]
    [InlineData("AuditLedger", "%AuditSchedule%")]
    [InlineData("DrainDeadLetters", "%DeadLetterSchedule%")]
    [InlineData("BackupLedger", "%BackupSchedule%")]
    public async Task A_timer_runs_on_its_schedule_and_never_at_the_start(string function, string schedule)
    {
        var trigger = (await Triggers.Value)[function];

        Assert.Equal("timerTrigger", trigger.GetProperty("type").GetString());
        Assert.Equal(schedule, trigger.GetProperty("schedule").GetString());
        Assert.False(trigger.TryGetProperty("runOnStartup", out var runs) && runs.GetBoolean());
    }

    [Theory]
    [InlineData("SendReminder", "reminders")]
    [InlineData("SendEscalation", "escalations")]
    public async Task Each_queue_has_a_function_that_takes_several_messages_and_settles_them_itself(string function, string queue)
    {
        var trigger = (await Triggers.Value)[function];

        Assert.Equal("serviceBusTrigger", trigger.GetProperty("type").GetString());
        Assert.Equal(queue, trigger.GetProperty("queueName").GetString());
        Assert.Equal("ServiceBus", trigger.GetProperty("connection").GetString());
        Assert.False(trigger.GetProperty("autoCompleteMessages").GetBoolean());
        Assert.Equal("Many", trigger.GetProperty("cardinality").GetString());
    }

    [Fact]
    public async Task Every_path_goes_to_the_API_which_checks_keys_itself()
    {
        var trigger = (await Triggers.Value)["Api"];

        Assert.Equal("{*path}", trigger.GetProperty("route").GetString());
        Assert.Equal("Anonymous", trigger.GetProperty("authLevel").GetString());
        // Without a list every method reaches the API, which names the right one.
        Assert.False(trigger.TryGetProperty("methods", out var methods) && methods.GetArrayLength() > 0);
    }

    [Fact]
    public void The_host_leaves_paths_and_settlement_to_the_app()
    {
        var extensions = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "host.json")))
            .RootElement.GetProperty("extensions");

        Assert.Equal("", extensions.GetProperty("http").GetProperty("routePrefix").GetString());
        Assert.False(extensions.GetProperty("serviceBus").GetProperty("autoCompleteMessages").GetBoolean());
        Assert.Equal(SendNotices.Most, extensions.GetProperty("serviceBus").GetProperty("maxMessageBatchSize").GetInt32());
    }
}
