using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Reminders.Benchmarks.Race;

/// <summary>What a racer is given: the number of items, and how many of them are due in each of two slots.</summary>
internal sealed record Course(int Items, int Due)
{
    /// <summary>The most people of a slot.</summary>
    public const int MostDue = 100_000;

    /// <summary>How much longer than expected storing the jobs of a slot may take.</summary>
    public int Patience { get; init; } = 1;

    /// <summary>The items that are due in neither slot.</summary>
    public int Later => Items - (2 * Due);

    /// <summary>The person of the n-th due item of a slot. Both slots have the same people.</summary>
    public static string Phone(int n) => string.Create(CultureInfo.InvariantCulture, $"+86139{10_000 + n:00000000}");

    /// <summary>A text as long as ours, for schedulers, which must be given one.</summary>
    public static string Text(int n) =>
        $"【整改提醒】{Name(n)}，1-{n + 1}“第{n}个问题整改不到位”应于3月30日前完成，还剩7天。请按时完成整改，并向整改办报结。";

    // 村干部1 would be a group, to which nothing is sent. After a thousand people come namesakes with other numbers.
    public static string Name(int n) => $"{"赵孙李周吴郑王冯陈杨"[n / 100 % 10]}{"晓明建国志强秀英海燕"[n / 10 % 10]}{"军伟芳敏静涛磊洋勇艳"[n % 10]}";
}

/// <summary>Stands in for the provider, the same for every racer. It takes every message and counts them.</summary>
/// <param name="callTakes">How long it takes for one.</param>
internal sealed class RaceSender(TimeSpan callTakes)
{
    private ConcurrentDictionary<string, int> taken = [];

    public bool AnswersAtOnce => callTakes == TimeSpan.Zero;

    public int Count => taken.Count;

    public async Task SendAsync(string to, string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (!AnswersAtOnce)
            await Task.Delay(callTakes);
        taken.AddOrUpdate(to, 1, (_, times) => times + 1);
    }

    /// <summary>Forgets what it took, and says whether each person of a slot has had one message and nobody else any.</summary>
    public bool TookEachOnce(int due)
    {
        var all = Interlocked.Exchange(ref taken, []);
        return all.Count == due && Enumerable.Range(0, due).All(n => all.GetValueOrDefault(Course.Phone(n)) == 1);
    }
}

/// <summary>One way to remind people on time. Each runs in a process of its own.</summary>
internal abstract class Racer : IAsyncDisposable
{
    /// <summary>Another process that does a part of the work.</summary>
    public virtual Process? Helper => null;

    /// <summary>Stores the items. Those that are due may wait for <see cref="PrepareAsync"/>.</summary>
    public abstract Task LoadAsync(CancellationToken cancellation);

    /// <summary>Stores the due items of a slot that are not stored yet, with the instant of the slot.</summary>
    public virtual Task PrepareAsync(int slot, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Waits until just before the slot, and returns its timestamp.</summary>
    public abstract Task<long> ReachAsync(int slot, CancellationToken cancellation);

    /// <summary>Waits until all messages of the slot are sent and recorded as sent, and returns the timestamp of the last record.</summary>
    public abstract Task<long> FinishAsync(CancellationToken cancellation);

    /// <summary>How many messages of a slot are recorded as sent.</summary>
    public abstract Task<long> RecordedAsync(int slot, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

/// <summary>
/// A scheduler that reads the machine's clock. The instant of a slot must lie ahead when its jobs are stored, so they are stored just
/// before it; the pace of the others, with a margin, says how long that takes.
/// </summary>
/// <param name="course">The items.</param>
/// <param name="slowest">How long storing a job takes at most, as long as that is not known yet.</param>
internal abstract class Scheduler(Course course, TimeSpan slowest) : Racer
{
    private static readonly TimeSpan JustBefore = TimeSpan.FromMilliseconds(50);

    private TimeSpan pace = slowest;
    private Instant slotAt;

    protected Course Course => course;

    public sealed override async Task LoadAsync(CancellationToken cancellation)
    {
        await OpenAsync(cancellation);
        if (course.Later == 0)
            return;
        var watch = Stopwatch.StartNew();
        await StoreAsync(course.Later, Now() + Duration.FromDays(180), cancellation);
        pace = 3 * watch.Elapsed / course.Later;
    }

    public sealed override async Task PrepareAsync(int slot, CancellationToken cancellation)
    {
        // A whole second, because Hangfire keeps no less.
        var lead = TimeSpan.FromSeconds(2) + (pace * course.Due * course.Patience);
        slotAt = Instant.FromUnixTimeSeconds((Now() + Duration.FromTimeSpan(lead)).ToUnixTimeSeconds() + 1);
        await StoreAsync(course.Due, slotAt, cancellation);
    }

    public sealed override async Task<long> ReachAsync(int slot, CancellationToken cancellation)
    {
        await StartAsync(cancellation);
        var wait = (slotAt - Now()).ToTimeSpan() - JustBefore;
        if (wait < TimeSpan.Zero)
            throw new SlotMissedException();
        await Task.Delay(wait, cancellation);
        return Stopwatch.GetTimestamp() + (long)((slotAt - Now()).TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Makes the store.</summary>
    protected abstract Task OpenAsync(CancellationToken cancellation);

    /// <summary>Stores one job for each person, in turns if there are more jobs than people.</summary>
    protected abstract Task StoreAsync(int jobs, Instant at, CancellationToken cancellation);

    /// <summary>Starts the scheduler unless it runs.</summary>
    protected abstract Task StartAsync(CancellationToken cancellation);

    private static Instant Now() => SystemClock.Instance.GetCurrentInstant();
}

/// <summary>The slot began before all its jobs were stored.</summary>
internal sealed class SlotMissedException : Exception;
