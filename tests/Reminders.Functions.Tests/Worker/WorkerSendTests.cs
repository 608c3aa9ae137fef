using System.Net;
using Azure.Messaging.ServiceBus;
using Reminders.Testing.FunctionsHost;
using SettlementKind = Reminders.Testing.ServiceBus.SettlementKind;

namespace Reminders.Functions.Tests.Worker;

/// <summary>Timers and queues drive the worker. Settlements are checked at the queue.</summary>
public sealed class WorkerSendTests
{
    private static readonly InvocationResult Succeeded = new(true, null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_reminder_is_claimed_queued_and_sent_and_its_report_recorded()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);

        await office.ScanAsync();

        var notice = await office.NoticeAsync(WorkerOffice.Person);
        Assert.Equal(NoticeState.Pending, notice.State);
        Assert.Equal($$"""{"notice":"{{notice.Id}}","version":1}""", await PeekAsync(office, "reminders"));
        Assert.Null(await PeekAsync(office, "escalations"));

        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        Assert.Equal([SettlementKind.Completed], Settlements(office));
        var sms = Assert.Single(office.Twilio.Taken);
        Assert.Equal(WorkerOffice.Person.Value, sms.To);
        Assert.Equal(notice.Text, sms.Text);
        Assert.Contains("林晓燕，1-1“垃圾清运不及时”", sms.Text, StringComparison.Ordinal);
        Assert.Equal((NoticeState.Sent, sms.Sid), await SentAsync(office));

        Assert.Equal(HttpStatusCode.Forbidden, await office.ReportAsync(sms, "delivered", token: "another"));
        Assert.Equal((NoticeState.Sent, sms.Sid), await SentAsync(office));
        Assert.Equal(HttpStatusCode.NoContent, await office.ReportAsync(sms, "delivered"));
        Assert.Equal((NoticeState.Delivered, sms.Sid), await SentAsync(office));
    }

    [Fact]
    public async Task An_escalation_goes_to_the_leader_by_its_own_queue()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: -1);
        await office.ScanAsync();

        Assert.Equal(Succeeded, await office.HandleAsync("SendEscalation"));

        Assert.Equal([SettlementKind.Completed], Settlements(office));
        Assert.Equal(WorkerOffice.Leader.Value, Assert.Single(office.Twilio.Taken).To);
        Assert.Equal(NoticeState.Sent, (await office.NoticeAsync(WorkerOffice.Leader)).State);
        Assert.Equal(NoticeState.Pending, (await office.NoticeAsync(WorkerOffice.Person)).State);
    }

    [Fact]
    public async Task An_unreadable_message_is_dead_lettered_and_then_stored_in_the_ledger()
    {
        await using var office = await WorkerOffice.OpenAsync();
        await office.PutAsync("reminders", "foreign", "no JSON");

        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        var settlement = Assert.Single(office.Host.Settlements);
        Assert.Equal(
            (Testing.FunctionsHost.SettlementKind.DeadLettered, "body-unreadable", """The body is not {"notice":"…","version":1}."""),
            (settlement.Kind, settlement.Reason, settlement.Description));
        Assert.Equal([SettlementKind.DeadLettered], Settlements(office));

        Assert.Equal(Succeeded, await office.Host.RunTimerAsync("DrainDeadLetters"));

        var letter = Assert.Single(await office.Ledger.Watch.DeadLettersSinceAsync(Instant.MinValue, Cancellation));
        Assert.Equal(("foreign", NoticeKind.Reminder, "body-unreadable"), (letter.MessageId, letter.Kind, letter.Reason));
        Assert.Equal([SettlementKind.DeadLettered, SettlementKind.Completed], Settlements(office));
        Assert.Empty(office.Twilio.Taken);
    }

    [Fact]
    public async Task Messages_that_come_together_are_settled_one_by_one()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);
        await office.PutAsync("reminders", "foreign", "no JSON");
        await office.ScanAsync();

        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder", messages: 2));

        Assert.Equal([SettlementKind.DeadLettered, SettlementKind.Completed], Settlements(office));
        Assert.Single(office.Twilio.Taken);
    }

    [Fact]
    public async Task A_message_is_abandoned_while_the_ledger_is_down_and_sent_afterwards()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);
        await office.ScanAsync();
        await office.StopTablesAsync();

        var failed = await office.HandleAsync("SendReminder");

        Assert.False(failed.Succeeded);
        Assert.Contains("failed at delivery 1", failed.Fault, StringComparison.Ordinal);
        Assert.DoesNotContain(WorkerOffice.Person.Value, failed.Fault, StringComparison.Ordinal);
        var settlement = Assert.Single(office.Broker.Settlements);
        Assert.Equal(SettlementKind.Abandoned, settlement.Kind);
        Assert.Equal("Reason", Assert.Single(settlement.Properties).Key);
        Assert.Empty(office.Twilio.Taken);

        await office.StartTablesAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        Assert.Equal([SettlementKind.Abandoned, SettlementKind.Completed], Settlements(office));
        Assert.Single(office.Twilio.Taken);
    }

    [Fact]
    public async Task After_a_fault_of_Twilio_the_message_is_completed_and_Twilio_is_asked_before_a_resend()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);
        await office.ScanAsync();
        office.Twilio.Refuses = HttpStatusCode.InternalServerError;

        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        Assert.Equal([SettlementKind.Completed], Settlements(office));
        Assert.Equal(NoticeState.Unknown, (await office.NoticeAsync(WorkerOffice.Person)).State);

        office.Twilio.Refuses = null;
        await office.AgeAsync(WorkerOffice.Person, Duration.FromMinutes(15));
        await office.ScanAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        Assert.Equal((NoticeState.Sent, Assert.Single(office.Twilio.Taken).Sid), await SentAsync(office));
        Assert.Equal(2, (await office.NoticeAsync(WorkerOffice.Person)).Attempt);
    }

    [Fact]
    public async Task A_worker_that_is_stopped_during_a_send_sends_once()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);
        await office.ScanAsync();
        office.Twilio.BeforeAnswering = new();
        var sending = office.HandleAsync("SendReminder");
        await office.Twilio.BeforeAnswering.ArrivedAsync(Cancellation);

        await office.TerminateAsync();

        Assert.False((await sending).Succeeded);
        Assert.Equal(NoticeState.Sending, (await office.NoticeAsync(WorkerOffice.Person)).State);
        office.Twilio.BeforeAnswering = null;
        await office.RestartAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));
        await office.AgeAsync(WorkerOffice.Person, Duration.FromMinutes(15));
        await office.ScanAsync();

        Assert.Equal((NoticeState.Sent, Assert.Single(office.Twilio.Taken).Sid), await SentAsync(office));
        Assert.Equal([SettlementKind.Abandoned, SettlementKind.Completed], Settlements(office));
    }

    [Fact]
    public async Task The_audit_finds_no_problem_after_everything_due_was_sent()
    {
        await using var office = await WorkerOffice.OpenAsync(dueInDays: 7);
        using var before = await office.CallAsync(new(HttpMethod.Get, "/api/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, before.StatusCode);
        await office.ScanAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));

        Assert.Equal(Succeeded, await office.Host.RunTimerAsync("AuditLedger"));

        Assert.True((await office.JsonAsync(HttpMethod.Get, "/api/ready")).GetProperty("ready").GetBoolean());
    }

    /// <summary>The state of the person's notice, and Twilio's id.</summary>
    private static async Task<(NoticeState State, string? Sid)> SentAsync(WorkerOffice office)
    {
        var notice = await office.NoticeAsync(WorkerOffice.Person);
        return (notice.State, notice.ProviderId);
    }

    private static IEnumerable<SettlementKind> Settlements(WorkerOffice office) => office.Broker.Settlements.Select(s => s.Kind);

    private static async Task<string?> PeekAsync(WorkerOffice office, string queue)
    {
        await using var client = new ServiceBusClient(office.Broker.ConnectionString);
        await using var receiver = client.CreateReceiver(queue);
        return (await receiver.PeekMessageAsync(cancellationToken: Cancellation))?.Body.ToString();
    }
}
