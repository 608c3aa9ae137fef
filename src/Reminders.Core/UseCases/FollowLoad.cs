namespace Reminders.Core.UseCases;

/// <summary>
/// How many items of a plan that is being loaded are written. <see cref="LoadPlan"/> writes them by ordinal, so that a few point reads find the last,
/// however many there are; a load that was cut off stands where it stopped.
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
