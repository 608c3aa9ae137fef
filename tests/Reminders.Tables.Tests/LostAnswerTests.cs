namespace Reminders.Tables.Tests;

/// <summary>A retry of our own write after a lost answer must not look like a rival's write.</summary>
public sealed class LostAnswerTests(LocalTables tables)
{
    private readonly Line line = new();
    private readonly RequestCounter counter = new();

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_still_ours()
    {
        var ledger = await tables.NewLedgerAsync(line, counter);
        await ledger.Notices.ClaimAsync([Build.Notice(1)], Cancellation);
        line.LoseNextAnswer();
        var requests = await counter.CountAsync(async () =>
        {
            var claimed = await ledger.Notices.ClaimAsync([Build.Notice(2), Build.Notice(3)], Cancellation);
            Assert.Equal(((string[])[Build.Notice(2).Id, Build.Notice(3).Id]).Order(), claimed.Order());
        });
        Assert.Equal(3, requests);
    }

    [Fact]
    public async Task A_claim_that_was_somebody_elses_is_not_ours_because_an_answer_was_lost()
    {
        var ledger = await tables.NewLedgerAsync(line);
        await ledger.Notices.ClaimAsync([Build.Notice(1)], Cancellation);
        line.LoseNextAnswer();
        Assert.Empty(await ledger.Notices.ClaimAsync([Build.Notice(1)], Cancellation));
    }

    [Fact]
    public async Task A_plan_whose_answer_was_lost_is_added()
    {
        var ledger = await tables.NewLedgerAsync(line);
        line.LoseNextAnswer();
        Assert.True(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
        Assert.False(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
    }

    [Fact]
    public async Task A_key_whose_answer_was_lost_is_added_and_saved()
    {
        var ledger = await tables.NewLedgerAsync(line);
        line.LoseNextAnswer();
        Assert.True(await ledger.Keys.TryAddKeyAsync(Build.Key(), Cancellation));
        var read = Assert.Single(await ledger.Keys.KeysAsync(Cancellation));
        line.LoseNextAnswer();
        Assert.True(await ledger.Keys.TrySaveKeyAsync(read, Cancellation));
        Assert.False(await ledger.Keys.TrySaveKeyAsync(read, Cancellation));
    }

    [Fact]
    public async Task Items_whose_answer_was_lost_are_there_once()
    {
        var ledger = await tables.NewLedgerAsync(line);
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        line.LoseNextAnswer();
        await ledger.Items.AddItemsAsync([Build.Item(1), Build.Item(2)], Build.Now, Build.Office, Cancellation);
        Assert.Equal(2, await ledger.Items.ItemsAsync(1, Cancellation).CountAsync(Cancellation));
    }

    [Fact]
    public async Task A_saved_item_whose_answer_was_lost_is_saved()
    {
        var ledger = await LedgerWithItemAsync();
        var read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        var next = read.Value with { Version = 4 };
        line.LoseNextAnswer();
        Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        Assert.Equal(2, (await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!.History.Count);
    }

    [Fact]
    public async Task A_saved_item_is_ours_even_when_somebody_changed_it_before_the_retry()
    {
        var ledger = await LedgerWithItemAsync();
        var read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        var next = read.Value with { Version = 4 };
        line.LoseNextAnswer(meanwhile: async () =>
        {
            var ours = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
            var theirs = ours.Value with { Version = 5 };
            Assert.True(await ledger.Items.TrySaveItemAsync(ours, theirs, Build.Entry(theirs), Cancellation));
        });
        Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        Assert.Equal([3, 4, 5], (await ledger.Items.FindItemFileAsync(new(1, 1), Cancellation))!.History.Select(h => h.Number));
    }

    [Fact]
    public async Task A_saved_notice_whose_answer_was_lost_is_saved()
    {
        var ledger = await tables.NewLedgerAsync(line);
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        var read = (await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation))!;
        line.LoseNextAnswer();
        var saved = await ledger.Notices.TrySaveNoticeAsync(read with { Value = read.Value with { Text = "new" } }, Cancellation);
        Assert.NotNull(saved);
        line.LoseNextAnswer();
        Assert.Null(await ledger.Notices.TrySaveNoticeAsync(read, Cancellation));
        Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(saved, Cancellation));
    }

    [Fact]
    public async Task Notices_whose_answer_was_lost_are_saved()
    {
        var ledger = await tables.NewLedgerAsync(line);
        var read = await ClaimedAsync(ledger, 5);
        line.LoseNextAnswer();
        var saved = await ledger.Notices.TrySaveNoticesAsync([.. read.Select(n => Texted(n, "new"))], Cancellation);
        Assert.Equal(5, saved.Count);
        Assert.Equal(5, (await ledger.Notices.TrySaveNoticesAsync([.. saved.Values], Cancellation)).Count);
        line.LoseNextAnswer();
        Assert.Empty(await ledger.Notices.TrySaveNoticesAsync(read, Cancellation));
    }

    /// <summary>Our write took effect and its answer was lost. Before the SDK tries again, a rival changes one of its notices.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task A_rivals_change_after_a_lost_answer_is_never_overwritten(int place)
    {
        var ledger = await tables.NewLedgerAsync(line);
        var read = await ClaimedAsync(ledger, 5);
        line.LoseNextAnswer(async () =>
        {
            var newest = (await ledger.Notices.FindNoticeAsync(read[place].Value.Id, Cancellation))!;
            Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(Texted(newest, "rival"), Cancellation));
        });
        var saved = await ledger.Notices.TrySaveNoticesAsync([.. read.Select(n => Texted(n, "new"))], Cancellation);

        await ledger.Notices.TrySaveNoticesAsync([.. saved.Values.Select(n => Texted(n, "newer"))], Cancellation);

        Assert.Equal("rival", (await ledger.Notices.FindNoticeAsync(read[place].Value.Id, Cancellation))!.Value.Text);
    }

    [Fact]
    public async Task Entries_whose_answer_was_lost_are_added_and_removed()
    {
        var ledger = await tables.NewLedgerAsync(line);
        var entry = AgendaEntry.ForNotice(Build.Notice(), Build.Now);
        line.LoseNextAnswer();
        await ledger.Agenda.AddToAgendaAsync([entry], Cancellation);
        Assert.Equal([entry], await ledger.Agenda.DueAsync(Build.Now, Cancellation));
        line.LoseNextAnswer();
        await ledger.Agenda.RemoveFromAgendaAsync([entry], Cancellation);
        Assert.Empty(await ledger.Agenda.DueAsync(Build.Now, Cancellation));
    }

    private static Stored<Notice> Texted(Stored<Notice> notice, string text) => notice with { Value = notice.Value with { Text = text } };

    private static async Task<List<Stored<Notice>>> ClaimedAsync(Ledger ledger, int count)
    {
        List<Notice> notices = [.. Enumerable.Range(0, count).Select(n => Build.Notice(n))];
        await ledger.Notices.ClaimAsync(notices, Cancellation);
        var read = await ledger.Notices.FindNoticesAsync([.. notices.Select(n => n.Id)], Cancellation);
        return [.. notices.Select(n => read[n.Id])];
    }

    private async Task<Ledger> LedgerWithItemAsync()
    {
        var ledger = await tables.NewLedgerAsync(line);
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await ledger.Items.AddItemsAsync([Build.Item()], Build.Now, Build.Office, Cancellation);
        return ledger;
    }
}
