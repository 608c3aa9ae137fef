using System.Diagnostics;
using System.Reflection;
using Hangfire;
using Hangfire.Common;
using Hangfire.InMemory;
using Hangfire.States;
using Hangfire.Storage.SQLite;

namespace Reminders.Benchmarks.Race;

/// <summary>
/// Hangfire as it comes, with its filters. A job is a call with a number and a text; the record that it was sent is its state Succeeded.
/// </summary>
/// <param name="course">The items.</param>
/// <param name="sender">The provider.</param>
/// <param name="file">The file of the store; null: the store is in memory.</param>
/// <param name="tuning">How often it looks, and with how many workers.</param>
internal sealed class HangfireRacer(Course course, RaceSender sender, string? file, HangfireTuning tuning)
    : Scheduler(course, slowest: TimeSpan.FromMilliseconds(file is null ? 0.5 : 15))
{
    /// <summary>A job that names its queue goes there from the schedule without a state in between; in memory, in batches.</summary>
    private const string Queue = "default";

    private static readonly MethodInfo Send = typeof(HangfireRacer).GetMethod(nameof(SendAsync))!;
    private static RaceSender? provider;

    private JobStorage? storage;
    private BackgroundJobServer? server;
    private long before;

    private long Succeeded => storage!.GetMonitoringApi().SucceededListCount();

    protected override Task OpenAsync(CancellationToken cancellation)
    {
        provider = sender;
        storage = file is null
            ? new InMemoryStorage()
            : new SQLiteStorage(new SQLiteDbConnectionFactory(Connected), new() { QueuePollInterval = tuning.Polls });
        return Task.CompletedTask;
    }

    protected override Task StoreAsync(int jobs, Instant at, CancellationToken cancellation)
    {
        var client = new BackgroundJobClient(storage);
        var state = new ScheduledState(at.ToDateTimeUtc());
        for (var n = 0; n < jobs; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            object[] message = [Course.Phone(n % Course.Due), Course.Text(n % Course.Due)];
            client.Create(new Job(typeof(HangfireRacer), Send, message, Queue), state);
        }
        return Task.CompletedTask;
    }

    protected override Task StartAsync(CancellationToken cancellation)
    {
        server ??= new(
            new BackgroundJobServerOptions
            {
                WorkerCount = tuning.Workers,
                SchedulePollingInterval = tuning.Polls,
            },
            storage);
        return Task.CompletedTask;
    }

    public override async Task<long> FinishAsync(CancellationToken cancellation)
    {
        while (sender.Count < Course.Due)
            await Task.Delay(2, cancellation);
        while (Succeeded < before + Course.Due)
            await Task.Delay(2, cancellation);
        return Stopwatch.GetTimestamp();
    }

    public override Task<long> RecordedAsync(int slot, CancellationToken cancellation)
    {
        var recorded = Succeeded - before;
        before = Succeeded;
        return Task.FromResult(recorded);
    }

    public override ValueTask DisposeAsync()
    {
        server?.Dispose();
        (storage as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }

    // As durable as our file: every commit is on the disk when it returns.
    private global::SQLite.SQLiteConnection Connected()
    {
        var connection = new global::SQLite.SQLiteConnection(
            file, global::SQLite.SQLiteOpenFlags.ReadWrite | global::SQLite.SQLiteOpenFlags.Create | global::SQLite.SQLiteOpenFlags.NoMutex)
        {
            BusyTimeout = TimeSpan.FromSeconds(10),
        };
        connection.Execute("pragma synchronous = full");
        return connection;
    }

    public static Task SendAsync(string to, string text) => provider!.SendAsync(to, text);
}

/// <summary>How a Hangfire server runs.</summary>
/// <param name="Workers">How many jobs run at once.</param>
/// <param name="Polls">How often it looks for jobs that are due, and a worker for one in the queue of a file.</param>
internal sealed record HangfireTuning(int Workers, TimeSpan Polls);
