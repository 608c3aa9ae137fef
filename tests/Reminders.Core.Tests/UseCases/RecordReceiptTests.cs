namespace Reminders.Core.Tests.UseCases;

public class RecordReceiptTests
{
    private static readonly string Id = Notice.IdOf(Given.Phone(1), Given.At("2020-05-13T09:00"));

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Theory]
    [InlineData("delivered", "+", "Delivered")]
    [InlineData("undelivered is a failure", "-", "Undelivered")]
    [InlineData("a repeat changes nothing", "++", "Delivered")]
    [InlineData("undelivered after delivered changes nothing", "+-", "Delivered")]
    [InlineData("delivered after undelivered changes nothing", "-+", "Undelivered")]
    public async Task Receipts_only_move_a_notice_forward(string remark, string receipts, string state)
    {
        await SendAsync();

        var moved = new List<bool>();
        foreach (var receipt in receipts)
            moved.Add(await world.ReceiveAsync(new(Id, 1, receipt == '+' ? null : new(Remedy.NewText, "30004"))));

        Assert.Equal((remark, state), (remark, (await NoticeAsync()).State.ToString()));
        Assert.Equal([true, .. receipts.Skip(1).Select(_ => false)], moved);
    }

    [Fact]
    public async Task A_receipt_of_an_unknown_notice_changes_nothing() =>
        Assert.False(await world.ReceiveAsync(new("20200513T0100Z-0000000000000000", 1, new(Remedy.NewNumber, "30005"))));

    [Fact]
    public async Task A_receipt_can_be_faster_than_our_own_record()
    {
        world.Provider.Meanwhile = _ => Assert.True(world.ReceiveAsync(new(Id, 1)).Result);
        await SendAsync();

        Assert.Equal(NoticeState.Delivered, (await NoticeAsync()).State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_undelivered_message_is_sent_again_even_if_its_receipt_comes_at_once(bool answerIsLost)
    {
        world.Provider.Script.Enqueue(answerIsLost ? ProviderTurn.TakeAndLoseAnswer : ProviderTurn.Accept);
        world.Provider.Meanwhile = _ =>
            Assert.Equal(world.Provider.Taken.Count == 1, world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003"))).Result);
        await SendAsync();
        Assert.Equal((NoticeState.Queued, 2), ((await NoticeAsync()).State, (await NoticeAsync()).Attempt));

        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal([1, 2], world.Provider.Taken.Select(t => t.Sms.Attempt));
        Assert.Equal((NoticeState.Sent, 1), ((await NoticeAsync()).State, (await NoticeAsync()).Undelivered));
    }

    [Fact]
    public async Task A_receipt_of_an_attempt_that_was_given_up_keeps_the_next_from_being_sent()
    {
        world.Provider.Script.Enqueue(ProviderTurn.Busy); // but the message went out
        await SendAsync();
        Assert.Equal(NoticeState.Queued, (await NoticeAsync()).State);

        Assert.True(await world.ReceiveAsync(new(Id, 1)));
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Empty(world.Provider.Taken);
        Assert.Equal(NoticeState.Delivered, (await NoticeAsync()).State);
    }

    [Fact]
    public async Task An_undelivered_message_is_sent_again_an_hour_later_as_often_as_the_carrier_allows()
    {
        await SendAsync();
        for (var attempt = 1; attempt <= 2; attempt++) // a third identical message in a day is refused in +86
        {
            Assert.Equal(attempt, world.Provider.Taken.Count);
            Assert.True(await world.ReceiveAsync(new(Id, attempt, new(Remedy.Later, "30003"))));
            Assert.Equal(attempt < 2, await NoticeAsync() is { State: NoticeState.Queued, Reason: "30003" });
            Assert.False(await world.ReceiveAsync(new(Id, attempt, new(Remedy.Later, "30003"))), "a repeat changes nothing");
            await world.RunUntilAsync(Given.At($"2020-05-13T{10 + attempt}:00"));
        }

        Assert.Equal(2, world.Provider.Taken.Count);
        Assert.Equal((NoticeState.Undelivered, "30003"), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
    }

    [Theory]
    [InlineData(Remedy.Later, null, "no-code", "no-code")]
    [InlineData(Remedy.Later, "30410", "30410", "30410")]
    [InlineData(Remedy.LookUp, "99999", "unlisted: 99999", "unlisted: 99999")]
    public async Task A_message_that_fails_for_no_known_reason_is_sent_once_more(Remedy remedy, string? code, string first, string last)
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(remedy, code)));
        Assert.Equal((NoticeState.Queued, first), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
        await world.RunUntilAsync(Given.At("2020-05-13T11:00"));

        await world.ReceiveAsync(new(Id, 2, new(remedy, code)));
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Equal(2, world.Provider.Taken.Count);
        Assert.Equal((NoticeState.Undelivered, last), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
    }

    [Theory]
    [InlineData(Remedy.Configuration, "30037")]
    [InlineData(Remedy.StopEverything, "30002")] // the account was suspended once the message was taken
    public async Task A_message_that_the_account_settings_hold_back_is_tried_until_it_arrives(Remedy remedy, string code)
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(remedy, code)));
        Assert.Equal((NoticeState.Queued, "configuration: " + code), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
        await world.RunUntilAsync(Given.At("2020-05-13T11:00"));
        await world.ReceiveAsync(new(Id, 2, new(remedy, code))); // the carrier takes the same text twice a day
        Assert.Equal((NoticeState.Superseded, "configuration: " + code), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));

        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));

        Assert.Equal(
            [Given.Day("2020-05-13"), Given.Day("2020-05-13"), Given.Day("2020-05-14")],
            world.Provider.Taken.Select(t => t.At.InZone(Given.Shanghai).Date));
    }

    [Fact]
    public async Task A_message_undelivered_in_the_evening_is_not_sent_again_at_night()
    {
        await SendAsync();
        await world.RunUntilAsync(Given.At("2020-05-13T19:00"));

        await world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003")));

        Assert.Equal(NoticeState.Undelivered, (await NoticeAsync()).State);
    }

    [Fact]
    public async Task A_late_delivery_of_the_first_attempt_keeps_the_second_from_being_sent()
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003")));

        Assert.True(await world.ReceiveAsync(new(Id, 1)));
        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_number_that_a_receipt_calls_unreachable_is_flagged_once_and_its_leader_told_once()
    {
        await SendAsync();
        for (var repeat = 0; repeat < 3; repeat++)
        {
            await world.ReceiveAsync(new(Id, 1, new(Remedy.NewNumber, "30005")));
            await world.RunUntilAsync(Given.At($"2020-05-13T1{repeat}:00"));
        }

        Assert.Equal("30005", Assert.Single(await world.FlagsAsync()).Reason);
        Assert.Single(world.Provider.Taken, t => t.Sms.To == Given.Leader.Phone);
    }

    [Fact]
    public async Task Every_leader_of_a_person_with_an_unreachable_number_is_told()
    {
        await world.LoadAsync(
            Given.Plan("2020-05-20", "2020-05-18"),
            new("张三", Given.Phone(1)) { Items = ["1", "2"] }, new("李四", Given.Phone(11), Role.Leader) { Items = ["1"] },
            new("钱七", Given.Phone(12), Role.Leader) { Items = ["2"] });
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));

        await world.ReceiveAsync(new(Id, 1, new(Remedy.NewNumber, "30005")));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal([Given.Phone(11), Given.Phone(12)], world.Provider.Taken.Select(t => t.Sms.To).Where(to => to != Given.Phone(1)));
    }

    [Fact]
    public async Task A_repeated_receipt_of_an_unreachable_number_flags_nothing_anew()
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(Remedy.NewNumber, "30005")));
        await world.UseCases.LiftFlag.RunAsync(Given.Phone(1), Given.Office, Cancellation);

        Assert.False(await world.ReceiveAsync(new(Id, 1, new(Remedy.NewNumber, "30005"))));

        Assert.Empty(await world.FlagsAsync());
    }

    [Fact]
    public async Task A_receipt_of_an_attempt_that_was_replaced_flags_nothing()
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003")));

        Assert.False(await world.ReceiveAsync(new(Id, 1, new(Remedy.NewNumber, "30005"))));

        Assert.Empty(await world.FlagsAsync());
    }

    [Fact]
    public async Task A_receipt_that_comes_again_later_puts_nothing_more_on_the_agenda()
    {
        await SendAsync();
        await world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003")));
        var agenda = await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation);

        world.Clock.SetTo(world.Now + Duration.FromMinutes(1));
        await world.ReceiveAsync(new(Id, 1, new(Remedy.Later, "30003")));

        Assert.Equal(agenda, await world.Ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));
    }

    private async Task SendAsync()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-13T09:00"));
    }

    private async Task<Notice> NoticeAsync() => await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
}
