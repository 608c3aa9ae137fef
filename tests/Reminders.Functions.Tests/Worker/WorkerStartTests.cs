using System.Net;
using System.Text.Json;

namespace Reminders.Functions.Tests.Worker;

/// <summary>The worker's start, and its API through the integration with ASP.NET Core.</summary>
public sealed class WorkerStartTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_worker_loads_its_functions_with_the_metadata_of_their_triggers()
    {
        await using var office = await WorkerOffice.OpenAsync();

        Assert.Equal(
            [
                "Api: httpTrigger {*path}",
                "AuditLedger: timerTrigger 0 7/15 * * * *",
                "BackupLedger: timerTrigger 0 30 19 * * *",
                "DrainDeadLetters: timerTrigger 0 */5 * * * *",
                "ScanDeadlines: timerTrigger 0 */15 * * * *",
                "SendEscalation: serviceBusTrigger escalations",
                "SendReminder: serviceBusTrigger reminders",
            ],
            office.Host.Functions.Values.Select(f => $"{f.Name}: {f.Trigger} {Source(f.Settings)}").Order(StringComparer.Ordinal));
        await office.TerminateAsync();

        static string Source(IReadOnlyDictionary<string, string> trigger) =>
            trigger.GetValueOrDefault("schedule") ?? trigger.GetValueOrDefault("queueName") ?? trigger["route"];
    }

    [Fact]
    public async Task A_call_reaches_the_API_and_needs_a_key_where_the_API_asks_for_one()
    {
        await using var office = await WorkerOffice.OpenAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/health", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/items", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("/api/items", "wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/items", "sample"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync("/api/nothing", "sample"));

        async Task<HttpStatusCode> StatusAsync(string path, string? key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var answer = await office.CallAsync(request, key);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Wrong_keys_count_against_the_address_from_the_host_and_not_one_from_the_caller()
    {
        await using var office = await WorkerOffice.OpenAsync();

        for (var tries = 0; tries < FailedKeys.Tries; tries++)
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync($"198.51.100.{tries}, 192.0.2.1"));

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("203.0.113.7, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync("192.0.2.1, 192.0.2.2"));

        async Task<HttpStatusCode> StatusAsync(string forwardedFor)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/items");
            request.Headers.Add("X-Forwarded-For", forwardedFor);
            using var answer = await office.CallAsync(request, "wrong");
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_worker_on_an_earlier_ledger_uses_no_item_before_all_are_moved()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: -3);
        var agenda = await office.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation);
        await office.TerminateAsync();
        await EarlierLedger.MakeAsync(office.Rows, Cancellation);
        var moving = new Hold();
        office.Door.BeforeRequest = (request => request.Contains("\"PartitionKey\":\"b", StringComparison.Ordinal), moving);
        await office.RestartAsync();
        await moving.ArrivedAsync(Cancellation);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/api/health"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/api/items"));
        Assert.False((await office.Host.RunTimerAsync("ScanDeadlines")).Succeeded);
        Assert.Equal(agenda, await office.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));

        moving.Open();
        while (await StatusAsync("/api/items") != HttpStatusCode.OK)
            Cancellation.ThrowIfCancellationRequested();
        Assert.Equal(1, (await office.JsonAsync(HttpMethod.Get, "/api/items")).GetArrayLength());
        await office.ScanAsync();

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            using var answer = await office.CallAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_plan_that_comes_as_a_form_is_stored_in_the_tables()
    {
        await using var office = await WorkerOffice.OpenAsync();

        using var answer = await office.LoadAsync(dueInDays: 7);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var said = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal("1-1", said.GetProperty("items")[0].GetProperty("code").GetString());
        var item = (await office.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value;
        Assert.Equal((ItemState.Open, office.Today.PlusDays(7)), (item.State, item.Deadline.Date));
        Assert.Equal((WorkerOffice.Person, WorkerOffice.Leader), (item.Persons[0].Phone, item.Leaders[0].Phone));
    }
}
