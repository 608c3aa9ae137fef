namespace Reminders.Core.Tests.UseCases;

/// <summary>One reminder of 13 May, 09:00, from its claim to its end, with everything that a provider can answer.</summary>
public class SendNoticesTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_message_is_valid_until_quiet_hours_begin()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal(Given.At("2020-05-13T20:00"), Assert.Single(world.Provider.Taken).Sms.ValidUntil);
    }

    [Fact]
    public async Task An_accepted_message_is_sent()
    {
        await ReachSlotAsync();

        var notice = await NoticeAsync();
        Assert.Equal((NoticeState.Sent, "SM0001", 1), (notice.State, notice.ProviderId, notice.Attempt));
        Assert.Equal(Given.At("2020-05-13T09:00"), notice.SentAt);
        Assert.Equal(StepOutcome.Noticed, (await world.RecordsAsync()).Single().Outcome);
    }

    [Fact]
    public async Task A_refused_number_is_flagged_and_its_leader_told_in_the_next_scan()
    {
        world.Provider.Script.Enqueue(ProviderTurn.RefuseNumber);
        await ReachSlotAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        var flag = Assert.Single(await world.FlagsAsync());
        Assert.Equal((Given.Phone(1), "30006"), (flag.Number, flag.Reason));
        Assert.Equal((NoticeState.Failed, "30006"), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
        var taken = Assert.Single(world.Provider.Taken);
        Assert.Equal(Given.Leader.Phone, taken.Sms.To);
        Assert.Contains("责任人张三手机无法接收短信", taken.Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_message_has_failed_and_is_not_sent_again()
    {
        world.Provider.Script.Enqueue(ProviderTurn.RefuseMessage);
        await ReachSlotAsync();
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Equal((NoticeState.Failed, "30007"), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
        Assert.Empty(world.Provider.Taken);
        Assert.Empty(await world.FlagsAsync());
    }

    [Fact]
    public async Task A_busy_provider_is_tried_again_within_the_day()
    {
        for (var turn = 0; turn < 3; turn++)
            world.Provider.Script.Enqueue(ProviderTurn.Busy);
        await ReachSlotAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        var taken = Assert.Single(world.Provider.Taken);
        Assert.InRange(taken.At, Given.At("2020-05-13T09:35"), Given.At("2020-05-13T10:00"));
        Assert.Equal((NoticeState.Sent, 4), ((await NoticeAsync()).State, (await NoticeAsync()).Attempt));
    }

    [Fact]
    public async Task A_provider_that_is_busy_all_day_is_tried_on_the_next_with_that_days_words()
    {
        for (var turn = 0; turn < 14; turn++)
            world.Provider.Script.Enqueue(ProviderTurn.Busy);
        await ReachSlotAsync();
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        var taken = Assert.Single(world.Provider.Taken);
        Assert.Equal(Given.At("2020-05-14T09:00"), taken.At);
        Assert.Contains("还剩6天", taken.Sms.Text, StringComparison.Ordinal);
        Assert.Equal(Given.At("2020-05-14T09:00"), (await world.NoticeOfAsync(taken)).SlotAt);
    }

    [Fact]
    public async Task After_a_lost_answer_the_provider_is_asked_and_a_message_it_took_is_not_sent_again()
    {
        world.Provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
        await ReachSlotAsync();
        Assert.Equal(NoticeState.Unknown, (await NoticeAsync()).State);
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Single(world.Provider.Taken);
        Assert.Equal(1, world.Provider.Asked);
        Assert.Equal((NoticeState.Sent, "SM0001"), ((await NoticeAsync()).State, (await NoticeAsync()).ProviderId));
    }

    [Fact]
    public async Task After_a_lost_message_the_provider_is_asked_and_it_is_sent_once()
    {
        world.Provider.Script.Enqueue(ProviderTurn.LoseMessage);
        await ReachSlotAsync();
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        var taken = Assert.Single(world.Provider.Taken);
        Assert.Equal(Given.Day("2020-05-13"), taken.At.InZone(Given.Shanghai).Date);
        Assert.Equal(1, world.Provider.Asked);
        Assert.Equal((NoticeState.Sent, 2), ((await NoticeAsync()).State, (await NoticeAsync()).Attempt));
    }

    [Fact]
    public async Task A_fault_before_anything_left_is_followed_up_in_the_same_way()
    {
        world.Provider.Script.Enqueue(ProviderTurn.Throw);
        await ReachSlotAsync();
        Assert.Equal(NoticeState.Sending, (await NoticeAsync()).State);
        Assert.IsType<HttpRequestException>(Assert.Single(world.Faults));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Single(world.Provider.Taken);
        Assert.Equal(1, world.Provider.Asked);
    }

    [Fact]
    public async Task Two_senders_of_one_message_send_once()
    {
        await LoadAsync();
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        var message = (await NoticeAsync()).Message;
        // The second sender starts while the first one waits for the provider.
        var second = default(SendResult?);
        world.Provider.Meanwhile = _ => second = world.SendAsync(message).Result;

        Assert.Equal(SendResult.Done, await world.SendAsync(message));

        Assert.Equal(SendResult.Stale, second);
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task One_of_two_senders_that_read_the_same_notice_is_too_late()
    {
        await LoadAsync();
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        var message = (await NoticeAsync()).Message;
        var ledger = Overtaken.On(world.Ledger, nameof(INotices.TrySaveNoticesAsync), () => world.SendAsync(message));
        var slow = world.On(ledger).SendNotices;

        Assert.Equal(SendResult.Busy, await slow.OneAsync(message, Cancellation));

        Assert.Single(world.Provider.Taken);
    }

    [Theory]
    [InlineData("an older attempt", 0)]
    [InlineData("an attempt that does not exist", 2)]
    public async Task A_message_of_another_attempt_is_dropped(string remark, int version)
    {
        await LoadAsync();
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();

        var result = await world.SendAsync((await NoticeAsync()).Message with { Version = version });

        Assert.Equal((remark, SendResult.Stale), (remark, result));
        Assert.Empty(world.Provider.Taken);
    }

    [Fact]
    public async Task A_message_about_an_unknown_notice_is_dropped() =>
        Assert.Equal(SendResult.Stale, await world.SendAsync(new("20200513T0100Z-0000000000000000", 1, NoticeKind.Reminder)));

    /// <summary>The directory alone is written, as if the change had crashed before it put its items on the agenda.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_step_whose_recipient_changed_after_the_scan_is_dropped_and_the_next_scan_tells_the_new_one_once(bool isOneOfTwo)
    {
        for (var call = 0; ; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"), wire: new() { CrashesAfterwards = call % 2 == 0 });
            await cut.LoadAsync(Given.Plan("2020-05-20", "2020-05-20"), Given.Contacts(2));
            cut.Clock.SetTo(Given.At("2020-05-13T09:00"));
            await cut.ScanAsync();
            var message = (await cut.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).Message;
            Contact[] stays = isOneOfTwo ? [new(Given.Person.Name, Given.Phone(1)) { Items = ["1-1"] }] : [];
            Contact[] comes = [new("钱二", Given.Phone(2)) { Items = isOneOfTwo ? ["1-2"] : ["1-1", "1-2"] }];
            await cut.Ledger.People.SaveContactsOfAsync(Given.Phone(1), stays, Cancellation);
            await cut.Ledger.People.SaveContactsOfAsync(Given.Phone(2), comes, Cancellation);
            var calls = cut.Wire.Calls.Count;
            if (call > 0)
                cut.Wire.CrashesAt = calls + ((call + 1) / 2);
            try
            {
                Assert.Equal(SendResult.Done, await cut.SendAsync(message));
            }
            catch (ProcessCrashed)
            {
            }
            var finished = cut.Wire.Calls.Count < cut.Wire.CrashesAt;
            cut.Wire.CrashesAt = 0;
            await cut.RunUntilAsync(Given.At("2020-05-14T18:00"));

            Assert.Equal(
                isOneOfTwo ? ["1 1-1", "2 1-2"] : ["2 1-1", "2 1-2"],
                (await cut.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Item}").Order(StringComparer.Ordinal));
            var steps = (await cut.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).Steps;
            Assert.Equal([isOneOfTwo ? null : "recipient-changed", "recipient-changed"], steps.Select(s => s.Dropped));
            if (finished)
            {
                Assert.True(call > 12, "it makes more calls than that");
                return;
            }
        }
    }

    private Task<LoadResult> LoadAsync() => world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

    private async Task ReachSlotAsync()
    {
        await LoadAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));
    }

    private async Task<Notice> NoticeAsync() =>
        await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
}
