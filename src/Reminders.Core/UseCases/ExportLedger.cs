namespace Reminders.Core.UseCases;

/// <summary>
/// Reads complete plans for the files of the office. Items are read before histories, and history entries of later versions are left out,
/// so each history matches its item even if somebody changes the item during the export.
/// </summary>
public sealed class ExportLedger(Ledger ledger, ReadPeople readPeople)
{
    /// <param name="plan">The plan's number; null for all plans.</param>
    /// <param name="now">The moment of the export.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<IReadOnlyList<PlanExport>> RunAsync(int? plan, Instant now, CancellationToken cancellation)
    {
        var exports = new List<PlanExport>();
        var contacts = await ledger.People.ContactsAsync(cancellation);
        foreach (var one in (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete && (plan is null || p.Number == plan)))
            exports.Add(new(one, now.InZone(one.TimeZone).Date, await FilesAsync(one.Number, cancellation)) { Contacts = contacts });
        return exports;
    }

    private async Task<IReadOnlyList<ItemFile>> FilesAsync(int plan, CancellationToken cancellation)
    {
        var people = await readPeople.RunAsync(cancellation);
        var items = await ledger.Items.ItemsAsync(plan, cancellation).Select(people.Told).ToListAsync(cancellation);
        var histories = await ledger.Items.HistoryAsync(plan, cancellation).ToLookupAsync(h => h.Item, cancellationToken: cancellation);
        return [.. items.Select(i => new ItemFile(i, [.. histories[i.Code].Where(h => h.Number <= i.Version)], []))];
    }
}
