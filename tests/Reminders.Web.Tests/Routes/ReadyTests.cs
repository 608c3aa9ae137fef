using System.Net;
using System.Text.Json;

namespace Reminders.Web.Tests.Routes;

/// <summary>The readiness of the whole service, and the parts that fail.</summary>
public sealed class ReadyTests
{
    [Fact]
    public async Task An_office_is_ready_when_scan_and_audit_run_and_everything_holds()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();

        var ready = (await office.GetAsync("/api/ready", KeyRole.Viewer)).Ok();

        Assert.True(ready.GetProperty("ready").GetBoolean());
        Assert.Equal("2026-03-24T00:50:00Z", ready.GetProperty("lastScan").Text("at"));
        var audit = ready.GetProperty("lastAudit");
        Assert.Equal(("2026-03-24T00:50:00Z", "2026-03-24T00:50:00Z"), (audit.Text("at"), audit.Text("roundEndedAt")));
        Assert.Equal((2, 0, 0), (Number(audit, "scheduled"), Number(audit, "waiting"), Number(audit, "flagged")));
        Assert.Equal(JsonValueKind.Null, ready.GetProperty("oldestUnaccounted").ValueKind);
        Assert.Equal(JsonValueKind.Null, ready.GetProperty("halt").ValueKind);
        Assert.Equal(0, Number(ready.GetProperty("deadLetters"), "count"));
        Assert.Equal(0, ready.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task An_office_in_which_nothing_has_run_yet_is_not_ready()
    {
        await using var office = await Office.OpenLoadedAsync();
        var state = await NotReadyAsync(office);
        Assert.Equal(["scan-stopped", "audit-stopped"], Codes(state));
        Assert.Equal(
            (JsonValueKind.Null, JsonValueKind.Null), (state.GetProperty("lastScan").ValueKind, state.GetProperty("lastAudit").ValueKind));
    }

    [Fact]
    public async Task A_service_that_has_stopped_for_more_than_an_hour_is_named()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        office.System.Clock.SetTo(Office.Start + AuditLedger.Patience);
        (await office.GetAsync("/api/ready")).Ok();
        office.System.Clock.SetTo(Office.Start + AuditLedger.Patience + Duration.Epsilon);

        Assert.Equal(["scan-stopped", "audit-stopped"], Codes(await NotReadyAsync(office)));
        await office.AuditAsync();
        Assert.Equal(["scan-stopped"], Codes(await NotReadyAsync(office))); // the audit finds the same, and it is named once
    }

    [Fact]
    public async Task An_office_whose_scan_is_switched_off_is_not_ready()
    {
        await using var office = await Office.OpenAsync(scanIsOff: true);
        await office.WatchAsync();
        Assert.Equal(["scan-switched-off"], Codes(await NotReadyAsync(office)));
    }

    [Fact]
    public async Task An_office_whose_provider_takes_nothing_is_not_ready_and_is_so_again_when_it_does()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        await office.System.Ledger.Barriers.SaveHaltAsync(new("30002", Office.Start, Office.Start + Duration.FromMinutes(30)),
            Cancellation);

        var state = await NotReadyAsync(office);
        Assert.Equal(["sending-halted"], Codes(state));
        Assert.Equal("30002", state.GetProperty("halt").Text("code"));

        await office.System.Ledger.Barriers.SaveHaltAsync(null, Cancellation);
        (await office.GetAsync("/api/ready")).Ok();
    }

    [Fact]
    public async Task An_office_whose_last_audit_found_something_is_not_ready_until_one_finds_nothing()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        var item = (await office.System.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value;
        await office.System.Ledger.Agenda.RemoveFromAgendaAsync(
            [.. (await office.System.Ledger.Agenda.DueAsync(Instant.FromUtc(9000, 1, 1, 0, 0), Cancellation)).OfType<AgendaEntry.OfItem>()
                .Where(e => e.Item == item.Code)], Cancellation);
        await office.AuditAsync();

        var state = await NotReadyAsync(office);
        Assert.Equal(["item-unwatched"], Codes(state));
        Assert.True(state.GetProperty("problems")[0].GetProperty("repaired").GetBoolean());

        await office.WatchAsync();
        (await office.GetAsync("/api/ready")).Ok();
    }

    [Fact]
    public async Task The_step_that_has_been_unaccounted_for_the_longest_is_named()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        await office.System.Ledger.Watch.RecordAuditAsync(
            new(Office.Start)
            {
                Oldest = new(new(1, 1), "before-7", Office.Start),
                Problems = [new(AuditCodes.StepUnaccounted, $"Step before-7 of item 1-1 is not accounted for.")],
            },
            Cancellation);

        var oldest = (await NotReadyAsync(office)).GetProperty("oldestUnaccounted");

        Assert.Equal(("1-1", "before-7", "2026-03-24T00:50:00Z"), (oldest.Text("item"), oldest.Text("step"), oldest.Text("dueAt")));
    }

    [Fact]
    public async Task The_newest_twenty_dead_letters_of_thirty_days_are_shown_and_all_are_counted()
    {
        await using var office = await RouteCalls.OpenOfficeAsync();
        foreach (var day in Enumerable.Range(0, 32))
            await office.System.Ledger.Watch.AddDeadLetterAsync(new($"letter-{day}", null, NoticeKind.Reminder, "MaxDeliveryCountExceeded",
                Office.Start - Duration.FromDays(day)), Cancellation);

        var letters = (await office.GetAsync("/api/ready", KeyRole.Viewer)).Ok().GetProperty("deadLetters");

        Assert.Equal(31, Number(letters, "count"));
        Assert.Equal(Enumerable.Range(0, 20).Select(day => $"letter-{day}"),
            letters.GetProperty("latest").EnumerateArray().Select(l => l.Text("messageId")));
        var first = letters.GetProperty("latest")[0];
        Assert.Equal(("reminder", "MaxDeliveryCountExceeded", "2026-03-24T00:50:00Z"),
            (first.Text("kind"), first.Text("reason"), first.Text("at")));
    }

    [Fact]
    public async Task Nobodys_number_or_message_is_in_the_answer()
    {
        await using var office = await Office.OpenLoadedAsync();
        await office.System.RunUntilAsync(Office.Start + Duration.FromHours(1), Cancellation);
        await office.WatchAsync();
        Assert.NotEmpty(office.System.Outbox.Messages);

        var body = (await office.GetAsync("/api/ready")).Body;

        Assert.DoesNotContain("139", body, StringComparison.Ordinal);
        Assert.DoesNotContain("林晓燕", body, StringComparison.Ordinal);
        Assert.DoesNotContain("【", body, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> NotReadyAsync(Office office)
    {
        var answer = await office.GetAsync("/api/ready", KeyRole.Viewer);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/json"), (answer.Status, answer.MediaType));
        Assert.False(answer.Json.GetProperty("ready").GetBoolean());
        return answer.Json;
    }

    private static IEnumerable<string?> Codes(JsonElement state) =>
        state.GetProperty("problems").EnumerateArray().Select(p => p.Text("code"));

    private static int Number(JsonElement element, string property) => element.GetProperty(property).GetInt32();
}
