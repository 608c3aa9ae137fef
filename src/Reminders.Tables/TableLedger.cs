using System.Text.RegularExpressions;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Reminders.Tables;

/// <summary>Makes a ledger in four tables of Azure Table Storage or Azurite.</summary>
public static class TableLedger
{
    /// <inheritdoc cref="RowLedger.Of(IRowStore)" path="/summary"/>
    /// <param name="service">The account. Its client may retry: every write recognises its own repetition.</param>
    /// <param name="prefix">The beginning of the tables' names, for several ledgers in one account; letters and digits.</param>
    public static Ledger Open(TableServiceClient service, string prefix = "") => RowLedger.Of(new TableRowStore(service, prefix));

    /// <summary>Opens the ledger and creates its missing tables.</summary>
    /// <exception cref="InputRefusedException">The ledger has an unfinished restore, or is out of use.</exception>
    public static Task<Ledger> CreateAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "") =>
        RowLedger.CreateAsync(new TableRowStore(service, prefix), cancellation);

    /// <summary>Creates the missing tables. Safe to repeat.</summary>
    public static Task CreateTablesAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "") =>
        new TableRowStore(service, prefix).CreateAsync(cancellation);

    /// <inheritdoc cref="RowLedger.UpgradeAsync(IRowStore, Ledger, CancellationToken)"/>
    public static Task UpgradeAsync(TableServiceClient service, Ledger ledger, CancellationToken cancellation, string prefix = "") =>
        RowLedger.UpgradeAsync(new TableRowStore(service, prefix), ledger, cancellation);
}

/// <summary>The four tables of a ledger in a storage account.</summary>
public sealed partial class TableRowStore : IRowStore
{
    private readonly TableClient[] tables;

    /// <param name="service">The account. Its client may retry: every write recognises its own repetition.</param>
    /// <param name="prefix">The beginning of the tables' names, for several ledgers in one account; letters and digits.</param>
    public TableRowStore(TableServiceClient service, string prefix = "")
    {
        CheckPrefix(prefix);
        Place = $"the account {service.AccountName}";
        string[] names = [nameof(Directory), nameof(Items), nameof(Agenda), nameof(Notices)];
        tables = [.. names.Select(name => service.GetTableClient(prefix + name))];
        IRows[] rows = [.. tables.Zip(names, (table, name) => new TableRows(table, name))];
        (Directory, Items, Agenda, Notices) = (rows[0], rows[1], rows[2], rows[3]);
    }

    public string Place { get; }

    public IRows Directory { get; }

    public IRows Items { get; }

    public IRows Agenda { get; }

    public IRows Notices { get; }

    public Task CreateAsync(CancellationToken cancellation) => Task.WhenAll(tables.Select(t => t.CreateIfNotExistsAsync(cancellation)));

    public bool IsMissing(Exception fault) => fault is RequestFailedException failed && failed.ErrorCode == TableErrorCode.TableNotFound;

    public Task ReadTogetherAsync(Func<IRowStore, Task> read) => read(this);

    internal static void CheckPrefix(string prefix)
    {
        if (prefix.Length > 0 && !Prefix().IsMatch(prefix))
            throw new ArgumentException("A prefix must be a letter followed by letters and digits, 50 at most.", nameof(prefix));
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,49}$")]
    private static partial Regex Prefix();
}
