using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Makes a ledger in four tables of Azure Table Storage or Azurite. Every query of a scan is a point or a range of keys, so the number of
/// requests grows with the due items, not with the size of the ledger.
/// </summary>
public static class TableLedger
{
    /// <summary>Opens the ledger without a request. Its tables must exist before it is used.</summary>
    /// <param name="service">The account. Its client may retry: every write recognises its own repetition.</param>
    /// <param name="prefix">The beginning of the tables' names, for several ledgers in one account; letters and digits.</param>
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

    /// <summary>Opens the ledger and creates its missing tables.</summary>
    /// <exception cref="InputRefusedException">The ledger has an unfinished restore.</exception>
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

    /// <summary>Creates the missing tables. Safe to repeat.</summary>
    public static Task CreateTablesAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "") =>
        LedgerTables.Of(service, prefix).CreateAsync(cancellation);
}

/// <summary>The four tables of a ledger.</summary>
internal sealed partial record LedgerTables(TableClient Directory, TableClient Items, TableClient Agenda, TableClient Notices)
{
    public IEnumerable<TableClient> All => [Directory, Items, Agenda, Notices];

    /// <param name="service">The account.</param>
    /// <param name="prefix">The beginning of the tables' names.</param>
    public static LedgerTables Of(TableServiceClient service, string prefix)
    {
        CheckPrefix(prefix);
        return new(Table(nameof(Directory)), Table(nameof(Items)), Table(nameof(Agenda)), Table(nameof(Notices)));

        TableClient Table(string name) => service.GetTableClient(prefix + name);
    }

    /// <exception cref="ArgumentException">There is no such table.</exception>
    public TableClient Named(string name) => name switch
    {
        nameof(Directory) => Directory,
        nameof(Items) => Items,
        nameof(Agenda) => Agenda,
        nameof(Notices) => Notices,
        _ => throw new ArgumentException($"A ledger has no table {name}.", nameof(name)),
    };

    /// <summary>Creates the missing tables.</summary>
    public Task CreateAsync(CancellationToken cancellation) => Task.WhenAll(All.Select(t => t.CreateIfNotExistsAsync(cancellation)));

    public static void CheckPrefix(string prefix)
    {
        if (prefix.Length > 0 && !Prefix().IsMatch(prefix))
            throw new ArgumentException("A prefix must be a letter followed by letters and digits, 50 at most.", nameof(prefix));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,49}$")]
    private static partial Regex Prefix();
}
