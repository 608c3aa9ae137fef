using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_reply_is_found_by_its_id_and_number()
    {
        var ledger = await NewLedgerAsync();
        var reply = Build.Reply();

        AssertSame(reply, await ledger.Replies.SaveReplyAsync(reply, Cancellation));

        AssertSame(reply, await ledger.Replies.FindReplyAsync(Build.Phone(1), "SM1", Cancellation));
        Assert.Null(await ledger.Replies.FindReplyAsync(Build.Phone(2), "SM1", Cancellation));
        Assert.Null(await ledger.Replies.FindReplyAsync(Build.Phone(1), "SM2", Cancellation));
    }

    [Fact]
    public async Task The_first_record_of_a_reply_stays_and_is_answered()
    {
        var ledger = await NewLedgerAsync();
        var first = Build.Reply();
        await ledger.Replies.SaveReplyAsync(first, Cancellation);

        Assert.Equal(first,
            await ledger.Replies.SaveReplyAsync(first with { At = Build.Now + Duration.FromDays(1), Answer = "another" }, Cancellation));
        Assert.Equal(Build.Phone(2), (await ledger.Replies.SaveReplyAsync(first with { From = Build.Phone(2) }, Cancellation)).From);

        Assert.Equal([first], await ledger.Replies.LastRepliesAsync(Build.Phone(1), 9, Cancellation));
    }

    [Fact]
    public async Task One_of_many_rivals_that_record_a_reply_wins_and_all_hear_of_it()
    {
        var ledger = await NewLedgerAsync();

        var kept = await Task.WhenAll(Enumerable.Range(1, 8).Select(n =>
            ledger.Replies.SaveReplyAsync(Build.Reply() with { Answer = $"{n}", At = Build.Now + Duration.FromSeconds(n) }, Cancellation)));

        Assert.Single(kept.Distinct());
        Assert.Single(await ledger.Replies.LastRepliesAsync(Build.Phone(1), 9, Cancellation));
    }

    [Fact]
    public async Task The_last_replies_of_a_number_come_newest_first()
    {
        var ledger = await NewLedgerAsync();
        int[] hours = [3, 1, 4, 900, 5, 0];
        foreach (var hour in hours)
            await ledger.Replies.SaveReplyAsync(Build.Reply($"SM{hour}") with { At = Build.Now + Duration.FromHours(hour) }, Cancellation);
        await ledger.Replies.SaveReplyAsync(Build.Reply("SM9") with { From = Build.Phone(2) }, Cancellation);

        Assert.Equal(["SM900", "SM5", "SM4"], (await ledger.Replies.LastRepliesAsync(Build.Phone(1), 3, Cancellation)).Select(r => r.Id));
        Assert.Equal(6, (await ledger.Replies.LastRepliesAsync(Build.Phone(1), 7, Cancellation)).Count);
        Assert.Empty(await ledger.Replies.LastRepliesAsync(Build.Phone(3), 3, Cancellation));
    }
}
