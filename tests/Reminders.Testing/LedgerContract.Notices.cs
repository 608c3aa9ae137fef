using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_notice_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        Assert.Equal([Build.Notice().Id], await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation));
        AssertSame(Build.Notice(), (await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation))?.Value);
        AssertSame(Build.Notice(), Assert.Single(await ledger.Notices.NoticesSinceAsync(Build.Now, Cancellation)));
    }

    [Fact]
    public async Task A_notice_is_claimed_once()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice(1), Build.Notice(2)], Cancellation);
        Assert.Equal(
            [Build.Notice(3).Id],
            await ledger.Notices.ClaimAsync([Build.Notice(1) with { Text = "again" }, Build.Notice(3), Build.Notice(2)], Cancellation));
        Assert.Equal(Build.Notice().Text, (await ledger.Notices.FindNoticeAsync(Build.Notice(1).Id, Cancellation))!.Value.Text);
    }

    [Fact]
    public async Task One_of_many_rivals_that_claim_a_notice_gets_it()
    {
        var ledger = await NewLedgerAsync();
        var claims = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(async () =>
        {
            var mine = Enumerable.Range(n * 10, 45).Select(to => Build.Notice(to) with { Text = $"{n}" }).ToList();
            return (Rival: $"{n}", Ids: await ledger.Notices.ClaimAsync(mine, Cancellation));
        })));
        var notices = await ledger.Notices.NoticesSinceAsync(Build.Now, Cancellation);
        Assert.Equal(95, notices.Count);
        Assert.Equal(
            notices.Select(n => (n.Id, n.Text)).Order(), claims.SelectMany(c => c.Ids.Select(id => (id, c.Rival))).Order());
    }

    [Fact]
    public async Task Notices_of_many_days_are_claimed_in_one_call()
    {
        var ledger = await NewLedgerAsync();
        var notices = Enumerable.Range(0, 250).Select(n => Build.Notice(n % 100, Build.Now + Duration.FromHours(n / 100 * 20))).ToList();
        Assert.Equal(notices.Select(n => n.Id).Order(), (await ledger.Notices.ClaimAsync(notices, Cancellation)).Order());
        Assert.Equal(250, (await ledger.Notices.NoticesSinceAsync(Build.Now, Cancellation)).Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("20200513T0100Z-0000000000000000")]
    [InlineData("20200513/../#?% 通知")]
    public async Task There_is_no_notice_under_an_id_that_was_never_claimed(string id)
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        Assert.Null(await ledger.Notices.FindNoticeAsync(id, Cancellation));
    }

    [Fact]
    public async Task A_saved_notice_takes_the_place_of_the_one_before()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        var read = await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation);
        var bare = read!.Value with { Steps = [], Reason = null, ProviderId = null, SentAt = null, Text = "" };
        Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(read with { Value = bare }, Cancellation));
        Assert.Equivalent(bare, (await ledger.Notices.FindNoticeAsync(bare.Id, Cancellation))!.Value, strict: true);
    }

    [Fact]
    public async Task One_of_many_rivals_that_save_a_notice_wins()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        var read = await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation);
        var saved = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() =>
            ledger.Notices.TrySaveNoticeAsync(read! with { Value = read.Value with { Text = $"{n}" } }, Cancellation))));
        var winner = Assert.Single(saved.OfType<Stored<Notice>>());
        var held = await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation);
        Assert.Equal((winner.Value.Text, winner.Tag), (held!.Value.Text, held.Tag));
        Assert.Null(await ledger.Notices.TrySaveNoticeAsync(read!, Cancellation));
        Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(winner, Cancellation));
    }

    [Fact]
    public async Task A_notice_that_is_not_there_cannot_be_saved()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        var read = await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation);
        Assert.Null(await ledger.Notices.TrySaveNoticeAsync(read! with { Value = Build.Notice(2) }, Cancellation));
        Assert.Null(await ledger.Notices.FindNoticeAsync(Build.Notice(2).Id, Cancellation));
    }

    [Fact]
    public async Task Notices_since_an_instant_include_its_slot_and_none_before()
    {
        var ledger = await NewLedgerAsync();
        Duration[] offsets = [Duration.FromDays(-40), Duration.FromDays(-1), Duration.FromMinutes(-1), Duration.Zero,
            Duration.FromMinutes(1), Duration.FromDays(300)];
        await ledger.Notices.ClaimAsync([.. offsets.Reverse().Select(o => Build.Notice(slot: Build.Now + o))], Cancellation);
        Assert.Equal(offsets[3..], (await ledger.Notices.NoticesSinceAsync(Build.Now, Cancellation)).Select(n => n.SlotAt - Build.Now));
        Assert.Equal(offsets[4..],
            (await ledger.Notices.NoticesSinceAsync(Build.Now + Duration.FromSeconds(1), Cancellation)).Select(n => n.SlotAt - Build.Now));
    }

    [Fact]
    public async Task Notices_come_by_id()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([.. Enumerable.Range(0, 50).Select(n => Build.Notice(n))], Cancellation);
        var ids = (await ledger.Notices.NoticesSinceAsync(Build.Now, Cancellation)).Select(n => n.Id).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task The_state_of_a_saved_notice_is_the_state_read()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Notices.ClaimAsync([Build.Notice()], Cancellation);
        foreach (var state in Enum.GetValues<NoticeState>())
        {
            var read = await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation);
            Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(read! with { Value = read.Value with { State = state } }, Cancellation));
            Assert.Equal(state, (await ledger.Notices.FindNoticeAsync(Build.Notice().Id, Cancellation))!.Value.State);
        }
    }

    [Fact]
    public async Task Notices_are_found_together_by_id()
    {
        var ledger = await NewLedgerAsync();
        Notice[] notices =
        [
            .. Enumerable.Range(0, 30).Select(n => Build.Notice(n)),
            .. Enumerable.Range(0, 3).Select(n => Build.Notice(n, Build.Now + Day)),
        ];
        await ledger.Notices.ClaimAsync(notices, Cancellation);
        var wanted = notices.Where((_, n) => n % 2 == 0).ToList();

        var found = await ledger.Notices.FindNoticesAsync(
            [.. wanted.Select(n => n.Id), wanted[0].Id, Build.Notice(40).Id, "nonsense", ""], Cancellation);

        Assert.Equal(wanted.Select(n => n.Id).Order(), found.Keys.Order());
        foreach (var notice in wanted)
            AssertSame(notice, found[notice.Id].Value);
        Assert.Empty(await ledger.Notices.FindNoticesAsync([], Cancellation));
    }

    [Fact]
    public async Task Of_notices_that_are_saved_together_those_that_have_changed_drop_out_alone()
    {
        var ledger = await NewLedgerAsync();
        Notice[] notices = [.. Enumerable.Range(0, 9).Select(n => Build.Notice(n)), Build.Notice(1, Build.Now + Day)];
        await ledger.Notices.ClaimAsync(notices, Cancellation);
        var read = await ledger.Notices.FindNoticesAsync([.. notices.Select(n => n.Id)], Cancellation);
        string[] overtaken = [notices[0].Id, notices[4].Id, notices[5].Id];
        foreach (var id in overtaken)
            Assert.NotNull(await ledger.Notices.TrySaveNoticeAsync(Texted(read[id], "rival"), Cancellation));

        var saved = await ledger.Notices.TrySaveNoticesAsync(
            [.. read.Values.Select(n => Texted(n, "ours")), new(Build.Notice(20), read[notices[1].Id].Tag)], Cancellation);

        Assert.Equal(notices.Select(n => n.Id).Except(overtaken).Order(), saved.Keys.Order());
        var stored = await ledger.Notices.FindNoticesAsync([.. notices.Select(n => n.Id), Build.Notice(20).Id], Cancellation);
        Assert.Equal(notices.Length, stored.Count);
        Assert.All(stored, n => Assert.Equal(overtaken.Contains(n.Key) ? "rival" : "ours", n.Value.Value.Text));
        Assert.All(saved, n => Assert.Equal((n.Value.Value.Text, n.Value.Tag), (stored[n.Key].Value.Text, stored[n.Key].Tag)));
        Assert.Equal(saved.Count, (await ledger.Notices.TrySaveNoticesAsync([.. saved.Values], Cancellation)).Count);
        Assert.Empty(await ledger.Notices.TrySaveNoticesAsync([], Cancellation));
    }

    /// <summary>A request of Table Storage takes 4 MiB, and a batch of notices may be larger.</summary>
    [Fact]
    public async Task Large_notices_are_saved_together()
    {
        var ledger = await NewLedgerAsync();
        Notice[] notices = [.. Enumerable.Range(0, 16).Select(n => Build.Notice(n))];
        await ledger.Notices.ClaimAsync(notices, Cancellation);
        var read = await ledger.Notices.FindNoticesAsync([.. notices.Select(n => n.Id)], Cancellation);

        var saved = await ledger.Notices.TrySaveNoticesAsync([.. read.Values.Select(n => Texted(n, new('整', 100_000)))], Cancellation);

        Assert.Equal(16, saved.Count);
        var stored = await ledger.Notices.FindNoticesAsync([.. notices.Select(n => n.Id)], Cancellation);
        Assert.All(stored.Values, n => Assert.Equal(100_000, n.Value.Text.Length));
    }

    private static Duration Day => Duration.FromDays(1);

    private static Stored<Notice> Texted(Stored<Notice> notice, string text) => notice with { Value = notice.Value with { Text = text } };
}
