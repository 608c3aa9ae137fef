namespace Reminders.Core.Tests.Texts;

public class ComposerTests
{
    internal static readonly PhoneNumber Abroad = PhoneNumber.Parse("+12025550100");

    [Theory]
    [InlineData("days left", Role.Person, "2020-05-13", "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，还剩7天。请按时完成整改，并向整改办报结。")]
    [InlineData("one day left", Role.Person, "2020-05-19", "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，还剩1天。请按时完成整改，并向整改办报结。")]
    [InlineData("on the day", Role.Person, "2020-05-20", "【整改提醒】张三，1-1“档案填写不规范”今天（5月20日）到期。请按时完成整改，并向整改办报结。")]
    [InlineData("overdue, in working days", Role.Person, "2020-05-25", "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，已逾期3个工作日。请尽快完成整改，并向整改办报结。")]
    [InlineData("for the leader", Role.Leader, "2020-05-21", "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，已逾期1个工作日，责任人张三。请督促尽快整改到位，并核查销号。")]
    [InlineData("for the supervisor", Role.Supervisor, "2020-05-28", "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，已逾期6个工作日，责任领导李四，责任人张三。请督促抓紧落实。")]
    [InlineData(
        "in another year the date says which", Role.Person, "2019-12-31", "【整改提醒】张三，1-1“档案填写不规范”应于2020年5月20日前完成，还剩141天。请按时完成整改，并向整改办报结。")]
    [InlineData("long overdue", Role.Person, "2021-01-04", "【整改提醒】张三，1-1“档案填写不规范”应于2020年5月20日前完成，已逾期157个工作日。请尽快完成整改，并向整改办报结。")]
    public void A_message_is_worded_for_the_day_on_which_it_goes_out(string remark, Role role, string today, string text) =>
        Assert.Equal((remark, text), (remark, Compose(today, new Line(Given.Item(), role))));

    [Fact]
    public void Several_lines_stand_in_order_of_deadline_and_share_one_closing()
    {
        var text = Compose("2020-05-21", new(Given.Item("2020-05-22", 2, "乙"), Role.Person),
            new(Given.Item("2020-05-20", 3, "甲"), Role.Leader));

        Assert.Equal(
            "【整改提醒】张三，共2项整改事项：1-3“甲”应于5月20日前完成，已逾期1个工作日，责任人张三；1-2“乙”应于5月22日前完成，还剩1天。请逐项抓好落实，并将办理情况告知整改办。", text);
    }

    [Fact]
    public void A_digest_of_several_units_lists_one_after_the_other()
    {
        var text = Compose(
            "2020-05-18",
            new(Given.Item("2020-05-22", 1, "甲") with { Unit = "东村" }, Role.Person),
            new(Given.Item("2020-05-20", 2, "乙") with { Unit = "西村" }, Role.Person),
            new(Given.Item("2020-05-21", 3, "丙") with { Unit = "东村" }, Role.Person),
            new(Given.Item("2020-05-25", 4, "丁"), Role.Person));

        Assert.Equal(
            "【整改提醒】张三，共4项整改事项：1-4“丁”应于5月25日前完成，还剩7天；西村：1-2“乙”应于5月20日前完成，还剩2天；"
            + "东村：1-3“丙”应于5月21日前完成，还剩3天；1-1“甲”应于5月22日前完成，还剩4天。请按时完成整改，并向整改办报结。",
            text);
    }

    [Fact]
    public void A_digest_of_one_unit_does_not_name_it()
    {
        var text = Compose("2020-05-18", new(Given.Item() with { Unit = "东村" }, Role.Person),
            new(Given.Item(ordinal: 2) with { Units = ["东村"] }, Role.Person));
        Assert.DoesNotContain("东村", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_leader_hears_of_an_unreachable_person() =>
        Assert.Equal(
            "【整改提醒】张三，1-1“档案填写不规范”的责任人张三手机无法接收短信。请当面通知本人，并将新号码告知整改办。",
            Compose("2020-05-13", new Line(Given.Item(), Role.Leader, Given.Person)));

    [Theory]
    [InlineData("the leader is asked to verify", Role.Leader, "2020-05-18", "【整改提醒】张三，1-1“档案填写不规范”已于5月15日报结，已等待核查1个工作日。请到现场核查，并将结果告知整改办。")]
    [InlineData("the supervisor hears that nobody has", Role.Supervisor, "2020-05-25",
        "【整改提醒】张三，1-1“档案填写不规范”已于5月15日报结，责任领导李四已6个工作日未核查。请督促抓紧落实。")]
    public void A_reported_item_is_described_as_waiting(string remark, Role role, string today, string text) =>
        Assert.Equal((remark, text),
            (remark, Compose(today, new Line(Given.Item(ItemState.Reported), role) { WaitsSince = Given.Day("2020-05-15") })));

    [Theory]
    [InlineData("on its day", Role.Leader, "2020-06-15", "【整改提醒】张三，1-1“档案填写不规范”已销号，应于今天（6月15日）开展“回头看”。请到现场核查，并将结果告知整改办。")]
    [InlineData("while nobody has", Role.Leader, "2020-06-17", "【整改提醒】张三，1-1“档案填写不规范”已销号，应于6月15日开展“回头看”，已逾期2个工作日。请到现场核查，并将结果告知整改办。")]
    [InlineData("for the supervisor", Role.Supervisor, "2020-06-23", "【整改提醒】张三，1-1“档案填写不规范”已销号，应于6月15日开展“回头看”，责任领导李四已6个工作日未登记结果。请督促抓紧落实。")]
    public void A_look_back_is_asked_for(string remark, Role role, string today, string text) =>
        Assert.Equal((remark, text),
            (remark, Compose(today, new Line(Given.Item(ItemState.Closed), role) { WaitsSince = Given.Day("2020-06-15") })));

    [Theory]
    [InlineData("on the first working day after it", Role.Leader, "2020-06-15", "已销号，原定6月13日开展“回头看”，请于今天完成。请到现场核查，并将结果告知整改办。")]
    [InlineData("the days that follow are counted from that one", Role.Leader, "2020-06-16",
        "已销号，应于6月13日开展“回头看”，已逾期1个工作日。请到现场核查，并将结果告知整改办。")]
    [InlineData("for the supervisor too", Role.Supervisor, "2020-06-22", "已销号，应于6月13日开展“回头看”，责任领导李四已5个工作日未登记结果。请督促抓紧落实。")]
    public void A_look_back_that_falls_on_a_day_off_is_asked_for_on_the_next_working_day(
        string remark, Role role, string today, string ends) =>
        Assert.Equal((remark, "【整改提醒】张三，1-1“档案填写不规范”" + ends),
            (remark, Compose(today, new Line(Given.Item(ItemState.Closed), role) { WaitsSince = Given.Day("2020-06-13") })));

    [Fact]
    public void A_look_back_is_never_asked_for_in_the_same_words_on_two_days()
    {
        var line = new Line(Given.Item(ItemState.Closed), Role.Leader) { WaitsSince = Given.Day("2020-06-13") };

        var texts = new[] { "2020-06-13", "2020-06-15", "2020-06-16", "2020-06-17", "2020-06-18" }.Select(today => Compose(today, line))
            .ToList();

        Assert.Equal(texts, texts.Distinct());
    }

    [Fact]
    public void A_digest_that_asks_a_supervisor_for_nothing_does_not_send_them_to_the_site()
    {
        var reported = new Line(Given.Item(ItemState.Reported), Role.Supervisor) { WaitsSince = Given.Day("2020-05-15") };
        var closed = new Line(Given.Item(ItemState.Closed) with { Code = new(1, 2) }, Role.Supervisor)
        {
            WaitsSince = Given.Day("2020-05-15"),
        };

        Assert.EndsWith("。请督促抓紧落实。", Compose("2020-05-25", reported, closed), StringComparison.Ordinal);
        Assert.EndsWith("。请逐项抓好落实，并将办理情况告知整改办。", Compose("2020-05-25", reported, closed with { Role = Role.Leader }),
            StringComparison.Ordinal);
        Assert.EndsWith(
            ". Please see that it is done.", Compose(new() { Language = Language.English }, Given.Phone(1), "2020-05-25", reported),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a person's", Role.Person, "【整改提醒】张三，1-1“档案填写不规范”（由您代孙七、钱二负责）应于5月20日前完成，还剩2天。请按时完成整改，并向整改办报结。")]
    [InlineData("a leader's", Role.Leader, "【整改提醒】张三，1-1“档案填写不规范”（由您代李四负责）应于5月20日前完成，还剩2天。请督促尽快整改到位，并核查销号。")]
    [InlineData("not where it is his own work too", Role.Supervisor, "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，还剩2天。请督促抓紧落实。")]
    public void A_deputy_reads_the_name_of_the_absentee(string remark, Role role, string text)
    {
        var item = Given.Item() with
        {
            Persons = [Given.Person with { StandsFor = "孙七" }, Given.Person with { StandsFor = "钱二" }],
            Leaders = [Given.Person with { StandsFor = "李四" }],
            Supervisors = [Given.Person with { StandsFor = "赵六" }, Given.Person],
        };
        Assert.Equal((remark, text), (remark, Compose("2020-05-18", new Line(item, role))));
    }

    [Fact]
    public void A_text_names_three_of_the_many_people_whom_a_deputy_stands_in_for()
    {
        var item = Given.Item() with
        {
            Persons = [.. Enumerable.Range(1, 45).Select(n => Given.Person with { StandsFor = $"第{n}社区居民委员会" })],
        };

        Assert.Equal(
            "【整改提醒】张三，1-1“档案填写不规范”（由您代第1社区居民委员会、第2社区居民委员会、第3社区居民委员会等45人负责）应于5月20日前完成，还剩2天。请按时完成整改，并向整改办报结。",
            Compose("2020-05-18", new Line(item, Role.Person)));
    }

    [Theory]
    [InlineData("the leader's own deputy", Language.Chinese, ItemState.Open, Role.Leader, 4,
        "（由您代李四负责）应于5月15日前完成，已逾期6个工作日，责任人张三（由钱二代为负责）。请督促尽快整改到位，并核查销号。")]
    [InlineData("the supervisor", Language.Chinese, ItemState.Open, Role.Supervisor, 21,
        "应于5月15日前完成，已逾期6个工作日，责任领导李四（由孙七代为负责），责任人张三（由钱二代为负责）。请督促抓紧落实。")]
    [InlineData("nobody has verified", Language.Chinese, ItemState.Reported, Role.Supervisor, 21,
        "已于5月15日报结，责任领导李四（由孙七代为负责）已6个工作日未核查。请督促抓紧落实。")]
    [InlineData("in English", Language.English, ItemState.Open, Role.Leader, 4, " (you stand in for 李四) was due on 15 May, 6 working days "
        + "ago, responsible: 张三 (钱二 standing in). Please see that it is done, and verify it.")]
    [InlineData("in English", Language.English, ItemState.Reported, Role.Supervisor, 21,
        " was reported done on 15 May, leader 李四 (孙七 standing in) has not verified it for 6 working days. Please see that it is done.")]
    public void A_responsible_person_is_named_before_their_deputy(
        string remark, Language language, ItemState state, Role role, int reader, string ends)
    {
        var item = Given.Item(state) with
        {
            Deadline = Deadline.On(Given.Day("2020-05-15"), ""),
            Persons = [new("钱二", Given.Phone(2)) { StandsFor = "张三", AbsentPhone = Given.Phone(1) }],
            Leaders = [new("孙七", Given.Phone(4)) { StandsFor = "李四", AbsentPhone = Given.Phone(11) }],
        };
        var line = new Line(item, role) { WaitsSince = state == ItemState.Reported ? Given.Day("2020-05-15") : null };

        var text = Compose(new() { Language = language }, Given.Phone(reader), "2020-05-25", line);

        Assert.True(text.EndsWith(ends, StringComparison.Ordinal), $"{remark}: {text}");
    }

    [Fact]
    public void A_text_about_an_unreachable_deputy_names_the_deputys_phone()
    {
        var deputy = new Party("钱二", Given.Phone(2)) { StandsFor = "张三", AbsentPhone = Given.Phone(1) };

        Assert.Contains("的责任人钱二手机无法接收短信", Compose("2020-05-13", new Line(Given.Item() with { Persons = [deputy] }, Role.Leader, deputy)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_person_reads_for_as_long_as_it_stands_that_the_report_was_returned() =>
        Assert.Equal(
            "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，还剩2天，报结已被退回（原因：照片看不清）。请按时完成整改，并向整改办报结。",
            Compose("2020-05-18",
                new Line(Given.Item() with { Returned = new(new("李四"), Given.At("2020-05-15T10:00"), "照片看不清") }, Role.Person)));

    [Fact]
    public void A_leader_reads_a_request_until_it_is_answered() =>
        Assert.Equal(
            "【整改提醒】张三，1-1“档案填写不规范”应于5月20日前完成，还剩2天，责任人张三申请延期至6月5日（原因：设备未到）。请批复是否同意延期，并告知整改办。",
            Compose("2020-05-18", new Line(
                Given.Item() with { Asked = new(new("张三"), Given.At("2020-05-15T10:00"), Given.Day("2020-06-05"), "设备未到") }, Role.Leader)));

    [Theory]
    [InlineData(true, "，延期申请已同意。")]
    [InlineData(false, "，延期申请未获同意（原因：工期充足）。")]
    public void A_person_reads_the_answer_to_a_request_once(bool granted, string words)
    {
        var item = Given.Item() with { Answered = new(new("李四"), Given.At("2020-05-15T10:00"), granted, "工期充足") };

        Assert.Contains(words, Compose("2020-05-18", new Line(item, Role.Person) { TellsAnswer = true }), StringComparison.Ordinal);
        Assert.DoesNotContain("延期申请", Compose("2020-05-18", new Line(item, Role.Person)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_where_a_reply_can_come_does_a_message_ask_for_one()
    {
        var reported = new Line(Given.Item(ItemState.Reported), Role.Leader) { WaitsSince = Given.Day("2020-05-15") };

        Assert.EndsWith("也可回复“1-1 已完成”或“1-1 延期 日期 原因”。", Compose(new(), Abroad, "2020-05-13", new Line(Given.Item(), Role.Person)),
            StringComparison.Ordinal);
        Assert.EndsWith("如不属实，可回复“1-1 退回 原因”。", Compose(new(), Abroad, "2020-05-18", reported), StringComparison.Ordinal);
        foreach (var (today, line) in new[] { ("2020-05-13", new Line(Given.Item(), Role.Person)), ("2020-05-18", reported) })
            Assert.DoesNotContain("回复", Compose(new() { AsksForReplies = false }, Abroad, today, line), StringComparison.Ordinal);
        Assert.DoesNotContain("回复", Compose("2020-05-13", new Line(Given.Item(), Role.Person)), StringComparison.Ordinal);
        Assert.DoesNotContain("回复", Compose(new(), Abroad, "2020-05-25", new Line(Given.Item(), Role.Leader)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("days left", Role.Person, "2020-05-13",
        "[Rectification] 张三: 1-1 \"Records\" is due on 20 May, 7 days left. Please finish on time and report it done to the office.")]
    [InlineData("on the day", Role.Person, "2020-05-20",
        "[Rectification] 张三: 1-1 \"Records\" is due today, 20 May. Please finish on time and report it done to the office.")]
    [InlineData("overdue", Role.Leader, "2020-05-21", "[Rectification] 张三: 1-1 \"Records\" was due on 20 May, 1 working day ago, "
        + "responsible: 张三. Please see that it is done, and verify it.")]
    [InlineData("in another year", Role.Person, "2019-12-31", "[Rectification] 张三: 1-1 \"Records\" is due on 20 May 2020, 141 days left. "
        + "Please finish on time and report it done to the office.")]
    public void English_is_a_setting(string remark, Role role, string today, string text) =>
        Assert.Equal((remark, text),
            (remark, Compose(new() { Language = Language.English }, Given.Phone(1), today, new Line(Given.Item(title: "Records"), role))));

    [Theory]
    [InlineData("高桥镇", "【高桥镇】张三，")]
    [InlineData("", "张三，")]
    public void The_signature_is_a_setting(string signature, string begins) =>
        Assert.StartsWith(
            begins, Compose(new() { Signature = signature }, Given.Phone(1), "2020-05-13", new Line(Given.Item(), Role.Person)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("a link goes, what stands around it stays", "见https://e.cn/a?b=1。请改", "见。请改")]
    [InlineData("without a scheme", "见www.example.cn/a 附件", "见 附件")]
    [InlineData("in capitals", "见HTTP://EXAMPLE.CN附件", "见附件")]
    public void Links_are_left_out_where_carriers_refuse_them_and_kept_elsewhere(string remark, string title, string cleaned)
    {
        var line = new Line(Given.Item(title: title), Role.Person);

        Assert.Contains($"“{cleaned}”", Compose(new(), Given.Phone(1), "2020-05-13", line), StringComparison.Ordinal);
        Assert.True(Compose(new(), Abroad, "2020-05-13", line).Contains($"“{title}”", StringComparison.Ordinal), remark);
    }

    [Theory]
    [InlineData("braces are no placeholders", "填写{code}和{name}", "填写{code}和{name}")]
    [InlineData("braces that name nothing", "{x} {", "{x} {")]
    [InlineData("line breaks and tabs become one blank", "一是\r\n\t二是", "一是 二是")]
    [InlineData("control characters too", "一\u0007是", "一 是")]
    [InlineData("blanks at the ends go", "　一是 ", "一是")]
    public void A_title_is_told_as_one_line_of_plain_text(string remark, string title, string told) =>
        Assert.True(Compose("2020-05-13", new Line(Given.Item(title: title), Role.Person)).Contains($"“{told}”", StringComparison.Ordinal),
            remark);

    [Fact]
    public void A_message_without_lines_or_about_no_date_is_the_callers_mistake()
    {
        Assert.Throws<ArgumentException>(() => Compose("2020-05-13"));
        Assert.Throws<ArgumentException>(() =>
            Compose("2020-05-13", new Line(Given.Item() with { Deadline = Deadline.None(DeadlineKind.Redacted, "**") }, Role.Person)));
    }

    internal static string Compose(string today, params Line[] lines) => Compose(new(), Given.Phone(1), today, lines);

    internal static string Compose(ReminderPolicy policy, PhoneNumber to, string today, params Line[] lines) =>
        new Composer(Given.Schedule(policy)).Compose("张三", to, lines, Given.Day(today));
}
