using System.Net;

namespace Reminders.Functions.Tests.Worker;

public sealed class WorkerStartTests
{
    [Fact]
    public async Task The_worker_loads_its_functions_and_takes_calls()
    {
        await using var office = await WorkerOffice.OpenAsync();

        Assert.Equal(
            ["Api: httpTrigger", "AuditLedger: timerTrigger", "DrainDeadLetters: timerTrigger", "ScanDeadlines: timerTrigger", "SendEscalation: serviceBusTrigger", "SendReminder: serviceBusTrigger"],
            office.Host.Functions.Values.Select(f => $"{f.Name}: {f.Trigger}").Order(StringComparer.Ordinal));
        using var health = await office.CallAsync(new(HttpMethod.Get, "/api/health"), key: null);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }
}
