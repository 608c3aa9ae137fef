namespace Reminders.InMemory.Tests;

public sealed class InMemoryLedgerTests : LedgerContract
{
    protected override Task<Ledger> NewLedgerAsync() => Task.FromResult<Ledger>(new InMemoryLedger());
}
