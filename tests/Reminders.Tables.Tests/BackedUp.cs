using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Reminders.Tables.Tests;

/// <summary>Backs ledgers up, restores them, and reads their tables.</summary>
internal static class BackedUp
{
    public static async Task<MemoryStream> WriteAsync(
        LocalTables tables, string prefix, Instant now, IEvidenceStore? evidence = null, params HttpPipelinePolicy[] policies)
    {
        var file = new MemoryStream();
        await LedgerBackup.WriteAsync(tables.NewStore(prefix, policies), evidence, file, now, Cancellation);
        return file;
    }

    public static async Task<Restoration> RestoreAsync(
        LocalTables tables, Stream file, string prefix, Instant now, IEvidenceStore? evidence = null, params HttpPipelinePolicy[] policies)
    {
        evidence ??= new InMemoryEvidenceStore();
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        return await LedgerBackup.RestoreAsync(backup, tables.NewStore(prefix, policies), evidence, now, Cancellation);
    }

    /// <summary>
    /// Every row by table and keys, each property with its type, without the marks of a restoration, of the layout and of writes. A backup
    /// has other rows of the agenda, so of it every look.
    /// </summary>
    public static async Task<SortedDictionary<string, string>> RowsAsync(LocalTables tables, string prefix)
    {
        var rows = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var look in await AgendaLooks.AllAsync(RowLedger.Of(tables.NewStore(prefix)).Agenda, Cancellation))
            rows[$"Agenda {look}"] = "";
        foreach (var table in (string[])["Directory", "Items", "Notices"])
        {
            var stored = tables.NewClient().GetTableClient(prefix + table).QueryAsync<TableEntity>(cancellationToken: Cancellation);
            await foreach (var row in stored)
                rows[$"{table} {row.PartitionKey} {row.RowKey}"] = string.Join(' ', PropertiesOf(row));
        }
        rows.Remove("Directory barriers restored");
        rows.Remove("Directory barriers layout");
        return rows;
    }

    private static IEnumerable<string> PropertiesOf(TableEntity row) =>
        row.Where(p => p.Key is not ("odata.etag" or "Timestamp" or "Write")).OrderBy(p => p.Key)
            .Select(p => $"{p.Key}:{p.Value.GetType().Name}={p.Value}");
}
