using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions;

/// <summary>
/// Creates missing tables and containers once the worker has connected to its host. A deployment has made them already, so on Azure this finds nothing to do;
/// a storage account that does not answer must not keep the worker from starting, so it is asked again until it does.
/// </summary>
internal sealed partial class StorageAtStart(
    IReadOnlyList<Func<CancellationToken, Task>> create, TimeProvider time, ILogger<StorageAtStart> log) : BackgroundService
{
    private static readonly TimeSpan AsksAgainAfter = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var step in create)
            await RepeatAsync(step, stoppingToken);
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
                await Task.Delay(AsksAgainAfter, time, stopping);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The storage account could not be prepared ({Fault}) and is asked again in ten seconds")]
        public static partial void Failed(ILogger logger, string fault);
    }
}
