namespace Reminders.Core.UseCases;

/// <summary>
/// Adds evidence to an item. A file is kept before the item names it: a death in between leaves a file that nobody names, and never a name without a file.
/// Repeating is safe, and keeps again what the store should have lost.
/// </summary>
public sealed class AttachEvidence(Ledger ledger, IEvidenceStore store, ActOnItem act, IClock clock)
{
    public async Task<ActResult> RunAsync(ItemCode code, AddItemEvidence command, CancellationToken cancellation)
    {
        if (command.Content is EvidenceFile file)
        {
            if (await ledger.Items.FindItemAsync(code, cancellation) is not { } stored)
                return new(null, null);
            // What would be refused is not kept. No day counts in that, so that any zone will do.
            if (command.Decide(stored.Value, DateTimeZone.Utc, clock.GetCurrentInstant()).Refusal is { } refusal)
                return new(stored.Value, refusal);
            await store.SaveAsync(new(code, file.Sha256), file.Content, cancellation);
        }
        return await act.RunAsync(code, command, cancellation);
    }
}
