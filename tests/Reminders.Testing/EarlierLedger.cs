using Reminders.Rows;

namespace Reminders.Testing;

/// <summary>A ledger as the version of November 2026 wrote it.</summary>
public static class EarlierLedger
{
    /// <summary>Puts the rows of the items and of their board where that version kept them: each plan in its own partition.</summary>
    public static async Task MakeAsync(IRowStore store, CancellationToken cancellation)
    {
        var rows = await store.Items.ReadAsync(RowRange.All, cancellation).ToListAsync(cancellation);
        await store.Items.DeleteAsync(rows, cancellation);
        await store.Items.UpsertAsync(rows.Select(Earlier), cancellation);
        await store.Directory.DeleteAsync([new Row("barriers", "layout")], cancellation);

        static Row Earlier(Row row)
        {
            var parts = row.Key.Split('|');
            return new(parts[1], string.Join('|', parts.Where((_, n) => n != 1)), new(row.Properties));
        }
    }
}
