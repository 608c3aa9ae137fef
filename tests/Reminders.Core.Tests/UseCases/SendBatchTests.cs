namespace Reminders.Core.Tests.UseCases;

/// <summary>Reminders of 13 May, 09:00, to several people, which are sent as one batch.</summary>
public class SendBatchTests
{
    private static readonly Instant Slot = Given.At("2020-05-13T09:00");

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_batch_makes_as_many_calls_to_the_ledger_as_one_notice()
    {
        var messages = await ScannedAsync(5);
        var before = world.Wire.Calls.Count;

        Assert.Equal(Results(5, SendResult.Done), await SendAsync(messages));

        Assert.Equal(
            [
                "INotices.FindNoticesAsync", "IBarriers.BarriersAsync", "IItems.FindItemsAsync", "INotices.TrySaveNoticesAsync",
                .. Enumerable.Repeat("ISmsSender.SendAsync", 5), "INotices.TrySaveNoticesAsync",
            ],
            world.Wire.Calls.Skip(before));
        Assert.Equal(5, world.Provider.Taken.Select(t => t.Sms.To).Distinct().Count());
        Assert.All(await NoticesAsync(), n => Assert.Equal(NoticeState.Sent, n.State));
    }

    [Fact]
    public async Task A_notice_that_another_process_takes_drops_out_of_the_batch_alone()
    {
        var messages = await ScannedAsync(4);
        var ledger = Overtaken.On(world.Ledger, nameof(INotices.TrySaveNoticesAsync), () => world.SendAsync(messages[2]));

        var outcomes = await world.On(ledger).SendNotices.RunAsync(messages, Cancellation);

        Assert.Equal([SendResult.Done, SendResult.Done, SendResult.Busy, SendResult.Done], outcomes.Select(o => o.Result));
        Assert.Equal(4, world.Provider.Taken.Count);
        Assert.Equal(4, world.Provider.Taken.Select(t => t.Sms.To).Distinct().Count());
    }

    [Fact]
    public async Task Two_messages_of_one_notice_in_a_batch_send_once()
    {
        var messages = await ScannedAsync(2);

        Assert.Equal(
            [SendResult.Done, SendResult.Done, SendResult.Busy, SendResult.Stale],
            await SendAsync([.. messages, messages[0], messages[1] with { Version = 2 }]));

        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task The_second_look_is_made_for_each_notice()
    {
        var messages = await ScannedAsync(3);
        await world.ActAsync(2, new CancelItem(Given.Office, "重复"));

        Assert.Equal(Results(3, SendResult.Done), await SendAsync(messages));

        Assert.Equal([Given.Phone(1), Given.Phone(3)], world.Provider.Taken.Select(t => t.Sms.To));
        Assert.Equal([NoticeState.Sent, NoticeState.Suppressed, NoticeState.Sent], (await NoticesAsync()).Select(n => n.State));
        Assert.Equal(StepOutcome.Suppressed, Assert.Single(await world.RecordsAsync(2)).Outcome);
    }

    [Fact]
    public async Task An_item_that_ends_while_the_notices_were_being_read_is_not_told()
    {
        var messages = await ScannedAsync(3);
        var ledger = Overtaken.After(
            world.Ledger, nameof(INotices.FindNoticesAsync), () => world.ActAsync(2, new CancelItem(Given.Office, "重复")));

        await world.On(ledger).SendNotices.RunAsync(messages, Cancellation);

        Assert.Equal([Given.Phone(1), Given.Phone(3)], world.Provider.Taken.Select(t => t.Sms.To));
    }

    [Fact]
    public async Task A_fault_in_one_call_concerns_its_message_alone_and_nothing_is_sent_twice()
    {
        var messages = await ScannedAsync(3);
        world.Provider.Script.Enqueue(ProviderTurn.Accept);
        world.Provider.Script.Enqueue(ProviderTurn.Throw);

        var outcomes = await world.Wired.SendNotices.RunAsync(messages, Cancellation);
        Assert.Equal([SendResult.Done, null, SendResult.Done], outcomes.Select(o => o.Result));
        Assert.Equal([null, typeof(HttpRequestException), null], outcomes.Select(o => o.Fault?.GetType()));
        Assert.Equal([NoticeState.Sent, NoticeState.Sending, NoticeState.Sent], (await NoticesAsync()).Select(n => n.State));

        Assert.Equal(Results(3, SendResult.Stale), await SendAsync(messages));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Equal([Given.Phone(1), Given.Phone(3), Given.Phone(2)], world.Provider.Taken.Select(t => t.Sms.To));
        Assert.Equal(1, world.Provider.Asked);
    }

    [Fact]
    public async Task Every_answer_is_recorded_at_its_own_notice()
    {
        var messages = await ScannedAsync(6);
        foreach (var turn in (ProviderTurn[])[
            ProviderTurn.Accept, ProviderTurn.RefuseMessage, ProviderTurn.Busy, ProviderTurn.TakeAndLoseAnswer, ProviderTurn.RefuseNumber])
        {
            world.Provider.Script.Enqueue(turn);
        }

        Assert.Equal(Results(6, SendResult.Done), await SendAsync(messages));

        Assert.Equal(
            [NoticeState.Sent, NoticeState.Failed, NoticeState.Queued, NoticeState.Unknown, NoticeState.Failed, NoticeState.Sent],
            (await NoticesAsync()).Select(n => n.State));
        Assert.Equal(Given.Phone(5), Assert.Single(await world.FlagsAsync()).Number);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Equal(
            [Given.Phone(1), Given.Phone(4), Given.Phone(6), Given.Phone(3)],
            world.Provider.Taken.Where(t => t.Sms.To != Given.Phone(50)).Select(t => t.Sms.To));
    }

    [Fact]
    public async Task A_receipt_that_comes_before_the_record_stays_and_the_others_are_recorded()
    {
        var messages = await ScannedAsync(3);
        world.Provider.Meanwhile = sms =>
        {
            if (sms.To == Given.Phone(1))
                Assert.True(world.ReceiveAsync(new(sms.Notice, sms.Attempt)).Result);
        };

        Assert.Equal(Results(3, SendResult.Done), await SendAsync(messages));

        Assert.Equal([NoticeState.Delivered, NoticeState.Sent, NoticeState.Sent], (await NoticesAsync()).Select(n => n.State));
    }

    [Fact]
    public async Task A_provider_that_stops_halts_sending_even_if_it_took_others_of_the_batch()
    {
        var messages = await ScannedAsync(3);
        await world.Ledger.Barriers.SaveHaltAsync(new("30002", Slot - Duration.FromHours(1), Slot), Cancellation);
        world.Provider.Script.Enqueue(ProviderTurn.Accept);
        world.Provider.Script.Enqueue(new(false, new SendOutcome.Stopped("30002")));

        await SendAsync(messages);

        var halt = (await world.Ledger.Barriers.BarriersAsync(Cancellation)).Halt;
        Assert.Equal((Slot - Duration.FromHours(1), Slot + NoticeTiming.HaltsFor), (halt?.Since, halt?.Until));
        Assert.Equal([NoticeState.Sent, NoticeState.Queued, NoticeState.Sent], (await NoticesAsync()).Select(n => n.State));
    }

    /// <summary>The first sixteen calls take four minutes, so the lease may be over when the others would begin.</summary>
    [Fact]
    public async Task A_call_that_would_begin_too_late_is_not_made()
    {
        var messages = await ScannedAsync(32);
        var provider = new HeldProvider();
        var sending = (world.Wired with { Sender = provider }).SendNotices.RunAsync(messages, Cancellation);
        Assert.Equal(16, provider.Waiting.Count);
        world.Clock.SetTo(Slot + Duration.FromMinutes(4));
        provider.AnswerAll();

        var results = (await sending).Select(o => o.Result).ToList();
        Assert.Equal([.. Results(16, SendResult.Done), .. Results(16, SendResult.Late)], results);
        Assert.Equal(16, provider.Taken);
    }

    [Fact]
    public async Task Calls_go_out_at_once_sixteen_at_most()
    {
        var messages = await ScannedAsync(32);
        var provider = new HeldProvider();
        var sending = (world.Wired with { Sender = provider }).SendNotices.RunAsync(messages, Cancellation);

        Assert.Equal(16, provider.Waiting.Count);
        provider.Waiting.Dequeue().SetResult(new SendOutcome.Accepted("SM"));
        Assert.Equal((16, 17), (provider.Waiting.Count, provider.Taken));
        provider.AnswerAll();
        provider.AnswerAll();

        Assert.Equal(Results(32, SendResult.Done), (await sending).Select(o => o.Result));
        Assert.Equal(32, provider.Taken);
    }

    [Fact]
    public async Task A_host_that_stops_records_what_was_taken_and_calls_no_more()
    {
        var messages = await ScannedAsync(4);
        using var stops = new CancellationTokenSource();
        world.Provider.Meanwhile = _ =>
        {
            if (world.Provider.Taken.Count == 2)
                stops.Cancel();
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => world.Wired.SendNotices.RunAsync(messages, stops.Token));

        Assert.Equal(
            [NoticeState.Sent, NoticeState.Sent, NoticeState.Sending, NoticeState.Sending], (await NoticesAsync()).Select(n => n.State));
        Assert.Equal(Results(4, SendResult.Stale), await SendAsync(messages));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Equal(4, world.Provider.Taken.Select(t => t.Sms.To).Distinct().Count());
        Assert.Equal(4, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task A_notice_that_cannot_be_decided_holds_up_no_other()
    {
        var messages = await ScannedAsync(3);
        var broken = (await world.Ledger.Notices.FindNoticeAsync(messages[1].Notice, Cancellation))!;
        await world.Ledger.Notices.TrySaveNoticeAsync(broken with { Value = broken.Value with { Zone = "nowhere" } }, Cancellation);

        var outcomes = await world.Wired.SendNotices.RunAsync(messages, Cancellation);

        Assert.Equal([SendResult.Done, null, SendResult.Done], outcomes.Select(o => o.Result));
        Assert.NotNull(outcomes[1].Fault);
        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task After_a_fault_of_the_ledger_every_message_goes_back()
    {
        var messages = await ScannedAsync(3);
        var ledger = Overtaken.On(world.Ledger, nameof(IItems.FindItemsAsync), () => throw new IOException("gone"));

        var outcomes = await world.On(ledger).SendNotices.RunAsync(messages, Cancellation);

        Assert.All(outcomes, o => Assert.IsType<IOException>(o.Fault));
        Assert.Empty(world.Provider.Taken);
        Assert.Equal(Results(3, SendResult.Done), await SendAsync(messages));
    }

    [Fact]
    public void Messages_that_failed_before_go_alone_and_the_others_thirty_two_at_once()
    {
        int[] deliveries = [1, 2, .. Enumerable.Repeat(1, 34), 5];

        Assert.Equal([32, 3, 1, 1], SendNotices.Batches(deliveries, d => d).Select(b => b.Count));
        Assert.Equal(deliveries.Order(), SendNotices.Batches(deliveries, d => d).SelectMany(b => b).Order());
    }

    /// <summary>The process crashes before and after every call within the batch; people hear of their item once.</summary>
    [Fact]
    public async Task After_a_crash_at_any_call_everybody_is_told_once()
    {
        for (var call = 1; ; call++)
        {
            foreach (var afterwards in (bool[])[false, true])
            {
                var cut = new World(Given.At("2020-05-12T10:00"), wire: new() { CrashesAfterwards = afterwards });
                await LoadAsync(cut, 4);
                cut.Clock.SetTo(Slot);
                await cut.ScanAsync();
                cut.Wire.CrashesAt = cut.Wire.Calls.Count + call;
                await cut.RunUntilAsync(Given.At("2020-05-14T18:00"));

                if (cut.Faults.Count == 0)
                {
                    Assert.InRange(call, 12, 60);
                    return;
                }
                Assert.Equal(
                    Enumerable.Range(1, 4).Select(n => Given.Phone(n).Value), cut.Provider.Taken.Select(t => t.Sms.To.Value).Order());
            }
        }
    }

    private static SendResult?[] Results(int count, SendResult result) => [.. Enumerable.Repeat<SendResult?>(result, count)];

    private static Task<LoadResult> LoadAsync(World world, int persons)
    {
        var items = Enumerable.Range(1, persons).Select(n => new ItemDraft(n, null, $"问题{n}")
        {
            Persons = [new($"张{n}", Given.Phone(n))],
            Leaders = [new("李四", Given.Phone(50))],
            Deadline = Deadline.On(new(2020, 5, 20), "5月20日"),
        });
        return world.LoadAsync(new("整改方案", 2020, $"given") { Items = [.. items] }, new Contact("李四", Given.Phone(50), Role.Leader));
    }

    /// <summary>The messages after the scan of the slot, in the order of the people.</summary>
    private async Task<List<NoticeMessage>> ScannedAsync(int persons)
    {
        await LoadAsync(world, persons);
        world.Clock.SetTo(Slot);
        await world.ScanAsync();
        return [.. Enumerable.Range(1, persons).Select(n => new NoticeMessage(Notice.IdOf(Given.Phone(n), Slot), 1, NoticeKind.Reminder))];
    }

    private async Task<IEnumerable<SendResult?>> SendAsync(IReadOnlyList<NoticeMessage> messages)
    {
        var outcomes = await world.Wired.SendNotices.RunAsync(messages, Cancellation);
        Assert.All(outcomes, o => Assert.Null(o.Fault));
        return outcomes.Select(o => o.Result);
    }

    /// <summary>The notices of the slot, in the order of the people.</summary>
    private async Task<IEnumerable<Notice>> NoticesAsync() =>
        (await world.Ledger.Notices.NoticesSinceAsync(Slot, Cancellation)).Where(n => n.SlotAt == Slot).OrderBy(n => n.To.Value);

    /// <summary>Answers when the test says so.</summary>
    private sealed class HeldProvider : ISmsSender
    {
        public Queue<TaskCompletionSource<SendOutcome>> Waiting { get; } = [];

        public int Taken { get; private set; }

        public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
        {
            Taken++;
            Waiting.Enqueue(new());
            return Waiting.Last().Task;
        }

        public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
            throw new NotSupportedException();

        /// <summary>Answers the calls that wait now.</summary>
        public void AnswerAll()
        {
            for (var count = Waiting.Count; count > 0; count--)
                Waiting.Dequeue().SetResult(new SendOutcome.Accepted("SM"));
        }
    }
}
