namespace Reminders.Core.UseCases;

/// <summary>
/// Counts the written items of a plan that is being loaded. <see cref="LoadPlan"/> writes them by ordinal, so a binary search with a few
/// point reads finds the last. After a crash of the load the count stays.
/// </summary>
public sealed class FollowLoad(Ledger ledger)
{
    public async Task<int> RunAsync(Plan plan, CancellationToken cancellation)
    {
        var (written, missing) = (0, plan.ItemCount + 1);
        while (missing - written > 1)
        {
            var middle = (written + missing) / 2;
            if (await ledger.Items.FindItemAsync(new(plan.Number, middle), cancellation) is null)
                missing = middle;
            else
                written = middle;
        }
        return written;
    }
}
