namespace Reminders.Core.UseCases;

/// <summary>
/// Adds evidence to an item. The file is saved before the item names it, so a crash can leave an unused file but no broken link.
/// Safe to repeat; a repetition restores a lost file.
/// </summary>
public sealed class AttachEvidence(Ledger ledger, IEvidenceStore store, ActOnItem act, IClock clock)
{
    public async Task<Outcome<Item>> RunAsync(ItemCode code, AddItemEvidence command, CancellationToken cancellation)
    {
        if (command.Content is EvidenceFile file)
        {
            if (await ledger.Items.FindItemAsync(code, cancellation) is not { } stored)
                return new Outcome<Item>.Missing();
            // Refused files are not saved. The decision does not depend on the day, so any zone is right.
            if (command.Decide(stored.Value, DateTimeZone.Utc, clock.GetCurrentInstant()) is Decision.Refused(var refusal))
                return new Outcome<Item>.Refused(refusal);
            await store.SaveAsync(new(code, file.Sha256), file.Content, cancellation);
        }
        return await act.RunAsync(code, command, cancellation);
    }
}
