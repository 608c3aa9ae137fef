namespace Reminders.Core.Tests.UseCases;

/// <summary>What replies do, for the items 1-1 and 1-2 of 张三 (number 1) under 李四 (number 11).</summary>
public class AnswerReplyTests
{
    private readonly World world = new(Given.At("2020-05-18T10:00"));
    private int received;

    private async Task<ReplyRecord> SayAsync(PhoneNumber from, string text, string? id = null) =>
        await world.UseCases.AnswerReply.RunAsync(new(id ?? $"SM{++received}", from, text), Cancellation);

    private Task<LoadResult> LoadAsync(int items = 2) =>
        world.LoadAsync(Given.Plan([.. Enumerable.Repeat("2020-05-20", items)]), Given.Contacts(items));

    [Fact]
    public async Task A_person_reports_done_and_the_reminders_stop()
    {
        await LoadAsync();

        var reply = await SayAsync(Given.Phone(1), "1-1 已完成 照片已交");

        Assert.Equal(("1-1已报结，待责任领导核查。", new ItemCode(1, 1)), (reply.Answer, reply.Item!.Value));
        Assert.Equal((ItemState.Reported, "照片已交"), ((await world.ItemAsync()).State, (await world.ItemAsync()).Report!.Note));
        await world.RunUntilAsync(Given.At("2020-05-30T10:00"));
        Assert.All(await world.ToldAsync(),
            t => Assert.True(t.Step.Item.Ordinal == 2 || t.Step.Name.Occasion == OccasionKind.Verification, t.Step.Name.ToString()));
    }

    [Fact]
    public async Task A_reply_that_another_one_overtakes_is_answered_for_the_item_as_it_is_now()
    {
        await LoadAsync(1);
        var ledger = Overtaken.On(world.Ledger, nameof(IItems.TrySaveItemAsync), () => SayAsync(Given.Phone(1), "1-1 已完成"));

        var reply = await world.On(ledger).AnswerReply.RunAsync(new("SM0", Given.Phone(1), "1-1 已完成"), Cancellation);

        Assert.Equal(("1-1已报结，正在等待核查。", "not-allowed-in-state"), (reply.Answer, reply.Refusal));
    }

    [Fact]
    public async Task An_extension_is_asked_for_granted_by_the_leader_and_moves_the_deadline()
    {
        await LoadAsync(1);

        Assert.Equal("1-1延期至6月5日的申请已收到，批复前仍按原时限提醒。", (await SayAsync(Given.Phone(1), "延期 6月5日 设备未到")).Answer);
        Assert.Equal(Given.Day("2020-05-20"), (await world.ItemAsync()).Deadline.Date);
        Assert.Equal("该事项不由您批复，请联系责任领导。", (await SayAsync(Given.Phone(1), "1-1 同意")).Answer);
        world.Clock.SetTo(Given.At("2020-05-21T10:00")); // asked in time, granted later
        Assert.Equal("1-1已同意延期至6月5日。", (await SayAsync(Given.Phone(11), "同意")).Answer);

        var item = await world.ItemAsync();
        Assert.Equal((Given.Day("2020-06-05"), 2, null), (item.Deadline.Date!.Value, item.Deadline.Version, item.Asked));
    }

    [Fact]
    public async Task A_leader_declines_a_request_and_returns_a_report()
    {
        await LoadAsync(1);
        await SayAsync(Given.Phone(1), "1-1 延期 6月5日 设备未到");

        Assert.Equal("1-1的延期申请已退回，仍按原时限完成。", (await SayAsync(Given.Phone(11), "1-1 退回 工期充足")).Answer);
        await SayAsync(Given.Phone(1), "1-1 已完成");
        Assert.Equal("请写明原因。", (await SayAsync(Given.Phone(11), "1-1 退回")).Answer);
        Assert.Equal("1-1已退回整改。", (await SayAsync(Given.Phone(11), "1-1 退回 照片看不清")).Answer);

        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task Agreeing_to_nothing_refuses_nothing()
    {
        await LoadAsync(1);

        var reply = await SayAsync(Given.Phone(11), "1-1 同意");

        Assert.Equal(("nothing-asked", "1-1没有待批复的延期申请。"), (reply.Refusal, reply.Answer));
        Assert.Single((await world.FileAsync()).History);
    }

    [Fact]
    public async Task A_request_of_the_cycle_before_is_forgotten_when_the_item_is_reopened()
    {
        await LoadAsync(1);
        await SayAsync(Given.Phone(1), "1-1 延期 7月5日 设备未到");
        await SayAsync(Given.Phone(1), "1-1 已完成");
        await world.ActAsync(1, new VerifyItem(new(Given.Leader.Name), new(true, true, true, true), "现场已核查"));
        await world.ActAsync(1, new ReopenItem(Given.Office, Given.Day("2020-06-10"), "反弹"));

        Assert.Null((await world.ItemAsync()).Asked);
        Assert.Equal("nothing-asked", (await SayAsync(Given.Phone(11), "1-1 同意")).Refusal);
    }

    [Fact]
    public async Task Agreeing_closes_nothing_since_the_four_checks_need_the_ledger()
    {
        await LoadAsync(1);
        await SayAsync(Given.Phone(1), "已完成");

        var reply = await SayAsync(Given.Phone(11), "1-1 同意");

        Assert.Equal(("checks-missing", ItemState.Reported), (reply.Refusal, (await world.ItemAsync()).State));
        Assert.Contains("四个不放过", reply.Answer!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_code_only_the_one_item_that_can_be_meant_is_hit()
    {
        await LoadAsync();
        Assert.Equal("您负责多个事项，请写明编号，例如：1-3 已完成。", (await SayAsync(Given.Phone(1), "已完成")).Answer);

        await SayAsync(Given.Phone(1), "1-1 已完成");
        Assert.Equal(new ItemCode(1, 2), (await SayAsync(Given.Phone(1), "已完成")).Item);
    }

    [Fact]
    public async Task A_reply_cannot_reach_another_persons_item()
    {
        await LoadAsync();
        await world.LoadAsync(Given.Plan("2020-05-20") with { Title = "另一方案" }, new Contact("王五", Given.Phone(5)) { Items = ["1"] },
            new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1"] });

        Assert.Equal("没有找到由您负责的该事项，请核对编号。", (await SayAsync(Given.Phone(5), "1-1 已完成")).Answer);
        Assert.Equal("没有找到由您负责的该事项，请核对编号。", (await SayAsync(Given.Phone(5), "9-9 已完成")).Answer);
        Assert.Equal("没有找到由您负责的该事项，请核对编号。", (await SayAsync(Given.Phone(11), "1-1 已完成")).Answer); // its leader, not its doer
        Assert.Null((await SayAsync(Given.Phone(77), "1-1 已完成")).Answer); // a stranger
        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task Nonsense_gets_one_helpful_answer_in_a_day_and_then_silence()
    {
        await LoadAsync();
        Assert.StartsWith("请回复", (await SayAsync(Given.Phone(1), "收到")).Answer, StringComparison.Ordinal);
        Assert.Null((await SayAsync(Given.Phone(1), "谢谢")).Answer);
        Assert.NotNull((await SayAsync(Given.Phone(1), "1-1 已完成")).Answer); // an understood reply is always answered

        Assert.StartsWith("请回复", (await SayAsync(Given.Phone(1), "好的")).Answer, StringComparison.Ordinal);
        world.Clock.SetTo(world.Now + AnswerReply.SilentFor + Duration.Epsilon);
        Assert.StartsWith("请回复", (await SayAsync(Given.Phone(1), "收到")).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_sends_STOP_gets_nothing_until_they_send_START()
    {
        await LoadAsync(1);
        Assert.Equal("已停止向您发送提醒。恢复请回复START。", (await SayAsync(Given.Phone(1), "STOP")).Answer);
        await world.RunUntilAsync(Given.At("2020-05-19T10:00"));
        Assert.DoesNotContain(world.Provider.Taken, t => t.Sms.To == Given.Phone(1));

        Assert.Equal("已恢复向您发送提醒。", (await SayAsync(Given.Phone(1), "START")).Answer);
        await world.RunUntilAsync(Given.At("2020-05-20T10:00"));
        Assert.Contains(world.Provider.Taken, t => t.Sms.To == Given.Phone(1));
    }

    [Fact]
    public async Task A_reply_that_comes_again_is_answered_as_before_and_does_nothing_more()
    {
        await LoadAsync(1);
        var first = await SayAsync(Given.Phone(1), "已完成", "SM7");
        await SayAsync(Given.Phone(11), "1-1 退回 照片看不清");

        Assert.Equal(first, await SayAsync(Given.Phone(1), "已完成", "SM7"));
        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task A_crash_before_the_record_is_written_still_reports_once()
    {
        await LoadAsync(1);
        var wire = new Wire();
        var ledger = wire.Through(world.Ledger);
        await world.On(ledger).AnswerReply.RunAsync(new("SM0", Given.Phone(5), "x"), Cancellation);
        wire.CrashesAt = wire.Calls.Count + 20;
        for (var call = 1; call < 20; call++)
        {
            wire.CrashesAt = wire.Calls.Count + call;
            try
            {
                await world.On(ledger).AnswerReply.RunAsync(new("SM1", Given.Phone(1), "已完成"), Cancellation);
                break;
            }
            catch (ProcessCrashed)
            {
            }
        }

        Assert.Equal(ItemState.Reported, (await world.ItemAsync()).State);
        Assert.Single((await world.FileAsync()).History, h => h.Action == "Report");
    }

    [Fact]
    public async Task The_answer_says_that_the_item_is_late_or_over()
    {
        await LoadAsync(1);
        await SayAsync(Given.Phone(1), "已完成");
        Assert.Equal("1-1已报结，正在等待核查。", (await SayAsync(Given.Phone(1), "1-1 已完成")).Answer);
        await SayAsync(Given.Phone(11), "1-1 退回 照片看不清");
        world.Clock.SetTo(Given.At("2020-05-22T10:00"));
        Assert.Equal("1-1已过整改时限，不能再申请延期，请联系责任领导。", (await SayAsync(Given.Phone(1), "1-1 延期 6月5日 设备未到")).Answer);
        Assert.Equal("请写明延期到哪一天和原因，例如：1-3 延期 6月5日 设备未到。", (await SayAsync(Given.Phone(1), "1-1 延期 设备未到")).Answer);
    }

    [Fact]
    public async Task A_reply_that_names_an_own_item_reads_no_other_item()
    {
        await LoadAsync();
        var wire = new Wire();
        var answer = world.On(wire.Through(world.Ledger)).AnswerReply;

        await answer.RunAsync(new("SM1", Given.Phone(1), "1-1 已完成"), Cancellation);
        await answer.RunAsync(new("SM2", Given.Phone(11), "1-1 退回 照片看不清"), Cancellation);
        await answer.RunAsync(new("SM3", Given.Phone(1), "1-2 什么意思？"), Cancellation);
        await answer.RunAsync(new("SM4", Given.Phone(1), "START"), Cancellation);

        Assert.DoesNotContain("IItems.ItemsAsync", wire.Calls);
    }

    [Fact]
    public async Task Repeated_STOP_messages_read_all_items_once()
    {
        await LoadAsync();
        var wire = new Wire();
        var answer = world.On(wire.Through(world.Ledger)).AnswerReply;

        for (var n = 0; n < 40; n++)
            Assert.Equal("已停止向您发送提醒。恢复请回复START。", (await answer.RunAsync(new($"SM{n}", Given.Phone(1), "STOP"), Cancellation)).Answer);

        Assert.Single(wire.Calls, "IItems.ItemsAsync");
    }

    [Fact]
    public async Task A_flood_from_one_number_is_met_with_silence_until_an_hour_is_over()
    {
        await LoadAsync();
        for (var n = 0; n < AnswerReply.MostReplies; n++)
            await SayAsync(Given.Phone(1), "收到");
        var wire = new Wire();
        var flood = await world.On(wire.Through(world.Ledger)).AnswerReply
            .RunAsync(new("SM99", Given.Phone(1), "已完成"), Cancellation);

        Assert.Equal(("too-many", null), (flood.Refusal, flood.Answer));
        Assert.DoesNotContain("IItems.ItemsAsync", wire.Calls);
        Assert.Equal("too-many", (await SayAsync(Given.Phone(1), "START")).Refusal);
        Assert.Null((await SayAsync(Given.Phone(1), "退订")).Refusal); // an opt-out always counts
        Assert.Equal(new ItemCode(1, 2), (await SayAsync(Given.Phone(11), "1-2 同意")).Item); // another number

        world.Clock.SetTo(world.Now + AnswerReply.FloodWithin);
        Assert.Null((await SayAsync(Given.Phone(1), "1-1 已完成")).Refusal);
    }

    [Fact]
    public async Task A_date_without_a_year_is_read_where_the_item_is()
    {
        world.Clock.SetTo(Given.At("2020-05-18T00:30")); // the 17th by UTC
        await LoadAsync();

        await SayAsync(Given.Phone(1), "1-1 延期 5月17日 设备未到");

        Assert.Equal(Given.Day("2021-05-17"), (await world.ItemAsync()).Asked!.Deadline);
    }
}
