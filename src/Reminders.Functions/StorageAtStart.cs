using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions;

/// <summary>
/// Creates missing tables and containers after the worker has connected to its host, and brings a ledger of an earlier version to this one.
/// Until then its items cannot be used, and triggers that need them fail (<see cref="TableLedger.Open"/>). On Azure the deployment has
/// created the tables. A storage account that does not answer must not prevent the worker's start, so this retries until it answers. Then
/// it says whether the ledger is out of use: the worker runs, and every scan and every change is refused.
/// </summary>
internal sealed partial class StorageAtStart(
    IReadOnlyList<Func<CancellationToken, Task>> create, IBarriers barriers, TimeProvider time, ILogger<StorageAtStart> log)
    : BackgroundService
{
    private static readonly TimeSpan RetriesAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var step in create)
            await RepeatAsync(step, stoppingToken);
        await RepeatAsync(TellAsync, stoppingToken);
    }

    private async Task TellAsync(CancellationToken stopping)
    {
        if ((await barriers.BarriersAsync(stopping)).Move is { } move)
            Log.OutOfUse(log, move.Message);
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> step, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await step(stopping);
                return;
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                Log.Failed(log, fault.GetType().Name);
                await Task.Delay(RetriesAfter, time, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The storage account is not ready ({Fault}); next try in ten seconds")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Where} Here nothing is sent and every change is refused.")]
        public static partial void OutOfUse(ILogger logger, string where);
    }
}
