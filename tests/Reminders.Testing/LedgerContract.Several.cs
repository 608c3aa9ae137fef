using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task Several_items_are_read_as_they_were_written()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(2), Build.Item(3), Build.Item(1, plan: 2));
        var items = await ledger.Items.FindItemsAsync([new(2, 1), new(1, 3), new(1, 1)], Cancellation);
        Assert.Equal([new(1, 1), new(1, 3), new(2, 1)], items.Keys.Order());
        foreach (var item in (Item[])[Build.Item(1), Build.Item(3), Build.Item(1, plan: 2)])
            AssertSame(item, items[item.Code]);
    }

    [Fact]
    public async Task An_item_among_several_is_read_as_it_was_saved_last()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(2));
        var read = (await ledger.Items.FindItemAsync(new(1, 2), Cancellation))!;
        var next = read.Value with { Version = 4, Title = "new" };
        Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        var items = await ledger.Items.FindItemsAsync([new(1, 1), new(1, 2)], Cancellation);
        Assert.Equal((Build.Item().Title, "new"), (items[new(1, 1)].Title, items[new(1, 2)].Title));
    }

    [Fact]
    public async Task Codes_that_were_never_given_are_missing_and_one_given_twice_is_found_once()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(3), Build.Item(7, plan: 2));
        var items = await ledger.Items.FindItemsAsync([new(1, 1), new(1, 2), new(1, 1), new(1, 9), new(2, 7), new(2, 7), new(3, 1)],
            Cancellation);
        Assert.Equal([new(1, 1), new(2, 7)], items.Keys.Order());
        Assert.Empty(await ledger.Items.FindItemsAsync([new(1, 2), new(4, 1)], Cancellation));
        Assert.Empty(await ledger.Items.FindItemsAsync([], Cancellation));
    }

    /// <summary>Every n-th item of a plan of 130 and of a plan with wide gaps; the first stride takes 130 in a row.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(129)]
    public async Task Exactly_the_named_items_are_found_with_any_others_between_them(int stride)
    {
        var all = Enumerable.Range(1, 130).Select(n => Build.Item(n))
            .Concat(Enumerable.Range(1, 700).Where(n => n % 100 <= 1).Select(n => Build.Item(n, plan: 2))).ToArray();
        var ledger = await LedgerWithAsync(all);
        var codes = all.Select(i => i.Code).Where(c => (c.Ordinal - 1) % stride == 0).ToList();
        var items = await ledger.Items.FindItemsAsync([.. codes.AsEnumerable().Reverse()], Cancellation);
        Assert.Equal(codes.Order(), items.Keys.Order());
        Assert.All(items, i => Assert.Equal(i.Key, i.Value.Code));
    }

    /// <summary>Plans of many sizes, with gaps between their numbers, in several blocks of a store that groups plans.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public async Task Exactly_the_named_items_of_many_plans_are_found(int stride)
    {
        var all = ((int[])[1, 2, 3, 9, 62, 63, 64, 65, 128, 1000])
            .SelectMany((plan, n) => Enumerable.Range(1, 1 + (n * 7 % 30)).Select(ordinal => Build.Item(ordinal, plan))).ToArray();
        var ledger = await LedgerWithAsync(all);
        var codes = all.Select(i => i.Code).Where((_, n) => n % stride == 0).ToList();

        var items = await ledger.Items.FindItemsAsync([.. codes.AsEnumerable().Reverse()], Cancellation);

        Assert.Equal(codes.Order(), items.Keys.Order());
        Assert.All(items, i => Assert.Equal(i.Key, i.Value.Code));
        Assert.Equal(
            all.Select(i => i.Code), await ledger.Items.ItemsAsync(null, Cancellation).Select(i => i.Code).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_file_holds_the_steps_of_its_own_item_by_due_instant()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(2), Build.Item(10), Build.Item(11), Build.Item(1, plan: 2));
        StepRecord[] ofFirst = [Build.Record(Build.StepId(1, "overdue-1")) with { DueAt = Build.Now - Duration.FromDays(1) },
            Build.Record(Build.StepId(1))];
        var ofEleventh = Build.Record(Build.StepId(11));
        var orphan = Build.Record(Build.StepId(5));
        var ofOtherPlan = Build.Record(Build.StepId() with { Item = new(2, 1) });
        await ledger.Items.RecordStepsAsync([ofOtherPlan, orphan, ofEleventh, .. ofFirst.Reverse()], Cancellation);

        var files = await ledger.Items.ItemFilesAsync(1, 1, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([1, 2, 10, 11], files.Select(f => f.Item.Code.Ordinal));
        Assert.Equal(ofFirst, files[0].Steps);
        Assert.Equal([[], [], [ofEleventh]], files.Skip(1).Select(f => f.Steps));
        AssertSame(Build.Item(1), files[0].Item);
        Assert.Equal([ofOtherPlan], Assert.Single(await ledger.Items.ItemFilesAsync(2, 1, Cancellation).ToListAsync(Cancellation)).Steps);
        Assert.Empty(await ledger.Items.ItemFilesAsync(3, 1, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Files_begin_with_the_item_of_the_ordinal_or_the_next_after_it()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(2), Build.Item(10), Build.Item(11));
        await ledger.Items.RecordStepsAsync([.. ((int[])[1, 2, 10, 11]).Select(n => Build.Record(Build.StepId(n)))], Cancellation);
        (int, int[])[] rows = [(1, [1, 2, 10, 11]), (2, [2, 10, 11]), (3, [10, 11]), (10, [10, 11]), (11, [11]), (12, [])];
        foreach (var (from, expected) in rows)
        {
            var files = await ledger.Items.ItemFilesAsync(1, from, Cancellation).ToListAsync(Cancellation);
            Assert.Equal(expected, files.Select(f => f.Item.Code.Ordinal));
            Assert.All(files, f => Assert.Equal(f.Item.Code, Assert.Single(f.Steps).Step.Item));
        }
    }

    [Fact]
    public async Task Files_of_items_with_a_history_come_without_it()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(2));
        for (var version = 4; version <= 7; version++)
        {
            var read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
            var next = read.Value with { Version = version };
            Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        }
        await ledger.Items.RecordStepsAsync([Build.Record(Build.StepId(1)), Build.Record(Build.StepId(2))], Cancellation);
        var files = await ledger.Items.ItemFilesAsync(1, 1, Cancellation).ToListAsync(Cancellation);
        Assert.Equal([7, 3], files.Select(f => f.Item.Version));
        Assert.All(files, f => Assert.Empty(f.History));
        Assert.Equal([new(1, 1), new(1, 2)], files.Select(f => Assert.Single(f.Steps).Step.Item));
    }

    /// <summary>More items, and more rows of their files, than one answer of a table store holds.</summary>
    [Fact]
    public async Task Files_of_a_plan_of_a_thousand_items_keep_to_their_items()
    {
        var ledger = await LedgerWithAsync([.. Enumerable.Range(1, 1_010).Select(n => Build.Item(n))]);
        await ledger.Items.RecordStepsAsync(
            [.. Enumerable.Range(1, 1_010)
                .SelectMany(n => Enumerable.Range(1, n % 3).Select(s => Build.Record(Build.StepId(n, $"overdue-{s}"))))], Cancellation);
        var files = await ledger.Items.ItemFilesAsync(1, 1, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 1_010), files.Select(f => f.Item.Code.Ordinal));
        Assert.All(files, f => Assert.Equal(f.Item.Code.Ordinal % 3, f.Steps.Count(s => s.Step.Item == f.Item.Code)));
        var early = await ledger.Items.ItemFilesAsync(1, 5, Cancellation).Take(3).ToListAsync(Cancellation);
        Assert.Equal([5, 6, 7], early.Select(f => f.Item.Code.Ordinal));
    }
}
