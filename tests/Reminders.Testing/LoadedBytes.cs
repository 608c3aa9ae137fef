using Xunit;

namespace Reminders.Testing;

public static class LoadedBytes
{
    private const int Items = 1_000;

    /// <summary>What an item of a large plan allocates when it is loaded, in bytes. A plan is loaded before it, so nothing is new.</summary>
    public static async Task<long> OfAnItemAsync(Ledger ledger, CancellationToken cancellation)
    {
        var useCases = Given.UseCasesOn(ledger, new SettableClock(Given.At("2026-05-01T09:00")));
        await useCases.LoadPlan.RunAsync(Given.LargePlan("整改方案一", Items), [], dryRun: false, Given.Office, cancellation);
        var plan = Given.LargePlan("整改方案二", Items);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var load = useCases.LoadPlan.RunAsync(plan, [], dryRun: false, Given.Office, cancellation);
        var bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / Items;

        Assert.True(load.IsCompletedSuccessfully, "A part of the load ran on another thread.");
        Assert.All((await load).Items, i => Assert.Equal(ItemState.Open, i.State));
        return bytes;
    }
}
