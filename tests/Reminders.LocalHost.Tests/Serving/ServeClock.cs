using NodaTime.Text;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>
/// A clock that the hosts of a test share. It goes on one step whenever the hosts that are up have answered, and stands while none does: on a slow
/// machine the hosts and the clock are slow together.
/// </summary>
internal sealed class ServeClock
{
    private static readonly Duration Step = Duration.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private Instant now;

    public ServeClock(string folder, Instant start)
    {
        Path = System.IO.Path.Combine(folder, "clock");
        SetTo(start);
    }

    public string Path { get; }

    public Instant Now => now;

    /// <summary>Goes on until what is waited for is done. The hosts are those that are up now; one that was killed answers nothing.</summary>
    public async Task<T> RunUntilAsync<T>(Task<T> done, Func<IEnumerable<ServeProcess?>> hosts)
    {
        while (await Task.WhenAny(done, Task.Delay(Pause)) != done)
        {
            var answers = await Task.WhenAll(hosts().OfType<ServeProcess>().Select(h => h.AnswersAsync()));
            if (answers.Contains(true))
                SetTo(now + Step);
        }
        return await done;
    }

    /// <summary>Goes on with one host.</summary>
    public Task RunUntilAsync(Task done, ServeProcess host) => RunUntilAsync(Done(done), () => [host]);

    private static async Task<bool> Done(Task task)
    {
        await task;
        return true;
    }

    public void SetTo(Instant instant)
    {
        now = instant;
        File.WriteAllText(Path + ".next", InstantPattern.ExtendedIso.Format(instant));
        File.Move(Path + ".next", Path, overwrite: true);
    }
}
