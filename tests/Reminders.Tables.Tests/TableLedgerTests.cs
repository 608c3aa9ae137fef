namespace Reminders.Tables.Tests;

public sealed class TableLedgerTests(LocalTables tables) : LedgerContract
{
    protected override async Task<Ledger> NewLedgerAsync() => await tables.NewLedgerAsync();
}
