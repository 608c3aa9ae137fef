using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task An_item_is_read_as_it_was_written()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        AssertSame(Build.Item(), (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))?.Value);
        AssertSame(Build.Item(), Assert.Single(await ledger.Items.ItemsAsync(1, Cancellation).ToListAsync(Cancellation)));
    }

    [Fact]
    public async Task A_finding_keeps_its_words_and_its_place_in_both_languages()
    {
        var finding = new Finding(FindingCodes.PhoneMissing, $"{"林晓燕"} has no phone number in the contacts; add one.", $"line {12}");
        var ledger = await LedgerWithAsync(Build.Item() with { Findings = [finding] });

        var kept = Assert.Single((await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!.Value.Findings);

        Assert.Equal(("林晓燕 has no phone number in the contacts; add one.", "line 12"), (kept.Message, kept.Place));
        Assert.Equal(("通讯录里没有林晓燕的手机号码，请添加。", "第 12 行"), (kept.Words.Chinese, kept.Where?.Chinese));
    }

    [Fact]
    public async Task An_item_of_which_little_is_known_is_read_as_it_was_written()
    {
        var item = new Item(new(1, 1), null, "") { Deadline = Deadline.None(DeadlineKind.Redacted, "**") };
        var ledger = await LedgerWithAsync(item);
        Assert.Equivalent(item, (await ledger.Items.FindItemAsync(item.Code, Cancellation))?.Value, strict: true);
    }

    [Fact]
    public async Task A_text_of_a_hundred_thousand_characters_is_kept_whole()
    {
        var item = Build.Item() with { Measures = string.Concat(Enumerable.Repeat("整改𠮷措施\n", 100_000 / 7)) };
        var ledger = await LedgerWithAsync(item);
        Assert.Equal(item.Measures, (await ledger.Items.FindItemAsync(item.Code, Cancellation))?.Value.Measures);
    }

    [Fact]
    public async Task There_is_nothing_under_a_code_that_was_never_given()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        Assert.Null(await ledger.Items.FindItemAsync(new(1, 2), Cancellation));
        Assert.Null(await ledger.Items.FindItemFileAsync(new(1, 2), Cancellation));
        Assert.Empty(await ledger.Items.ItemsAsync(2, Cancellation).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Items_come_by_ordinal_of_one_plan_or_of_all()
    {
        var ledger = await LedgerWithAsync(Build.Item(10), Build.Item(2), Build.Item(1), Build.Item(3, plan: 2));
        await ledger.Items.RecordStepsAsync([Build.Record()], Cancellation);
        Assert.Equal([new(1, 1), new(1, 2), new(1, 10)],
            (await ledger.Items.ItemsAsync(1, Cancellation).ToListAsync(Cancellation)).Select(i => i.Code));
        Assert.Equal([new(1, 1), new(1, 2), new(1, 10), new(2, 3)],
            (await ledger.Items.ItemsAsync(null, Cancellation).ToListAsync(Cancellation)).Select(i => i.Code));
    }

    [Fact]
    public async Task Items_from_a_code_on_come_in_order_and_of_one_plan()
    {
        var ledger = await LedgerWithAsync([.. Enumerable.Range(1, 300).Select(n => Build.Item(n)), Build.Item(plan: 2)]);
        Assert.Equal(Enumerable.Range(7, 294), await OrdinalsFromAsync(7));
        Assert.Equal([300], await OrdinalsFromAsync(300));
        Assert.Empty(await OrdinalsFromAsync(301));

        async Task<List<int>> OrdinalsFromAsync(int ordinal) =>
            await ledger.Items.ItemsFromAsync(new(1, ordinal), Cancellation).Select(i => i.Code.Ordinal).ToListAsync(Cancellation);
    }

    [Fact]
    public async Task Items_already_there_are_left_as_they_are_and_the_rest_is_added()
    {
        var ledger = await LedgerWithAsync(Build.Item(2), Build.Item(150));
        Assert.False(await ledger.Items.AddItemsAsync(
            [.. Enumerable.Range(1, 250).Select(n => Build.Item(n) with { Title = "again" })], Build.Now, Build.Office, Cancellation));
        Assert.True(await ledger.Items.AddItemsAsync(
            [Build.Item(251) with { Title = "again" }], Build.Now, Build.Office, Cancellation));
        var items = await ledger.Items.ItemsAsync(1, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(1, 251), items.Select(i => i.Code.Ordinal));
        Assert.Equal([2, 150], items.Where(i => i.Title != "again").Select(i => i.Code.Ordinal));
        Assert.Single((await ledger.Items.FindItemFileAsync(new(1, 2), Cancellation))!.History);
    }

    [Fact]
    public async Task Large_items_are_added_in_one_call()
    {
        var items = Enumerable.Range(1, 30).Select(n => Build.Item(n) with { Measures = new string('改', 60_000) }).ToArray();
        var ledger = await LedgerWithAsync(items);
        Assert.Equal(30, (await ledger.Items.ItemsAsync(1, Cancellation).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task A_loaded_item_has_its_loading_in_its_history()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        var file = await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation);
        AssertSame(HistoryEntry.Loaded(Build.Item(), Build.Now, Build.Office), Assert.Single(file!.History));
        AssertSame(Build.Item(), file.Item);
        Assert.Empty(file.Steps);
    }

    [Fact]
    public async Task A_saved_item_and_its_history_are_there_together()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        for (var version = 4; version <= 12; version++)
        {
            var read = await ledger.Items.FindItemAsync(new(1, 1), Cancellation);
            var next = read!.Value with { Version = version };
            Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        }
        var file = await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation);
        Assert.Equal(12, file!.Item.Version);
        Assert.Equal(Enumerable.Range(3, 10), file.History.Select(h => h.Number));
        AssertSame(Build.Entry(file.Item), file.History[^1]);
    }

    [Fact]
    public async Task A_save_loses_against_a_rival_and_leaves_no_history()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        var read = await ledger.Items.FindItemAsync(new(1, 1), Cancellation);
        var (mine, rivals) = (read!.Value with { Version = 4, Title = "mine" }, read.Value with { Version = 4, Title = "the rival's" });
        Assert.True(await ledger.Items.TrySaveItemAsync(read, rivals, Build.Entry(rivals, "Report"), Cancellation));
        Assert.False(await ledger.Items.TrySaveItemAsync(read, mine, Build.Entry(mine), Cancellation));
        var file = await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation);
        Assert.Equal("the rival's", file!.Item.Title);
        Assert.Equal(["Load", "Report"], file.History.Select(h => h.Action));
    }

    [Fact]
    public async Task One_of_many_rivals_that_save_an_item_wins()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        var read = await ledger.Items.FindItemAsync(new(1, 1), Cancellation);
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
        {
            var mine = read!.Value with { Version = 4, Title = $"{n}" };
            return ledger.Items.TrySaveItemAsync(read, mine, Build.Entry(mine, $"{n}"), Cancellation);
        })));
        var winner = Array.IndexOf(saved, true);
        Assert.Single(saved, s => s);
        var file = await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation);
        Assert.Equal($"{winner}", file!.Item.Title);
        Assert.Equal(["Load", $"{winner}"], file.History.Select(h => h.Action));
    }

    [Fact]
    public async Task An_item_that_is_not_there_cannot_be_saved()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        var read = await ledger.Items.FindItemAsync(new(1, 1), Cancellation);
        var other = Build.Item(2);
        Assert.False(await ledger.Items.TrySaveItemAsync(read!, other, Build.Entry(other), Cancellation));
        Assert.Null(await ledger.Items.FindItemFileAsync(other.Code, Cancellation));
    }

    [Fact]
    public async Task A_step_record_is_read_as_it_was_written()
    {
        var ledger = await LedgerWithAsync(Build.Item());
        var record = Build.Record(Build.StepId(role: Role.Leader));
        await ledger.Items.RecordStepsAsync([record], Cancellation);
        AssertSame(record, Assert.Single((await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!.Steps));
    }

    [Fact]
    public async Task A_step_is_written_over_for_the_same_recipient_only()
    {
        var ledger = await LedgerWithAsync(Build.Item(), Build.Item(11));
        var waiting = Build.Record() with { Outcome = StepOutcome.Waiting };
        await ledger.Items.RecordStepsAsync([waiting, waiting with { To = Build.Phone(2) }], Cancellation);
        await ledger.Items.RecordStepsAsync(
            [
                waiting with { Outcome = StepOutcome.Suppressed },
                waiting with { Outcome = StepOutcome.Noticed },
                Build.Record(Build.StepId(11)),
                Build.Record(Build.StepId(name: "look-back-2020-08-20")) with { DueAt = Build.Now - Duration.FromDays(1) },
                Build.Record(Build.StepId() with { DeadlineVersion = 3 }) with { DueAt = Build.Now + Duration.FromDays(1) },
                Build.Record(Build.StepId(role: Role.Leader)) with { DueAt = Build.Now + Duration.FromDays(2) },
            ],
            Cancellation);
        var steps = (await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!.Steps;
        Assert.Equal(5, steps.Count);
        Assert.Equal(steps.Select(s => s.DueAt).Order(), steps.Select(s => s.DueAt));
        Assert.Equal(StepOutcome.Noticed, Assert.Single(steps, s => s.Step == waiting.Step && s.To == waiting.To).Outcome);
        Assert.Equal(StepOutcome.Waiting, Assert.Single(steps, s => s.Step == waiting.Step && s.To == Build.Phone(2)).Outcome);
    }

    [Fact]
    public async Task Steps_of_many_items_and_plans_are_recorded_in_one_call()
    {
        var ledger = await LedgerWithAsync(Build.Item(1), Build.Item(250), Build.Item(7, plan: 2));
        var records = Enumerable.Range(1, 250).Select(n => Build.Record(Build.StepId(n)))
            .Append(Build.Record(Build.StepId() with { Item = new(2, 7) }));
        await ledger.Items.RecordStepsAsync([.. records], Cancellation);
        foreach (var code in (ItemCode[])[new(1, 1), new(1, 250), new(2, 7)])
            Assert.Single((await ledger.Items.FindItemFileAsync(code, Cancellation))!.Steps);
    }
}
