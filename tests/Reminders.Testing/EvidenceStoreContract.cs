using Xunit;

namespace Reminders.Testing;

/// <summary>The promises of every store of evidence.</summary>
public abstract class EvidenceStoreContract
{
    private static readonly EvidenceKey Key = new(new(3, 12), new string('a', 64));

    protected abstract Task<IEvidenceStore> NewStoreAsync();

    [Fact]
    public async Task A_file_is_read_as_it_was_kept_as_often_as_it_is_asked_for()
    {
        var store = await NewStoreAsync();
        await store.SaveAsync(Key, EvidenceFiles.Pdf, Cancellation);
        Assert.Equal(EvidenceFiles.Pdf, await ReadAsync(store, Key));
        Assert.Equal(EvidenceFiles.Pdf, await ReadAsync(store, Key));
    }

    [Fact]
    public async Task There_is_nothing_under_a_key_that_was_never_used()
    {
        var store = await NewStoreAsync();
        await store.SaveAsync(Key, EvidenceFiles.Pdf, Cancellation);
        Assert.Null(await store.OpenAsync(Key with { Sha256 = new('b', 64) }, Cancellation));
        Assert.Null(await store.OpenAsync(Key with { Item = new(3, 1) }, Cancellation));
    }

    [Fact]
    public async Task A_file_that_is_kept_again_is_there_once_and_as_it_was()
    {
        var store = await NewStoreAsync();
        await store.SaveAsync(Key, EvidenceFiles.Pdf, Cancellation);
        await store.SaveAsync(Key, EvidenceFiles.Pdf, Cancellation);
        await store.SaveAsync(Key, EvidenceFiles.Png, Cancellation);
        Assert.Equal(EvidenceFiles.Pdf, await ReadAsync(store, Key));
    }

    [Fact]
    public async Task Simultaneous_saves_under_one_key_leave_one_whole_file()
    {
        var store = await NewStoreAsync();
        var files = Enumerable.Range(0, 8).Select(n => Enumerable.Repeat((byte)n, 100_000).ToArray()).ToList();
        await Task.WhenAll(files.Select(f => Task.Run(() => store.SaveAsync(Key, f, Cancellation))));
        Assert.Contains(await ReadAsync(store, Key), files);
    }

    [Fact]
    public async Task A_later_change_of_the_callers_bytes_changes_no_file()
    {
        var store = await NewStoreAsync();
        var mine = EvidenceFiles.Jpeg();
        await store.SaveAsync(Key, mine, Cancellation);
        Array.Clear(mine);
        Assert.Equal(EvidenceFiles.Jpeg(), await ReadAsync(store, Key));
    }

    [Fact]
    public async Task The_largest_file_that_can_be_allowed_is_kept_whole()
    {
        var store = await NewStoreAsync();
        var large = new byte[25 * 1024 * 1024];
        new Random(1).NextBytes(large);
        await store.SaveAsync(Key, large, Cancellation);
        var read = await ReadAsync(store, Key);
        Assert.True(large.AsSpan().SequenceEqual(read));
    }

    private static async Task<byte[]?> ReadAsync(IEvidenceStore store, EvidenceKey key)
    {
        await using var file = await store.OpenAsync(key, Cancellation);
        if (file is null)
            return null;
        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
