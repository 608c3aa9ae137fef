using System.Text.RegularExpressions;
using Azure.Data.Tables;

namespace Reminders.Tables;

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
