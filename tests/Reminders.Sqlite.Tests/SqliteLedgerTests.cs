namespace Reminders.Sqlite.Tests;

public sealed class SqliteLedgerTests : LedgerContract, IAsyncDisposable
{
    private readonly LocalFiles files = new();

    protected override Task<Ledger> NewLedgerAsync() => Task.FromResult(RowLedger.Of(files.NewStore()));

    public ValueTask DisposeAsync() => files.DisposeAsync();
}

public sealed class FolderEvidenceStoreTests : EvidenceStoreContract, IAsyncDisposable
{
    private readonly LocalFiles files = new();

    [Fact]
    public async Task A_hash_that_leads_out_of_the_folder_is_the_callers_mistake()
    {
        var store = await NewStoreAsync();
        var outside = new EvidenceKey(new(1, 1), "../../outside");
        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync(outside, EvidenceFiles.Pdf, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => store.OpenAsync(outside, Cancellation));
    }

    [Fact]
    public async Task Half_a_file_that_a_crash_left_is_no_evidence_and_does_not_block_the_whole_one()
    {
        var key = new EvidenceKey(new(1, 1), new('c', 64));
        var folder = Directory.CreateDirectory(Path.Combine(files.Folder, "1-1"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"{key.Sha256}.crashed.part"), "half", Cancellation);
        var store = new FolderEvidenceStore(files.Folder);
        Assert.Null(await store.OpenAsync(key, Cancellation));

        await store.SaveAsync(key, EvidenceFiles.Pdf, Cancellation);

        await using var file = await store.OpenAsync(key, Cancellation);
        Assert.Equal(EvidenceFiles.Pdf.Length, file!.Length);
    }

    protected override Task<IEvidenceStore> NewStoreAsync() =>
        Task.FromResult<IEvidenceStore>(new FolderEvidenceStore(Path.Combine(files.Folder, "evidence")));

    public ValueTask DisposeAsync() => files.DisposeAsync();
}

public sealed class StoryTests : IAsyncDisposable
{
    private readonly LocalFiles files = new();

    [Fact]
    public async Task The_life_of_an_item_is_told_as_it_should_be_from_a_file_as_well() =>
        Assert.Equal(Story.Expected, await Story.PlayAsync(RowLedger.Of(files.NewStore()), Cancellation));

    public ValueTask DisposeAsync() => files.DisposeAsync();
}
