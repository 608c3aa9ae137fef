using Reminders.LocalHost.Serving;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The first key of a data folder when several processes start at once.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_first_starts_one_makes_the_key_and_the_other_waits_and_reads_it()
    {
        await using var first = await KeyFile.OpenAsync(folder.Path, Cancellation);
        var waiting = KeyFile.OpenAsync(folder.Path, Cancellation);
        Assert.NotNull(first.NewSecret);
        Assert.False(waiting.IsCompleted);

        await first.KeepAsync(Cancellation);

        await using var second = await waiting;
        Assert.Null(second.NewSecret);
        Assert.Equal(first.Keys.Single().Hash, second.Keys.Single().Hash);
    }

    [Fact]
    public async Task A_first_start_that_ends_before_it_has_kept_its_key_leaves_the_turn_to_the_next()
    {
        await using (await KeyFile.OpenAsync(folder.Path, Cancellation))
        {
        }

        await using var next = await KeyFile.OpenAsync(folder.Path, Cancellation);
        Assert.NotNull(next.NewSecret);
    }

    public void Dispose() => folder.Dispose();
}
