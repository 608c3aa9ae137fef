using static Reminders.Testing.EvidenceFiles;

namespace Reminders.Core.Tests.UseCases;

public class AttachEvidenceTests
{
    private readonly World world = new(Given.At("2020-05-01T10:00"));

    [Fact]
    public async Task A_file_is_in_the_store_and_on_the_item_and_in_its_history()
    {
        await LoadAsync();

        var result = await AttachAsync(Photo());

        Assert.True(result.Changed);
        Assert.Equal(Photo().Sha256, Assert.Single((await world.ItemAsync()).Evidence).Sha256);
        Assert.NotNull(await world.Evidence.OpenAsync(new(new(1, 1), Photo().Sha256), Cancellation));
        Assert.Equal(["1 Load Open", "2 AddEvidence 整改后.jpg"], await HistoryAsync());
    }

    [Fact]
    public async Task The_same_again_is_written_once()
    {
        await LoadAsync();
        await AttachAsync(Photo());

        var again = await AttachAsync(Photo());

        Assert.Equal((false, null, 2), (again.Changed, again.Refusal, again.Value.Version));
        Assert.Equal(2, (await HistoryAsync()).Count());
    }

    [Fact]
    public async Task Evidence_that_is_refused_or_has_no_item_is_not_stored()
    {
        await LoadAsync();
        await world.ActAsync(1, new CancelItem(Given.Office, "重复立项"));

        Assert.Equal("not-allowed-in-state", (await AttachAsync(Photo())).Refusal?.Code);
        Assert.IsType<Outcome<Item>.Missing>(await AttachAsync(Photo(), ordinal: 2));

        Assert.Null(await world.Evidence.OpenAsync(new(new(1, 1), Photo().Sha256), Cancellation));
        Assert.Null(await world.Evidence.OpenAsync(new(new(1, 2), Photo().Sha256), Cancellation));
    }

    [Fact]
    public async Task A_store_that_fails_leaves_no_name_without_a_file()
    {
        await LoadAsync();

        await Assert.ThrowsAsync<IOException>(() => AttachAsync(Photo(), store: new FullStore()));

        Assert.Empty((await world.ItemAsync()).Evidence);
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task A_crash_between_the_file_and_the_item_leaves_a_file_that_the_next_try_uses()
    {
        await LoadAsync();
        var dying = Overtaken.On(world.Ledger, nameof(IItems.TrySaveItemAsync), () => throw new ProcessCrashed("before the item"));

        await Assert.ThrowsAsync<ProcessCrashed>(() => AttachAsync(Photo(), ledger: dying));
        Assert.NotNull(await world.Evidence.OpenAsync(new(new(1, 1), Photo().Sha256), Cancellation));
        Assert.Empty((await world.ItemAsync()).Evidence);

        Assert.True((await AttachAsync(Photo())).Changed);
    }

    [Fact]
    public async Task A_file_that_the_store_has_lost_is_back_when_it_is_added_again()
    {
        await LoadAsync();
        await AttachAsync(Photo(), store: new InMemoryEvidenceStore());

        Assert.False((await AttachAsync(Photo())).Changed);

        Assert.NotNull(await world.Evidence.OpenAsync(new(new(1, 1), Photo().Sha256), Cancellation));
    }

    [Fact]
    public async Task Two_photos_at_once_are_both_there()
    {
        await LoadAsync();
        var overtaken = Overtaken.On(world.Ledger, nameof(IItems.TrySaveItemAsync), () => AttachAsync(Photo("1")));

        await AttachAsync(Photo("2"), ledger: overtaken);

        Assert.Equal([Photo("1").Sha256, Photo("2").Sha256], (await world.ItemAsync()).Evidence.Select(e => e.Sha256));
    }

    [Fact]
    public async Task Evidence_of_an_open_item_repeats_no_message()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-17T12:00"));
        var before = (await world.Ledger.Notices.NoticesSinceAsync(NodaTime.Instant.MinValue, Cancellation)).Count;

        await AttachAsync(Photo());
        await world.RunUntilAsync(Given.At("2020-05-17T20:00"));

        Assert.NotEqual(0, before);
        Assert.Equal(before, (await world.Ledger.Notices.NoticesSinceAsync(NodaTime.Instant.MinValue, Cancellation)).Count);
    }

    private Task<LoadResult> LoadAsync() => world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

    private Task<Outcome<Item>> AttachAsync(
        EvidenceContent content, int ordinal = 1, Ledger? ledger = null, IEvidenceStore? store = null) =>
        (world.UseCases with { Ledger = ledger ?? world.Ledger, Evidence = store ?? world.Evidence }).AttachEvidence
            .RunAsync(new(1, ordinal), new(Given.Office, content, "", new()), Cancellation);

    private async Task<IEnumerable<string>> HistoryAsync() =>
        (await world.Ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!.History.Select(h => $"{h.Number} {h.Action} {h.Detail}");

    private sealed class FullStore : IEvidenceStore
    {
        public Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
            throw new IOException("no space left");

        public Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation) => Task.FromResult<Stream?>(null);
    }
}
