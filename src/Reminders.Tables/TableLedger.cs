using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Makes a ledger in four tables of Azure Table Storage, or of Azurite. Keys are chosen so that everything a scan asks is a point or a
/// range: its requests grow with what is due, not with the size of the ledger.
/// </summary>
public static class TableLedger
{
    /// <summary>Opens the ledger without a request. Its tables must exist before it is used.</summary>
    /// <param name="service">The account. Its retries are welcome: every write can tell its own repetition from another call's.</param>
    /// <param name="prefix">The beginning of the names of this ledger's tables, where several share an account; letters and digits.</param>
    public static Ledger Open(TableServiceClient service, string prefix = "")
    {
        var tables = LedgerTables.Of(service, prefix);
        var plans = new PlanRows(tables.Directory);
        return new(
            plans,
            new ItemRows(tables.Items, plans),
            new AgendaRows(tables.Agenda),
            new NoticeRows(tables.Notices),
            new PeopleRows(tables.Directory),
            new BarrierRows(tables.Directory),
            new ReplyRows(tables.Directory),
            new WatchRows(tables.Directory),
            new KeyRows(tables.Directory));
    }

    /// <summary>Opens the ledger and creates its tables where they are missing.</summary>
    /// <exception cref="InputRefusedException">A restore of a backup into it is unfinished: rows are missing.</exception>
    public static async Task<Ledger> CreateAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "")
    {
        await CreateTablesAsync(service, cancellation, prefix);
        var ledger = Open(service, prefix);
        if ((await ledger.Barriers.BarriersAsync(cancellation)).Restoration is { IsComplete: false } part)
        {
            throw new InputRefusedException(
                "restore-unfinished",
                $"The ledger holds a part of the backup of {part.BackupAt}; finish it with reminders restore and the same file.");
        }
        return ledger;
    }

    /// <summary>Creates the tables that are missing. Safe to repeat.</summary>
    public static Task CreateTablesAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "") =>
        LedgerTables.Of(service, prefix).CreateAsync(cancellation);
}
