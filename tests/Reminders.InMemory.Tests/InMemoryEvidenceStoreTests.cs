namespace Reminders.InMemory.Tests;

public sealed class InMemoryEvidenceStoreTests : EvidenceStoreContract
{
    protected override Task<IEvidenceStore> NewStoreAsync() => Task.FromResult<IEvidenceStore>(new InMemoryEvidenceStore());
}
