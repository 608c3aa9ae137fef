namespace Reminders.Tables.Tests;

public sealed class BlobEvidenceStoreTests(LocalTables tables) : EvidenceStoreContract
{
    [Fact]
    public async Task A_store_that_is_opened_again_has_the_stored_files()
    {
        var key = new EvidenceKey(new(1, 1), new('c', 64));
        await (await tables.OpenEvidenceAsync("again")).SaveAsync(key, EvidenceFiles.Pdf, Cancellation);
        await using var file = await (await tables.OpenEvidenceAsync("again")).OpenAsync(key, Cancellation);
        Assert.NotNull(file);
    }

    [Fact]
    public async Task A_prefix_that_no_container_can_begin_with_is_the_callers_mistake() =>
        await Assert.ThrowsAsync<ArgumentException>(() => tables.OpenEvidenceAsync("a-b"));

    protected override async Task<IEvidenceStore> NewStoreAsync() => await tables.NewEvidenceAsync();
}
