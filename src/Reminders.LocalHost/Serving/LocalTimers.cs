namespace Reminders.LocalHost.Serving;

/// <summary>The intervals of the timers. They shrink as the clock runs faster.</summary>
internal sealed record Beats(TimeSpan Scan, TimeSpan Pump, TimeSpan Audit)
{
    public static Beats At(double speed) => new(
        Scan: TimeSpan.FromSeconds(Math.Max(0.1, 60 / speed)),
        Pump: TimeSpan.FromSeconds(Math.Clamp(60 / speed, 0.1, 0.5)),
        Audit: TimeSpan.FromSeconds(Math.Max(0.5, 15 * 60 / speed)));
}

/// <summary>The timers and the queue's receiver, in place of the Functions triggers. After a fault the next beat tries again.</summary>
/// <param name="useCases">The use cases.</param>
/// <param name="pump">The receiver of the queue.</param>
/// <param name="heartbeat">Called after an audit without problems; null for none.</param>
/// <param name="beats">The intervals.</param>
/// <param name="log">Receives faults.</param>
/// <param name="file">The ledger's file; null if the ledger is elsewhere.</param>
/// <param name="backup">The daily backup; null for none.</param>
internal sealed partial class LocalTimers(
    UseCases useCases, QueuePump pump, Heartbeat? heartbeat, Beats beats, ILogger<LocalTimers> log, SqliteRowStore? file = null,
    DailyBackup? backup = null)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        file?.TroubleChanged += Tell;
        // The first page comes before the first scan. Until then the office is not ready.
        await Task.Delay(beats.Pump, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        // Before the first scan an audit would report that no scan has run.
        await TryAsync(() => ScanAsync(stoppingToken), stoppingToken);
        await Task.WhenAll(
            RepeatAsync(beats.Scan, () => ScanAsync(stoppingToken), stoppingToken),
            RepeatAsync(beats.Pump, () => PumpAsync(stoppingToken), stoppingToken),
            RepeatAsync(beats.Audit, () => AuditAsync(stoppingToken), stoppingToken));
    }

    private Task ScanAsync(CancellationToken stoppingToken) =>
        useCases.ScanIsOff ? Task.CompletedTask : useCases.ScanDeadlines.RunAsync(stoppingToken);

    private async Task PumpAsync(CancellationToken stoppingToken)
    {
        // Every attempt would fail, and after five a message is a dead letter. The next scan finds out when the file can be written again.
        if (file?.Trouble is not null)
            return;
        // A message that was begun is handled to its end.
        var (_, faults) = await pump.DrainAsync(CancellationToken.None, until: stoppingToken);
        foreach (var fault in faults)
            Tell(fault);
    }

    private Task BackUpAsync(CancellationToken stoppingToken) => backup?.RunIfDueAsync(stoppingToken) ?? Task.CompletedTask;

    private async Task AuditAsync(CancellationToken stoppingToken)
    {
        // Before the first backup an audit would report that none has been taken.
        await TryAsync(() => BackUpAsync(stoppingToken), stoppingToken);
        var report = await useCases.AuditLedger.RunAsync(stoppingToken);
        if (report.Holds && heartbeat is not null)
            await heartbeat.CallAsync(stoppingToken);
    }

    private async Task RepeatAsync(TimeSpan every, Func<Task> beat, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TryAsync(beat, stoppingToken);
            await Task.Delay(every, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task TryAsync(Func<Task> beat, CancellationToken stoppingToken)
    {
        try
        {
            await beat();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the host stops
        }
        catch (Exception fault)
        {
            Tell(fault);
        }
    }

    private void Tell(Exception fault)
    {
        if (file is null || !IsTrouble(fault))
            Log.Failed(log, fault.GetType().Name, fault.Message.Split('\n')[0]);
    }

    private void Tell(Wording? trouble)
    {
        if (trouble is null)
            Log.Works(log);
        else
            Log.Stopped(log, trouble.English);
    }

    // The file tells of its trouble once, not at every beat.
    private static bool IsTrouble(Exception fault) => fault is LedgerUnavailableException
        || (fault is AggregateException several && several.Flatten().InnerExceptions.All(e => e is LedgerUnavailableException));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A beat failed and will be tried again: {Kind}: {Reason}")]
        public static partial void Failed(ILogger logger, string kind, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Trouble} Until then nothing is sent and every change is refused.")]
        public static partial void Stopped(ILogger logger, string trouble);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger works again.")]
        public static partial void Works(ILogger logger);
    }
}
