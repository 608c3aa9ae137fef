namespace Reminders.Tables.Tests;

public sealed class TableLedgerTests(LocalTables tables) : LedgerContract
{
    protected override async Task<ILedger> NewLedgerAsync() => await tables.NewLedgerAsync();
}
