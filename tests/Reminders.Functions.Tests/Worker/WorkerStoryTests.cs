using System.Net;
using Reminders.Testing.FunctionsHost;
using static Reminders.Functions.Tests.Worker.WorkerOffice;

namespace Reminders.Functions.Tests.Worker;

/// <summary>
/// One item on the Azure host: timer, tables, queue, worker, Twilio's client, report, tables. The person is reminded; the office moves the
/// deadline to yesterday; the leader gets an escalation.
/// </summary>
public sealed class WorkerStoryTests
{
    private static readonly InvocationResult Succeeded = new(true, null);

    /// <summary>Longer than a sender's lease and the wait for a message that may be lost.</summary>
    private static readonly Duration AWhile = Duration.FromMinutes(15);

    [Fact]
    public async Task First_the_person_gets_an_SMS_and_then_the_leader()
    {
        await using var office = await OpenAsync(dueInDays: 7);

        await office.ScanAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));
        Assert.Equal(HttpStatusCode.NoContent, await office.ReportAsync(office.Twilio.Taken[^1], "delivered"));
        await MoveDeadlineAsync(office);
        await office.ScanAsync();
        Assert.Equal(Succeeded, await office.HandleAsync("SendEscalation"));
        Assert.Equal(HttpStatusCode.NoContent, await office.ReportAsync(office.Twilio.Taken[^1], "delivered"));

        await BothHeardOnceAsync(office);
    }

    [Fact]
    public async Task Nobody_gets_two_SMS_if_the_worker_is_killed_between_any_two_steps()
    {
        await using var office = await OpenAsync(dueInDays: 7);

        // Before and after the claim is stored.
        await KillAsync(BeforeRequest(office, IsClaim), () => office.Host.RunTimerAsync("ScanDeadlines"));
        await KillAsync(BeforeAnswer(office, IsClaim), () => office.Host.RunTimerAsync("ScanDeadlines"));
        // The claim is stored without a message until the notice is followed up. Then before and after the message is queued.
        await office.ScanAsync();
        Assert.Equal(NoticeState.Pending, (await office.NoticeAsync(Person)).State);
        await office.AgeAsync(Person, AWhile);
        await KillAsync(office.HoldSending(), () => office.Host.RunTimerAsync("ScanDeadlines"));
        await office.AgeAsync(Person, AWhile);
        await KillAsync(BeforeRequest(office, IsAgendaDone), () => office.Host.RunTimerAsync("ScanDeadlines"));
        await office.ScanAsync();
        // The message is queued: before the state Sending is stored, and before Twilio has the SMS.
        await KillAsync(BeforeRequest(office, Becomes("Sending")), () => office.HandleAsync("SendReminder"));
        office.Twilio.BeforeTaking = new();
        await KillAsync(office.Twilio.BeforeTaking, () => office.HandleAsync("SendReminder"));
        Assert.Empty(office.Twilio.Taken);
        // It is unknown whether it was sent. The redelivered message sends nothing; Twilio is asked and has no such SMS.
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));
        Assert.Empty(office.Twilio.Taken);
        await office.AgeAsync(Person, AWhile);
        await office.ScanAsync();
        // After Twilio has accepted the SMS, and before the message is settled.
        office.Twilio.BeforeAnswering = new();
        await KillAsync(office.Twilio.BeforeAnswering, () => office.HandleAsync("SendReminder"));
        office.BeforeSettling = new();
        await KillAsync(office.BeforeSettling, () => office.HandleAsync("SendReminder"));
        Assert.Equal(Succeeded, await office.HandleAsync("SendReminder"));
        await office.AgeAsync(Person, AWhile);
        await office.ScanAsync();
        Assert.Equal(NoticeState.Sent, (await office.NoticeAsync(Person)).State);
        // Before Twilio's report is stored. Twilio does not repeat it; hours later it is asked.
        await KillAsync(BeforeRequest(office, Becomes("Delivered")), () => office.ReportAsync(office.Twilio.Taken[^1], "delivered"));
        Assert.Equal(NoticeState.Sent, (await office.NoticeAsync(Person)).State);
        await office.AgeAsync(Person, Duration.FromHours(3));
        Assert.Equal(Succeeded, await office.Host.RunTimerAsync("AuditLedger"));

        await MoveDeadlineAsync(office);
        await office.ScanAsync();
        // After Twilio's answer, before it is stored.
        await KillAsync(BeforeRequest(office, Becomes("Sent")), () => office.HandleAsync("SendEscalation"));
        Assert.Equal(Succeeded, await office.HandleAsync("SendEscalation"));
        await office.AgeAsync(Leader, AWhile);
        await office.ScanAsync();
        Assert.Equal(HttpStatusCode.NoContent, await office.ReportAsync(office.Twilio.Taken[^1], "delivered"));

        await BothHeardOnceAsync(office);

        Task KillAsync(Hold hold, Func<Task> action) => office.KillAtAsync(hold, action);
    }

    private static async Task BothHeardOnceAsync(WorkerOffice office)
    {
        Assert.Equal([Person.Value, Leader.Value], office.Twilio.Taken.Select(t => t.To));
        Assert.Contains("还剩7天", office.Twilio.Taken[0].Text, StringComparison.Ordinal);
        Assert.Contains("已逾期1个工作日", office.Twilio.Taken[1].Text, StringComparison.Ordinal);
        foreach (var sms in office.Twilio.Taken)
        {
            var notice = await office.NoticeAsync(PhoneNumber.Parse(sms.To));
            Assert.Equal((NoticeState.Delivered, sms.Sid), (notice.State, notice.ProviderId));
        }
        foreach (var queue in (string[])["reminders", "escalations"])
            Assert.Equal(new(0, 0, 0), office.Broker[queue].Counts);
    }

    /// <summary>The office loads the plan again, in which the item was now due yesterday.</summary>
    private static async Task MoveDeadlineAsync(WorkerOffice office)
    {
        using var loaded = await office.LoadAsync(dueInDays: -1);
        Assert.Equal(HttpStatusCode.OK, loaded.StatusCode);
    }

    private static Hold BeforeRequest(WorkerOffice office, Func<string, bool> of)
    {
        var hold = new Hold();
        office.Door.BeforeRequest = (of, hold);
        return hold;
    }

    private static Hold BeforeAnswer(WorkerOffice office, Func<string, bool> of)
    {
        var hold = new Hold();
        office.Door.BeforeAnswer = (of, hold);
        return hold;
    }

    private static bool IsClaim(string request) => Says(request, "$batch", "/Notices?");

    private static bool IsAgendaDone(string request) => Says(request, "\nDELETE ", "/Agenda(");

    private static Func<string, bool> Becomes(string state) => request => Says(request, "/Notices(", $"\"State\":\"{state}\"");

    private static bool Says(string request, params string[] texts) => texts.All(text => request.Contains(text, StringComparison.Ordinal));
}
