namespace Reminders.Core.Tests.Notices;

public class SendingTroubleTests
{
    private static readonly Notice Told = Given.Notice("2020-05-13T09:00", Given.Person, (1, "before-7", Role.Person));

    [Theory]
    [InlineData("configuration: 21609", NoticeState.Queued, FindingCodes.SmsWaits)]
    [InlineData("configuration: 21609", NoticeState.Superseded, FindingCodes.SmsWaits)]
    [InlineData("unlisted: 99999", NoticeState.Queued, FindingCodes.SmsRefused)]
    [InlineData("unlisted: 99999", NoticeState.Failed, FindingCodes.SmsRefused)]
    [InlineData("undecided", NoticeState.Sent, FindingCodes.SmsUndecided)]
    [InlineData("undecided", NoticeState.Unknown, null)] // it is still being asked for
    [InlineData("30001", NoticeState.Queued, null)]
    [InlineData("30007", NoticeState.Failed, null)]
    [InlineData("missed-its-day", NoticeState.Superseded, null)]
    public void The_board_shows_faults_that_time_alone_does_not_mend(string reason, NoticeState state, string? finding)
    {
        var notice = Told with { State = state, Reason = reason };

        Assert.Equal(finding, SendingTrouble.ByItem([notice])[new(1, 1)].SingleOrDefault()?.Code);
        Assert.Empty(SendingTrouble.ByItem([notice])[new(1, 2)]);
    }

    [Fact]
    public void A_later_SMS_that_got_through_to_the_number_ends_it()
    {
        var waits = Told with { State = NoticeState.Superseded, Reason = "configuration: 21609" };
        var next = Given.Notice("2020-05-14T09:00", Given.Person, (1, "before-6", Role.Person));

        Assert.Empty(SendingTrouble.Among([waits, next with { State = NoticeState.Sent }]));
        Assert.Single(SendingTrouble.Among([waits, next with { State = NoticeState.Sent, Reason = "undecided" }]), n => n == waits);
        Assert.Single(SendingTrouble.Among([waits, next with { State = NoticeState.Sent, To = Given.Phone(2) }]));
    }

    [Theory]
    [InlineData(null, NoticeState.Sent, 0)]
    [InlineData("missed-its-day", NoticeState.Superseded, 0)]
    [InlineData("30007", NoticeState.Failed, 1)]
    [InlineData("30005", NoticeState.Undelivered, 1)]
    [InlineData(null, NoticeState.Unknown, 1)]
    [InlineData("configuration: 21609", NoticeState.Queued, 1)]
    [InlineData("unlisted: 99999", NoticeState.Failed, 1)]
    public void The_office_looks_once_at_each_SMS_that_did_not_arrive_or_needs_somebody(string? reason, NoticeState state, int shown) =>
        Assert.Equal(shown, SendingTrouble.Shown([Told with { State = state, Reason = reason }]).Count());
}
