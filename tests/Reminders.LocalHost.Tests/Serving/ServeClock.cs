using NodaTime.Text;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>
/// A clock that the hosts of a test share. It moves one step after the end of a scan that began at its present instant, so a slow machine
/// slows the clock like the hosts.
/// </summary>
internal sealed class ServeClock
{
    /// <summary>
    /// How far the clock moves while a host is down: longer than a lease, so that another host takes over. Then the clock stands until all
    /// hosts answer again, so a start may take any time.
    /// </summary>
    private static readonly Duration Alone = NoticeTiming.LeaseFor + Duration.FromMinutes(3);

    private static readonly Duration Step = Duration.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private Instant now;

    public ServeClock(string folder, Instant start)
    {
        Path = System.IO.Path.Combine(folder, "clock");
        SetTo(start);
    }

    public string Path { get; }

    public Instant Now => now;

    /// <summary>Moves the clock until the task is done. A killed host stays in the list until a new host replaces it.</summary>
    public async Task RunUntilAsync(Task done, Func<IEnumerable<ServeProcess?>> hosts)
    {
        var standsFrom = now + Alone;
        while (await Task.WhenAny(done, Task.Delay(Pause)) != done)
        {
            var scans = await Task.WhenAll(hosts().OfType<ServeProcess>().Select(h => h.LastScanAsync()));
            if (!scans.Contains(null))
                standsFrom = now + Alone;
            if (scans.Max() >= now && now < standsFrom)
                SetTo(now + Step);
        }
        await done;
    }

    public Task RunUntilAsync(Task done, ServeProcess host) => RunUntilAsync(done, () => [host]);

    /// <summary>Waits until the clock reaches an instant; another task moves it.</summary>
    public async Task ReachAsync(Instant instant, CancellationToken cancellation)
    {
        while (now < instant)
            await Task.Delay(Pause, cancellation);
    }

    public void SetTo(Instant instant)
    {
        now = instant;
        File.WriteAllText(Path + ".next", InstantPattern.ExtendedIso.Format(instant));
        File.Move(Path + ".next", Path, overwrite: true);
    }
}
