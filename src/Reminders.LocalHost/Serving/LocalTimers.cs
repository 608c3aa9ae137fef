using Reminders.Core.Notices;
using Reminders.InMemory;

namespace Reminders.LocalHost.Serving;

/// <summary>The timer and the queue's receiver, in place of the Functions triggers. A fault is logged and the next beat tries again.</summary>
internal sealed partial class LocalTimers(ScanDeadlines scan, QueuePump pump, TimeSpan scanEvery, ILogger<LocalTimers> log) : BackgroundService
{
    private static readonly TimeSpan PumpEvery = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) =>
        await Task.WhenAll(
            RepeatAsync(scanEvery, async () => await scan.RunAsync(stoppingToken), stoppingToken),
            RepeatAsync(PumpEvery < scanEvery ? PumpEvery : scanEvery, PumpAsync, stoppingToken));

    private async Task PumpAsync()
    {
        var (_, faults) = await pump.DrainAsync(CancellationToken.None);
        foreach (var fault in faults)
            Tell(fault);
    }

    private async Task RepeatAsync(TimeSpan every, Func<Task> beat, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await beat();
                await Task.Delay(every, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Tell(fault);
                await Task.Delay(every, stoppingToken).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private void Tell(Exception fault) => Log.Failed(log, fault.GetType().Name, fault.Message.Split('\n')[0]);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "A beat failed and will be tried again: {Kind}: {Reason}")]
        public static partial void Failed(ILogger logger, string kind, string reason);
    }
}
