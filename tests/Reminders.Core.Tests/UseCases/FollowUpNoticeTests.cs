namespace Reminders.Core.Tests.UseCases;

public class FollowUpNoticeTests
{
    [Fact]
    public async Task A_notice_queued_again_while_the_provider_is_asked_is_sent()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        world.Provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
        await world.BeatAsync();
        var notice = await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
        Assert.Equal(NoticeState.Unknown, notice.State);
        world.Clock.SetTo(Given.At("2020-05-13T09:20"));
        var ledger = Overtaken.On(world.Ledger, nameof(INotices.TrySaveNoticesAsync),
            () => world.ReceiveAsync(new(notice.Id, 1, new(Remedy.Later, "30003"))));

        await world.On(ledger).FollowUpNotice.RunAsync(notice.Id, world.Now, Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal([1, 2], world.Provider.Taken.Select(t => t.Sms.Attempt));
    }

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Theory]
    [InlineData("just claimed", NoticeState.Pending, 9, FollowUp.Time)]
    [InlineData("its message is overdue", NoticeState.Pending, 10, FollowUp.Requeue)]
    [InlineData("queued anew and overdue", NoticeState.Queued, 10, FollowUp.Requeue)]
    [InlineData("a sender may still hold it", NoticeState.Sending, 11, FollowUp.Time)]
    [InlineData("its sender is gone", NoticeState.Sending, 12, FollowUp.AskProvider)]
    [InlineData("the provider may not know yet", NoticeState.Unknown, 4, FollowUp.Time)]
    [InlineData("the provider must know", NoticeState.Unknown, 5, FollowUp.AskProvider)]
    [InlineData("sent", NoticeState.Sent, 600, FollowUp.Nothing)]
    [InlineData("withdrawn", NoticeState.Suppressed, 600, FollowUp.Nothing)]
    [InlineData("failed", NoticeState.Failed, 600, FollowUp.Nothing)]
    public void The_state_and_the_age_of_a_notice_say_what_it_needs(string remark, NoticeState state, int minutes, FollowUp need)
    {
        var notice = Given.Notice("2020-05-13T09:00", Given.Person) with { State = state };

        Assert.Equal((remark, need), (remark, FollowUpNotice.Decide(notice, notice.StateAt + Duration.FromMinutes(minutes)).Need));
    }

    [Fact]
    public void A_notice_that_was_queued_for_later_is_given_until_then()
    {
        var later = Given.Notice("2020-05-13T09:00", Given.Person) with
        {
            State = NoticeState.Queued,
            NotBefore = Given.At("2020-05-13T10:00"),
        };

        Assert.Equal((FollowUp.Time, Given.At("2020-05-13T10:10")), FollowUpNotice.Decide(later, Given.At("2020-05-13T10:09")));
        Assert.Equal(FollowUp.Requeue, FollowUpNotice.Decide(later, Given.At("2020-05-13T10:10")).Need);
    }

    [Fact]
    public async Task A_message_that_the_queue_lost_is_queued_anew_and_sent_once()
    {
        await ClaimAsync();
        var lost = world.Queue.Receive(NoticeKind.Reminder)!;
        world.Queue.Complete(lost);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Single(world.Provider.Taken);
        Assert.Equal(SendResult.Stale, await world.SendAsync(lost.Message));
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_notice_whose_sender_crashed_and_whose_day_is_over_is_told_the_next_day()
    {
        await ClaimAsync();
        world.Provider.Script.Enqueue(ProviderTurn.Throw);
        await Assert.ThrowsAsync<HttpRequestException>(() => world.SendAsync(world.Queue.Receive(NoticeKind.Reminder)!.Message));
        await world.OutageUntilAsync(Given.At("2020-05-14T08:30"));
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        var taken = Assert.Single(world.Provider.Taken);
        Assert.Equal(Given.At("2020-05-14T09:00"), taken.At);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_delays_no_other_notice()
    {
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-22"), [.. Given.Contacts(2)]);
        world.Provider.Script.Enqueue(ProviderTurn.LoseMessage);
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.BeatAsync();
        world.Provider.CannotBeAsked = true;

        world.Clock.SetTo(Given.At("2020-05-15T09:00"));
        await Assert.ThrowsAsync<AggregateException>(() => world.ScanAsync());
        Assert.NotNull(world.Queue.Receive(NoticeKind.Reminder));

        world.Provider.CannotBeAsked = false;
        await world.RunUntilAsync(Given.At("2020-05-15T12:00"));
        Assert.Equal(NoticeState.Superseded, (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).State);
    }

    [Fact]
    public async Task A_message_that_may_have_been_taken_is_asked_for_a_few_times_and_never_sent_again()
    {
        await LoseAnswerAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T09:10"));
        Assert.Equal((NoticeState.Unknown, "undecided", 1), await StandingAsync());

        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Single(world.Provider.Taken);
        Assert.Equal(3, world.Provider.Asked);
        Assert.Equal((NoticeState.Sent, "undecided", 3), await StandingAsync());
        Assert.Empty(await world.Ledger.Notices.UnsettledNoticesAsync(Cancellation));
    }

    [Fact]
    public async Task A_receipt_settles_a_message_that_the_provider_could_not_find()
    {
        await LoseAnswerAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.True(await world.ReceiveAsync(new(Notice.IdOf(Given.Phone(1), Given.At("2020-05-13T09:00")), 1)));

        Assert.Equal((NoticeState.Delivered, null, 3), await StandingAsync());
    }

    [Fact]
    public async Task The_next_question_settles_a_message_that_the_provider_could_not_find()
    {
        await LoseAnswerAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T09:10"));
        world.Provider.HidesTexts = false;
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal((NoticeState.Sent, null, 1), await StandingAsync());
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_message_that_may_have_been_taken_and_did_not_arrive_counts_toward_the_limit_and_goes_again()
    {
        world.Provider.Fates[Given.Phone(1)] = (false, new(Remedy.Later, "30003"));
        await LoseAnswerAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        var second = await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
        Assert.Equal((NoticeState.Sent, 2, 1), (second!.State, second.Attempt, second.Undelivered));

        // The second does not arrive either, and carriers of +86 reject a third identical one.
        Assert.True(await world.ReceiveAsync(new(second.Id, 2, new(Remedy.Later, "30003"))));
        await world.RunUntilAsync(Given.At("2020-05-13T19:00"));

        Assert.Equal(NoticeState.Undelivered, (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00"))!.State);
        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task A_message_that_may_have_been_taken_waits_for_the_next_slot_over_the_carriers_limit()
    {
        world.Provider.Fates[Given.Phone(1)] = (false, new(Remedy.Later, "30003"));
        await LoseAnswerAsync();
        world.Provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
        await world.RunUntilAsync(Given.At("2020-05-13T19:00"));
        Assert.Equal(NoticeState.Superseded, (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00"))!.State);
        Assert.Equal(2, world.Provider.Taken.Count);

        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));

        Assert.Equal(NoticeState.Sent, (await world.NoticeAsync(Given.Phone(1), "2020-05-14T09:00"))!.State);
        Assert.Equal(3, world.Provider.Taken.Count);
    }

    private async Task LoseAnswerAsync()
    {
        world.Provider.HidesTexts = true;
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));
    }

    private async Task<(NoticeState, string?, int)> StandingAsync() =>
        await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00") is { } notice
            ? (notice.State, notice.Reason, notice.Questions)
            : default;

    private async Task ClaimAsync()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
    }
}
