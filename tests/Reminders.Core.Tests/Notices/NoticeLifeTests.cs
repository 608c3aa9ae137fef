using static Reminders.Core.Notices.NoticeState;

namespace Reminders.Core.Tests.Notices;

public class NoticeLifeTests
{
    private static readonly Dictionary<NoticeState, NoticeState[]> Allowed = new()
    {
        [Pending] = [Queued, Sending, Suppressed, Superseded],
        [Queued] = [Queued, Sending, Suppressed, Superseded, Sent, Delivered],
        [Sending] = [Sent, Failed, Unknown, Queued, Superseded, Delivered, Undelivered],
        [Unknown] = [Sent, Failed, Queued, Superseded, Delivered, Undelivered],
        [Sent] = [Delivered, Undelivered, Failed, Queued, Superseded],
        [Delivered] = [],
        [Undelivered] = [],
        [Failed] = [],
        [Suppressed] = [],
        [Superseded] = [],
    };

    [Fact]
    public void A_notice_moves_as_the_table_says_and_in_no_other_way()
    {
        foreach (var from in Enum.GetValues<NoticeState>())
        {
            foreach (var to in Enum.GetValues<NoticeState>())
                Assert.Equal((from, to, Allowed[from].Contains(to)), (from, to, NoticeLife.Allows(from, to)));
        }
    }

    [Fact]
    public void Nothing_goes_back_to_pending_and_only_sent_goes_on_from_a_settled_state()
    {
        Assert.DoesNotContain(Enum.GetValues<NoticeState>(), from => NoticeLife.Allows(from, Pending));
        Assert.Equal([Sent], Enum.GetValues<NoticeState>().Where(s => NoticeLife.IsSettled(s) && Allowed[s].Length > 0));
    }

    [Theory]
    [InlineData(Pending, false, true)]
    [InlineData(Queued, false, true)]
    [InlineData(Sending, false, true)]
    [InlineData(Unknown, false, true)]
    [InlineData(Sent, true, true)]
    [InlineData(Delivered, true, true)]
    [InlineData(Undelivered, true, true)]
    [InlineData(Failed, true, true)]
    [InlineData(Suppressed, true, false)]
    [InlineData(Superseded, true, false)]
    public void A_state_is_settled_or_not_and_counts_as_told_or_not(NoticeState state, bool settled, bool counts) =>
        Assert.Equal((settled, counts), (NoticeLife.IsSettled(state), NoticeLife.MayHaveBeenTold(state)));
}
