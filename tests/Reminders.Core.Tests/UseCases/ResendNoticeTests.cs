namespace Reminders.Core.Tests.UseCases;

public class ResendNoticeTests
{
    private static readonly string Id = Notice.IdOf(Given.Phone(1), Given.At("2020-05-13T09:00"));

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_resend_that_the_carrier_would_refuse_is_refused_until_it_may_go()
    {
        await SendAsync();
        await UndeliveredAsync(1, Remedy.Later);
        await world.RunUntilAsync(Given.At("2020-05-13T11:00")); // the second attempt goes by itself
        await UndeliveredAsync(2, Remedy.Later);

        var refused = await ResendAsync();
        Assert.Equal("carrier-limit", refused.Refusal?.Code);
        Assert.Contains("from 2020-05-14 10:00 on", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await NoticeAsync()).Attempt);

        await world.RunUntilAsync(Given.At("2020-05-14T09:59"));
        Assert.Equal(2, world.Provider.Taken.Count);
        world.Clock.SetTo(Given.At("2020-05-14T10:00"));
        Assert.Null((await ResendAsync()).Refusal);
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));
        Assert.EndsWith("还剩6天。请按时完成整改，并向整改办报结。", world.Provider.Taken[2].Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resend_counts_as_an_attempt_and_no_third_one_follows_by_itself()
    {
        await SendAsync();
        await UndeliveredAsync(1, Remedy.NewText);
        await world.RunUntilAsync(Given.At("2020-05-13T11:00"));

        Assert.Equal((null, NoticeState.Queued), ((await ResendAsync()).Refusal, (await NoticeAsync()).State));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        await UndeliveredAsync(2, Remedy.Later);

        Assert.Equal((NoticeState.Undelivered, 1), ((await NoticeAsync()).State, (await NoticeAsync()).Undelivered));
        Assert.Equal("carrier-limit", (await ResendAsync()).Refusal?.Code);
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));
        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task A_message_that_the_provider_refused_never_reached_the_carrier()
    {
        world.Provider.Script.Enqueue(ProviderTurn.RefuseMessage);
        await SendAsync();
        Assert.Equal(NoticeState.Failed, (await NoticeAsync()).State);

        Assert.Null((await ResendAsync()).Refusal);
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));
        Assert.Equal((NoticeState.Sent, 0), ((await NoticeAsync()).State, (await NoticeAsync()).Undelivered));
        await UndeliveredAsync(2, Remedy.Later);
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal([2, 3], world.Provider.Taken.Select(t => t.Sms.Attempt));
    }

    [Fact]
    public async Task A_notice_that_failed_after_one_try_at_the_carrier_may_be_resent_once()
    {
        world.Provider.Script.Enqueue(ProviderTurn.Accept);
        world.Provider.Script.Enqueue(ProviderTurn.RefuseMessage);
        await SendAsync();
        await UndeliveredAsync(1, Remedy.Later);
        await world.RunUntilAsync(Given.At("2020-05-13T11:00"));
        Assert.Equal(NoticeState.Failed, (await NoticeAsync()).State);

        Assert.Null((await ResendAsync()).Refusal);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal([1, 3], world.Provider.Taken.Select(t => t.Sms.Attempt));
    }

    [Fact]
    public async Task A_notice_whose_text_has_changed_may_be_resent()
    {
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20"), Given.Contacts(2));
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));
        await UndeliveredAsync(1, Remedy.Later);
        await world.RunUntilAsync(Given.At("2020-05-13T11:00"));
        await UndeliveredAsync(2, Remedy.Later);
        Assert.Equal("carrier-limit", (await ResendAsync()).Refusal?.Code);

        await world.ActAsync(2, new ReportItem(Given.Office, "done"));
        Assert.Null((await ResendAsync()).Refusal);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal([true, true, false], world.Provider.Taken.Select(t => t.Sms.Text.Contains("共2项", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_late_acceptance_of_an_undelivered_attempt_does_not_stop_the_next_attempt()
    {
        world.Provider.Meanwhile = sms =>
        {
            if (sms.Attempt == 1)
                Assert.True(UndeliveredAsync(1, Remedy.NewText).IsCompletedSuccessfully && ResendAsync().Result.Refusal is null);
        };
        await SendAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal([1, 2], world.Provider.Taken.Select(t => t.Sms.Attempt));
        Assert.Equal((NoticeState.Sent, 1), ((await NoticeAsync()).State, (await NoticeAsync()).Undelivered));
    }

    [Fact]
    public async Task A_message_that_arrived_after_all_is_not_sent_again()
    {
        await SendAsync();
        await UndeliveredAsync(1, Remedy.NewText);
        await ResendAsync();

        Assert.True(await world.ReceiveAsync(new(Id, 1)));
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal((NoticeState.Delivered, 1), ((await NoticeAsync()).State, world.Provider.Taken.Count));
    }

    [Fact]
    public async Task A_resend_at_night_is_owed_again_and_its_tries_at_the_carrier_still_count()
    {
        await SendAsync();
        await UndeliveredAsync(1, Remedy.NewText);
        await world.RunUntilAsync(Given.At("2020-05-13T21:00"));

        Assert.Null((await ResendAsync()).Refusal);

        Assert.Equal((NoticeState.Superseded, 1, 1),
            ((await NoticeAsync()).State, (await NoticeAsync()).Undelivered, (await NoticeAsync()).AtCarrier));
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));
        Assert.EndsWith("还剩6天。请按时完成整改，并向整改办报结。", world.Provider.Taken[1].Sms.Text, StringComparison.Ordinal);
    }

    private async Task SendAsync()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));
    }

    private async Task UndeliveredAsync(int attempt, Remedy remedy) =>
        Assert.True(await world.ReceiveAsync(new(Id, attempt, new(remedy, "30003"))));

    private Task<Outcome<Notice>> ResendAsync() =>
        world.UseCases.ResendNotice.RunAsync(Id, Cancellation);

    private Task<Notice> NoticeAsync() => world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
}
