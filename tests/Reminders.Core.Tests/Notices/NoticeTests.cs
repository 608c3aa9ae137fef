namespace Reminders.Core.Tests.Notices;

public class NoticeTests
{
    private static readonly Notice Notice = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person));

    [Fact]
    public void The_id_tells_the_slot_and_hides_the_number()
    {
        Assert.Matches("^20200513T0100Z-[0-9a-f]{16}$", Notice.Id);
        Assert.NotEqual(Notice.Id, Core.Notices.Notice.IdOf(Given.Phone(2), Notice.SlotAt));
        Assert.NotEqual(Notice.Id, Core.Notices.Notice.IdOf(Notice.To, Given.At("2020-05-14T09:00")));
        Assert.Equal(Notice.Id, Core.Notices.Notice.IdOf(Given.Phone(1), Given.At("2020-05-13T09:00")));
    }

    [Fact]
    public void A_notice_belongs_to_the_local_day_of_its_slot() =>
        Assert.Equal(Given.Day("2020-05-14"), Given.Notice("2020-05-14T07:30", Given.Person).Day); // the 13th in UTC

    [Fact]
    public void A_notice_that_tells_one_escalation_is_an_escalation_and_has_its_highest_role()
    {
        var mixed = Given.Notice("2020-05-21T09:00", Given.Person, (1, "overdue-1", Role.Person), (2, "overdue-1", Role.Leader));

        Assert.Equal((NoticeKind.Reminder, Role.Person), (Notice.Kind, Notice.Role));
        Assert.Equal((NoticeKind.Escalation, Role.Leader), (mixed.Kind, mixed.Role));
    }

    [Theory]
    [InlineData(NoticeState.Queued, 0, 0)]
    [InlineData(NoticeState.Sent, 0, 2)]
    [InlineData(NoticeState.Delivered, 1, 4)]
    [InlineData(NoticeState.Undelivered, 0, 2)]
    [InlineData(NoticeState.Failed, 1, 2)]
    public void The_provider_bills_the_segments_of_each_attempt_that_it_took(NoticeState state, int undelivered, int segments) =>
        Assert.Equal(segments, (Notice with { State = state, Undelivered = undelivered, Text = new('督', 71) }).SentSegments);

    [Fact]
    public void A_printed_message_does_not_show_its_text() =>
        Assert.Equal("SMS n-2 to +86139…01", new Sms("n", 2, Given.Phone(1), "您好").ToString());

    [Fact]
    public void Queueing_anew_makes_messages_of_attempts_before_stale()
    {
        var later = Given.At("2020-05-13T09:20");
        var again = Notice.TryQueueAgain(Given.At("2020-05-13T09:10"), "busy", later)!;

        Assert.Equal((1, Notice.Id + "-1"), (Notice.Message.Version, Notice.Message.MessageId));
        Assert.Equal((2, Notice.Id + "-2", later, "busy"),
            (again.Message.Version, again.Message.MessageId, again.Message.NotBefore!.Value, again.Reason));
    }

    [Fact]
    public void A_move_that_the_table_has_not_answers_null_or_throws()
    {
        var closed = Notice.MovedTo(NoticeState.Suppressed, Given.At("2020-05-13T09:10"), "closed");

        Assert.Null(closed.TryMove(NoticeState.Sent, Given.At("2020-05-13T09:11")));
        Assert.Throws<InvalidOperationException>(() => closed.MovedTo(NoticeState.Sent, Given.At("2020-05-13T09:11")));
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    [InlineData(5, 60)]
    [InlineData(50, 60)]
    public void Retries_wait_longer_and_longer_up_to_an_hour(int attempt, int minutes) =>
        Assert.Equal(NodaTime.Duration.FromMinutes(minutes), NoticeTiming.RetryAfter(attempt));
}
