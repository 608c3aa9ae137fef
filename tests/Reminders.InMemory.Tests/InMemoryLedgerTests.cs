namespace Reminders.InMemory.Tests;

public sealed class InMemoryLedgerTests : LedgerContract
{
    protected override Task<ILedger> NewLedgerAsync() => Task.FromResult<ILedger>(new InMemoryLedger());
}
