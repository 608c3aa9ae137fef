namespace Reminders.Sqlite.Tests;

/// <summary>The rows of a file: how they are written and deleted, and what that allocates.</summary>
public sealed class SqliteRowsTests : IAsyncDisposable
{
    /// <summary>A third more than what an item allocates when it is loaded.</summary>
    private const int MostBytes = 12_500;

    private readonly LocalFiles files = new();

    /// <summary>An audit of a plan would read the looks of all plans otherwise.</summary>
    [Fact]
    public async Task Looks_at_items_of_two_blocks_of_plans_share_no_row()
    {
        var store = files.Open("ledger.db");
        var looks = Enumerable.Range(60, 8).SelectMany(plan => Enumerable.Range(1, 3).Select(
            ordinal => AgendaEntry.ForItem(Build.Item() with { Code = new(plan, ordinal) }, Build.Now, Build.Now))).ToList();
        await RowLedger.Of(store).Agenda.AddToAgendaAsync(looks, Cancellation);

        Assert.Equal(2, await store.Agenda.ReadAsync(RowRange.All, Cancellation).CountAsync(Cancellation));
        Assert.Equivalent(looks, await RowLedger.Of(store).Agenda.DueAsync(Build.Now, Cancellation), strict: true);
    }

    [Fact]
    public async Task An_item_that_is_loaded_allocates_at_most_so_many_bytes() =>
        Assert.InRange(await LoadedBytes.OfAnItemAsync(RowLedger.Of(files.NewStore()), Cancellation), 1, MostBytes);

    [Fact]
    public async Task Items_of_one_write_keep_their_own_days_and_moments_as_earlier_versions_spell_them()
    {
        var store = files.NewStore();
        var at = Given.At("2026-05-01T09:00");
        Item[] items =
        [
            Of(1, Deadline.On(Given.Day("2026-09-30"), "9月30日", 2), at), Of(2, Deadline.On(Given.Day("2026-10-01"), ""), at),
            Of(3, Deadline.None(DeadlineKind.Continuous, "长期\"坚持\""), at + Duration.FromMilliseconds(1)),
            Of(4, Deadline.Missing, at + Duration.FromNanoseconds(100)),
        ];
        await RowLedger.Of(store).Items.AddItemsAsync(items, at, Given.Office, Cancellation);

        var stored = store.Items.ReadAsync(new() { From = "i", Before = "j" }, Cancellation).Select(row => row.Text("Json")!);
        Assert.Equal(
            [
                """{"Kind":"Date","Date":"2026-09-30","Text":"9月30日","Version":2} "2026-05-01T01:00:00Z" """,
                """{"Kind":"Date","Date":"2026-10-01","Text":"","Version":1} "2026-05-01T01:00:00Z" """,
                """{"Kind":"Continuous","Text":"长期\"坚持\"","Version":1} "2026-05-01T01:00:00.001Z" """,
                """{"Kind":"Missing","Text":"","Version":1} "2026-05-01T01:00:00.0000001Z" """,
            ],
            await stored.Select(json => $"{Between(json, "Deadline", "State")} {Between(json, "OpenSince", "Cycle")} ")
                .ToListAsync(Cancellation));

        static string Between(string json, string name, string next) => json.Split($"\"{name}\":")[1].Split($",\"{next}\":")[0];

        static Item Of(int ordinal, Deadline deadline, Instant openSince) =>
            Given.Item(ordinal: ordinal) with { Deadline = deadline, OpenSince = openSince };
    }

    [Fact]
    public async Task A_row_with_other_rows_before_it_is_written_as_if_it_stood_alone()
    {
        var rows = files.NewStore().Items;
        Row[] written =
        [
            new("b000001", "x|1", new() { ["Json"] = "{\"名\":\"张三\\\\\"}", ["Position"] = 3, ["OnBoard"] = true }), new("b000001", "x|2"),
            new("b000002", "x|3"), new("b000002", "x|4", new() { ["Json"] = "" }), new("b000001", "x|5", new() { ["Long"] = 1L << 40 }),
            new("b000001", "x|6"),
        ];
        await rows.UpsertAsync(written, Cancellation);
        await rows.TryWriteAsync([.. written.Select(row => RowWrite.Put(new("b000003", row.Key, new(row.Properties))))], Cancellation);

        var expected = written.Concat(written.Select(row => new Row("b000003", row.Key, new(row.Properties))));
        Assert.Equal(
            expected.Select(Shown).Order(StringComparer.Ordinal),
            (await rows.ReadAsync(RowRange.All, Cancellation).ToListAsync(Cancellation)).Select(Shown).Order(StringComparer.Ordinal));

        static string Shown(Row row) => $"{row.Partition} {row.Key} {string.Join(' ', row.Properties.OrderBy(p => p.Key))}";
    }

    [Fact]
    public Task A_row_that_has_changed_is_not_deleted_by_the_tag_that_it_had() =>
        RowDeletion.CheckAsync(files.NewStore().Items, Cancellation);

    public ValueTask DisposeAsync() => files.DisposeAsync();
}
