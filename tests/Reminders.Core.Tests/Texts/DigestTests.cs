namespace Reminders.Core.Tests.Texts;

/// <summary>Long digests, and the settings for their words.</summary>
public sealed class DigestTests
{
    private static readonly PhoneNumber Abroad = PhoneNumber.Parse("+12025550100");

    [Fact]
    public void A_leader_reads_how_many_items_each_unit_has_and_the_worst_of_them()
    {
        var lines = Lines(30, Role.Leader, n => $"第{(n % 7) + 1}村");

        Assert.Equal(
            "【整改提醒】张三，共30项整改事项，均已逾期。按单位分：第2村5项、第3村5项、第4村4项、第5村4项、第6村4项、其余2个单位8项。重点事项："
            + "1-1“档案填写不规范”（第2村）应于4月21日前完成，已逾期40个工作日，责任人张三；1-2“档案填写不规范”（第3村）应于4月22日前完成，已逾期39个工作日，责任人张三；"
            + "1-3“档案填写不规范”（第4村）应于4月23日前完成，已逾期38个工作日，责任人张三；其余27项详见台账。请督促尽快整改到位，并核查销号。",
            Compose(new(), lines));
    }

    [Fact]
    public void A_unit_is_named_where_it_would_be_the_only_one_that_is_counted() =>
        Assert.Contains(
            "按单位分：第1村5项、第2村5项、第3村5项、第4村5项、第5村5项、第6村5项。",
            Compose(new(), Lines(30, Role.Leader, n => $"第{((n - 1) % 6) + 1}村")), StringComparison.Ordinal);

    [Fact]
    public void A_person_reads_the_worst_items_and_how_many_there_are()
    {
        var lines = Lines(12, Role.Person, n => n % 2 == 0 ? "东村" : null);

        Assert.Equal(
            "【整改提醒】张三，共12项整改事项，均已逾期。重点事项："
            + "1-1“档案填写不规范”应于4月21日前完成，已逾期40个工作日；1-2“档案填写不规范”（东村）应于4月22日前完成，已逾期39个工作日；"
            + "1-3“档案填写不规范”应于4月23日前完成，已逾期38个工作日；1-4“档案填写不规范”（东村）应于4月24日前完成，已逾期37个工作日；其余8项详见台账。请尽快完成整改，并向整改办报结。",
            Compose(new(), lines));
    }

    [Theory]
    [InlineData(Role.Person, 1)]
    [InlineData(Role.Person, 3)]
    [InlineData(Role.Person, 8)]
    [InlineData(Role.Leader, 2)]
    [InlineData(Role.Leader, 4)]
    [InlineData(Role.Supervisor, 8)]
    public void The_length_of_a_digest_is_a_setting(Role role, int segments)
    {
        var policy = role == Role.Person
            ? new ReminderPolicy { PersonSegments = segments }
            : new ReminderPolicy { LeaderSegments = segments };
        for (var count = 2; count <= 60; count += 2)
        {
            var text = Compose(policy, Lines(count, role, _ => null));

            Assert.True(SmsSize.Of(text).Segments <= Math.Max(segments, 2), $"{count}: {text}");
            var told = Lines(count, role, _ => null).Count(l => text.Contains($"{l.Item.Code}“", StringComparison.Ordinal));
            Assert.Equal(told < count, text.Contains($"；其余{count - told}项详见台账", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_digest_that_may_be_longer_tells_more() =>
        Assert.True(Told(new() { PersonSegments = 8 }) > Told(new()) && Told(new()) > Told(new() { PersonSegments = 2 }));

    [Fact]
    public void News_that_no_later_message_repeats_comes_before_overdue_items()
    {
        var lines = Lines(20, Role.Person, _ => null);
        lines[^1] = lines[^1] with
        {
            TellsAnswer = true,
            Item = lines[^1].Item with { Answered = new(new("李四"), Given.At("2020-06-15T10:00"), false, "工期充足。") },
        };

        Assert.Contains("重点事项：1-20“档案填写不规范”应于5月10日前完成，已逾期28个工作日，延期申请未获同意（原因：工期充足）；1-1“", Compose(new(), lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_leaders_own_decisions_come_before_overdue_items()
    {
        var lines = Lines(20, Role.Leader, _ => null);
        lines[^1] = new(lines[^1].Item with { Asked = new(new("张三"), Given.At("2020-05-01T10:00"), Given.Day("2020-07-01"), "设备未到") },
            Role.Leader);

        var text = Compose(new(), lines, Abroad);

        Assert.Contains("重点事项：1-20“", text, StringComparison.Ordinal);
        Assert.EndsWith("。请批复延期申请，抓好其余事项落实，并将办理情况告知整改办。也可回复“1-20 同意”或“1-20 退回 原因”。", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_of_which_two_things_are_said_is_one_item()
    {
        var late = Lines(1, Role.Leader, _ => null)[0];

        Assert.Equal(
            "【整改提醒】张三，1-1“档案填写不规范”应于4月21日前完成，已逾期40个工作日，责任人张三；1-1“档案填写不规范”的责任人张三手机无法接收短信。请逐项抓好落实，并将办理情况告知整改办。",
            Compose(new(), [late, late with { Unreachable = Given.Person }]));
    }

    [Theory]
    [InlineData(null, "", "。请尽快完成整改，并向整改办报结。")]
    [InlineData("镇纪委", "", "。请尽快完成整改，并向镇纪委报结。")]
    [InlineData("镇纪委", "05718888", "。请尽快完成整改，并向镇纪委（05718888）报结。")]
    public void The_office_to_report_to_is_a_setting(string? office, string phone, string ends) =>
        Assert.EndsWith(ends, Compose(new() { Office = office, OfficePhone = phone }, Lines(1, Role.Person, _ => null)),
            StringComparison.Ordinal);

    [Fact]
    public void The_office_to_report_to_is_named_in_English_too() =>
        Assert.EndsWith(
            "report it done to Town Hall (88880000).",
            Compose(new() { Language = Language.English, Office = "Town Hall", OfficePhone = "88880000" },
                Lines(1, Role.Person, _ => null)), StringComparison.Ordinal);

    [Theory]
    [InlineData("a leader", Role.Leader, "张三同志，")]
    [InlineData("a supervisor", Role.Supervisor, "张三同志，")]
    [InlineData("a person is called by name", Role.Person, "张三，")]
    public void Leaders_are_addressed_as_the_office_says(string remark, Role role, string begins) =>
        Assert.True(Compose(new() { Signature = "", LeaderSuffix = "同志" }, Lines(1, role, _ => null))
            .StartsWith(begins, StringComparison.Ordinal), remark);

    [Fact]
    public void A_leader_with_a_title_is_addressed_by_it()
    {
        var policy = new ReminderPolicy { Signature = "", LeaderSuffix = "同志" };
        policy = policy with { LeaderTitles = policy.LeaderTitles.Add("张三", "张镇长") };

        Assert.StartsWith("张镇长，", Compose(policy, Lines(1, Role.Leader, _ => null)), StringComparison.Ordinal);
        Assert.StartsWith("张三，", Compose(policy, Lines(1, Role.Person, _ => null)), StringComparison.Ordinal);
    }

    private static int Told(ReminderPolicy policy)
    {
        var text = Compose(policy, Lines(60, Role.Person, _ => null));
        return Enumerable.Range(1, 60).Count(n => text.Contains($"1-{n}“", StringComparison.Ordinal));
    }

    // Item 1 has waited longest.
    private static List<Line> Lines(int count, Role role, Func<int, string?> unit) =>
        [.. Enumerable.Range(1, count).Select(n => new Line(
            Given.Item() with { Code = new(1, n), Unit = unit(n), Deadline = Deadline.On(Given.Day("2020-04-20").PlusDays(n), "") },
            role))];

    private static string Compose(ReminderPolicy policy, IReadOnlyCollection<Line> lines, PhoneNumber? to = null) =>
        new Composer(Given.Schedule(policy)).Compose("张三", to ?? Given.Phone(1), lines, Given.Day("2020-06-17"));
}
