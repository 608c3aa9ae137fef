using Microsoft.Azure.Functions.Worker;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The timers. Their schedules are in UTC: Flex Consumption knows no other zone. After missed beats the platform runs a timer once. Once is
/// enough, because each function processes everything that is due. The settings' names have no colon: timers with nested names are reported
/// not to fire on Linux (https://github.com/Azure/azure-functions-host/issues/8649).
/// </summary>
public sealed class TimerFunctions(
    UseCases useCases, DeadLetterQueues letters, ScheduledBackup backup, Heartbeat? heartbeat = null)
{
    [Function("ScanDeadlines")]
    public async Task ScanAsync([TimerTrigger("%ScanSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.Start("scan");
        var report = await useCases.ScanDeadlines.RunAsync(cancellation);
        span?.SetTag("reminders.entries", report.Entries).SetTag("reminders.notices", report.Notices);
        ReminderTelemetry.Scans.Add(1);
        ReminderTelemetry.Notices.Add(report.Notices);
    }

    [Function("AuditLedger")]
    public async Task AuditAsync([TimerTrigger("%AuditSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.Start("audit");
        var report = await useCases.AuditLedger.RunAsync(cancellation);
        span?.SetTag("reminders.holds", report.Holds);
        ReminderTelemetry.Audits.Add(1, new KeyValuePair<string, object?>("holds", report.Holds));
        if (report.Holds && heartbeat is not null)
            await heartbeat.CallAsync(cancellation);
    }

    [Function("DrainDeadLetters")]
    public async Task DrainAsync([TimerTrigger("%DeadLetterSchedule%")] TimerInfo timer, CancellationToken cancellation) =>
        ReminderTelemetry.DeadLetters.Add(await letters.DrainAsync(cancellation));

    [Function("BackupLedger")]
    public async Task BackupAsync([TimerTrigger("%BackupSchedule%")] TimerInfo timer, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.Start("backup");
        var report = await backup.RunAsync(cancellation);
        span?.SetTag("reminders.rows", report.Rows);
        ReminderTelemetry.Backups.Add(1);
    }
}
