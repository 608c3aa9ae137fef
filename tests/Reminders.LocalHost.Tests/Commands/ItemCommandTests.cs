using System.Text.Json;

namespace Reminders.LocalHost.Tests.Commands;

/// <summary><c>item</c> and <c>items</c> on a running office.</summary>
public sealed class ItemCommandTests : IAsyncLifetime
{
    private RunningOffice office = null!;

    public async ValueTask InitializeAsync() => office = await RunningOffice.OpenLoadedAsync();

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task The_timeline_shows_history_and_SMS_in_order_of_time()
    {
        await UntilAsync(4, 1, 10);
        (await office.RunAsync("report", "1-1", "--note", "线路已重排，\n记录完整", "--by", "林晓燕")).Done();
        await UntilAsync(4, 1, 15);
        (await office.RunAsync("return", "1-1", "--reason", "石桥村还有积存", "--by", "周建平")).Done();
        await UntilAsync(4, 3, 10);

        var result = (await office.RunAsync("item", "1-1")).Done();

        Assert.Empty(result.Errors);
        Assert.Equal(
            """
            1-1 垃圾清运不及时 (1)
              State 状态: open, overdue by 3 working days 逾期3个工作日; light 灯 red
              Deadline 时限: 2026-03-31 (3月31日)
              Persons 责任人: 林晓燕 (+8613900000001)
              Leaders 责任领导: 周建平 (+8613900000005)
              Supervisors 督查: 罗振华 (+8613900000007)
              Section 类别: 存在问题和整改措施/人居环境方面
              Problem 问题: 垃圾清运不及时。柳树湾村、石桥村部分垃圾池满溢，清运记录不完整。
              Measures 措施: 一是由环卫站重新排定清运线路，每两天清运一次；二是清运车辆出车和到场都要登记；三是每周公开一次清运情况。
              Returned 退回: 2026-04-01 15:00 by 周建平, recorded by administrator: 石桥村还有积存

            History and SMS (time of Asia/Shanghai):
            2026-03-24 08:50 loaded 载入 by administrator: open 整改中
            2026-03-24 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): before-7, sent 已发送
            2026-03-27 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): before-3, sent 已发送
            2026-03-30 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): before-1, sent 已发送
            2026-03-31 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): due, sent 已发送
            2026-04-01 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): overdue-1, sent 已发送
            2026-04-01 09:00 SMS to 周建平 (responsible leader 责任领导, +8613900000005): overdue-1, sent 已发送
            2026-04-01 10:00 reported done 报结 by 林晓燕, recorded by administrator: 线路已重排， 记录完整
            2026-04-01 15:00 returned 退回 by 周建平, recorded by administrator: 石桥村还有积存
            2026-04-02 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): returned-20260401T070000Z, sent 已发送
            2026-04-03 09:00 SMS to 林晓燕 (responsible person 责任人, +8613900000001): overdue-3, sent 已发送
            2026-04-03 09:00 SMS to 周建平 (responsible leader 责任领导, +8613900000005): overdue-3, sent 已发送

            """,
            result.Output);
    }

    [Fact]
    public async Task A_draft_shows_what_it_waits_for_and_a_closed_item_its_look_back()
    {
        var draft = (await office.RunAsync("item", "1-6")).Done().Lines;
        Assert.Equal("  State 状态: waits for: deadline-redacted; light 灯 grey", draft[1]);
        Assert.Equal("  Deadline 时限: redacted 已隐去: **", draft[2]);
        Assert.Contains(
            draft,
            l => l.StartsWith("  Doubtful 存疑: ", StringComparison.Ordinal) && l.EndsWith("[deadline-redacted]", StringComparison.Ordinal));

        (await office.RunAsync("ask-extension", "1-3", "2026-04-30", "--reason", "设备未到", "--by", "林晓燕")).Done();
        Assert.Contains(
            "  Extension asked 申请延期: until 2026-04-30, 2026-03-24 08:50 by 林晓燕, recorded by administrator: 设备未到",
            (await office.RunAsync("item", "1-3")).Done().Lines);
        (await office.RunAsync("evidence", "1-3", "https://office.example/photos", "--note", "新洁具")).Done();
        (await office.RunAsync("report", "1-3", "--by", "林晓燕")).Done();
        (await office.RunAsync("verify", "1-3", "--note", "已查", "--all-checks", "--by", "周建平", "--look-back", "2026-06-01")).Done();
        var closed = (await office.RunAsync("item", "1-3")).Done().Lines;
        Assert.Contains("  Evidence 佐证: 2026-03-24 08:50 by administrator: https://office.example/photos: 新洁具", closed);
        Assert.Contains("  Look-back 回头看: from 2026-06-01", closed);
    }

    [Fact]
    public async Task Steps_from_before_the_plan_was_loaded_are_not_listed()
    {
        // 14:00, the day before item 1 is due.
        await using var late = await RunningOffice.OpenLoadedAsync(Instant.FromUtc(2026, 3, 30, 6, 0));
        await late.System.RunUntilAsync(Instant.FromUtc(2026, 4, 1, 2, 0), TestContext.Current.CancellationToken);

        var lines = (await late.RunAsync("item", "1-1")).Done()
            .Lines.SkipWhile(l => !l.StartsWith("History and SMS", StringComparison.Ordinal)).Skip(1).ToList();

        Assert.StartsWith("2026-03-30 14:00 loaded 载入", lines[0], StringComparison.Ordinal);
        Assert.All(lines, l => Assert.True(string.CompareOrdinal(l[..10], "2026-03-30") >= 0, l));
        Assert.DoesNotContain(
            lines, l => l.Contains("before-7", StringComparison.Ordinal) || l.Contains("before-3", StringComparison.Ordinal));
        Assert.Contains(
            lines,
            l => l.StartsWith("2026-03-31 09:00 SMS to 林晓燕", StringComparison.Ordinal) && l.Contains(
                "due, sent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_help_of_items_lists_the_lights_with_their_colours() =>
        Assert.Contains(
            "onTrack (green), near (yellow), overdue (red)",
            (await Tool.RunInsideAsync("items", "--help")).Done().Output.ReplaceLineEndings(" ").Replace(
                "  ", "", StringComparison.Ordinal),
            StringComparison.Ordinal);

    [Fact]
    public async Task The_json_is_the_answer_of_the_api()
    {
        var item = JsonDocument.Parse((await office.RunAsync("item", "1-2", "--json")).Done().Output).RootElement;
        Assert.Equal(
            ("1-2", "Load"),
            (item.GetProperty("item").GetProperty("code").GetString(), item.GetProperty("history")[0].GetProperty("action").GetString()));
        Assert.Equal(6, JsonDocument.Parse((await office.RunAsync("items", "--json")).Done().Output).RootElement.GetArrayLength());
    }

    [Fact]
    public async Task The_board_is_a_table_and_counts_the_lights()
    {
        var all = (await office.RunOutsideAsync("items")).Done().Output;
        string[] words = ["1-1", "河道管护不到位", "2026-04-03", "邓文博", "唐秀英", "waits for: deadline-redacted", "6 items: 1 grey, 5 green."];
        foreach (var word in words)
            Assert.Contains(word, all, StringComparison.Ordinal);

        var some = (await office.RunOutsideAsync("items", "--plan", "1", "--light", "green", "--person", "唐秀英", "--q", "补贴")).Done();
        Assert.Contains("1-4", some.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 items: 1 green.\n", some.Output, StringComparison.Ordinal);
        Assert.Equal("0 items.\n", (await office.RunOutsideAsync("items", "--q", "没有这个词")).Done().Output);
    }

    [Theory]
    [InlineData("not-found", "item", "2-1")]
    [InlineData("not-found", "items", "--plan", "2")]
    [InlineData("query-invalid", "items", "--light", "purple")]
    public async Task An_unknown_item_plan_or_light_is_refused_in_one_line(string code, params string[] args) =>
        (await office.RunAsync(args)).RefusedWith(code + ": ");

    private Task UntilAsync(int month, int day, int hour) =>
        office.System.RunUntilAsync(
            new LocalDateTime(2026, month, day, hour, 0).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Shanghai"]).ToInstant(),
            TestContext.Current.CancellationToken);
}
