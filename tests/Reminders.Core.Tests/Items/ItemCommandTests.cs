namespace Reminders.Core.Tests.Items;

public class ItemCommandTests
{
    private static readonly Instant Now = Given.At("2020-05-18T10:00");
    private static readonly Item Open = Given.Item(ItemState.Open);
    private static readonly Item Reported = Given.Item(ItemState.Reported);
    private static readonly Item Closed = Given.Item(ItemState.Closed);
    private static readonly Item Draft = Given.Item(ItemState.Draft) with
    {
        Persons = [],
        Deadline = Deadline.None(DeadlineKind.Redacted, "**"),
    };

    public static TheoryData<string, Item, ItemCommand> Refused => new()
    {
        { "reason-missing", Reported, new ReturnItem(Commands.Leader, " ") },
        { "reason-missing", Open, new ExtendItem(Given.Office, Given.Day("2020-06-30"), "") },
        { "reason-missing", Closed, new ReopenItem(Given.Office, Given.Day("2020-06-30"), "　") },
        { "reason-missing", Open, new CancelItem(Given.Office, "") },
        { "reason-missing", Draft, new CancelItem(Given.Office, "") },
        { "verifier-is-reporter", Reported with { Report = new(new("孙八"), Now, "") }, new VerifyItem(new("孙八"), Commands.AllChecks, "看过") },
        { "verifier-is-reporter", Reported, new VerifyItem(Commands.Person, Commands.AllChecks, "看过") },
        { "verifier-is-doer", Reported with { Report = new(Given.Office, Now, "代报") },
            new VerifyItem(Commands.Person, Commands.AllChecks, "看过") },
        { "checks-missing", Reported, new VerifyItem(Commands.Leader, Commands.AllChecks with { ProblemTraced = false }, "看过") },
        { "checks-missing", Reported, new VerifyItem(Commands.Leader, Commands.AllChecks with { MeasuresDone = false }, "看过") },
        { "checks-missing", Reported, new VerifyItem(Commands.Leader, Commands.AllChecks with { EffectReached = false }, "看过") },
        { "checks-missing", Reported, new VerifyItem(Commands.Leader, Commands.AllChecks with { PeopleSatisfied = false }, "看过") },
        { "note-missing", Reported, new VerifyItem(Commands.Leader, Commands.AllChecks, " ") },
        { "deadline-not-later", Open, new ExtendItem(Given.Office, Given.Day("2020-05-20"), "汛期") },
        { "deadline-not-later", Open, new ExtendItem(Given.Office, Given.Day("2020-05-19"), "汛期") },
        { "deadline-past", Closed, new ReopenItem(Given.Office, Given.Day("2020-05-17"), "反弹") },
        { "deadline-needs-extension", Open, new CompleteItem(Given.Office, Deadline: Given.Day("2020-06-30")) },
        { "deadline-needs-extension", Reported, new CompleteItem(Given.Office, Deadline: Given.Day("2020-06-30")) },
        { "would-reach-nobody", Open, new CompleteItem(Given.Office, Persons: []) },
        { "would-reach-nobody", Open, new CompleteItem(Given.Office, Persons: [new("王五")]) },
        { "would-reach-nobody", Open, new CompleteItem(Given.Office, Leaders: []) },
        { "would-reach-nobody", Reported, new CompleteItem(Given.Office, Leaders: [new("王五")]) },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_refusal_names_what_a_command_lacks(string code, Item item, ItemCommand command)
    {
        var decision = command.Decide(item, Given.Shanghai, Now);

        Assert.Equal(code, decision.Refusal?.Code);
        Assert.Null(decision.Item);
        Assert.EndsWith(".", decision.Refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("on the last day, to its end", "2020-05-20T23:59", null)]
    [InlineData("from the first moment after it", "2020-05-21T00:00", "asked-too-late")]
    public void An_extension_must_be_asked_for_before_the_deadline_is_over(string remark, string now, string? code) =>
        Assert.Equal((remark, code), (remark, Commands.Good(ItemAction.Extend).Decide(Open, Given.Shanghai, Given.At(now)).Refusal?.Code));

    [Fact]
    public void An_extension_makes_a_new_version_of_the_deadline_and_counts_anew()
    {
        var decision = Commands.Good(ItemAction.Extend).Decide(Open, Given.Shanghai, Now);

        Assert.Equal(Deadline.On(Given.Day("2020-06-30"), Open.Deadline.Text, version: 2), decision.Item!.Deadline);
        Assert.Equal(Now, decision.Item!.OpenSince);
        Assert.Equal("2020-05-20 → 2020-06-30: 汛期无法施工", decision.Detail);
    }

    [Fact]
    public void A_report_keeps_its_author_and_time_and_a_return_removes_both()
    {
        var onBehalf = new Actor("张三", "办公室");
        var reported = new ReportItem(onBehalf, "完成").Decide(Open, Given.Shanghai, Now).Item!;
        var returned = new ReturnItem(Commands.Leader, "照片看不清").Decide(reported, Given.Shanghai, Now + Duration.FromDays(2)).Item!;

        Assert.Equal(new(onBehalf, Now, "完成"), reported.Report);
        Assert.Null(returned.Report);
        Assert.Equal(Now + Duration.FromDays(2), returned.OpenSince);
        Assert.Equal(Open.Deadline, returned.Deadline);
    }

    [Fact]
    public void Reopening_begins_the_next_cycle_with_a_new_deadline_today_at_the_earliest()
    {
        var reopened = new ReopenItem(Given.Office, Given.Day("2020-05-18"), "反弹").Decide(Closed, Given.Shanghai, Now).Item!;

        Assert.Equal(
            (2, 2, (Instant?)Now, (WorkReport?)null), (reopened.Cycle, reopened.Deadline.Version, reopened.OpenSince, reopened.Report));
    }

    [Fact]
    public void A_draft_names_its_missing_parts_and_opens_when_none_is_missing()
    {
        var half = new CompleteItem(Given.Office, Persons: [new("王五")]).Decide(Draft, Given.Shanghai, Now);
        var whole = new CompleteItem(Given.Office, Persons: [new("王五", Given.Phone(2))], Deadline: Given.Day("2020-06-30"))
            .Decide(half.Item!, Given.Shanghai, Now);

        Assert.Equal((ItemState.Draft, (Instant?)null), (half.Item!.State, half.Item!.OpenSince));
        Assert.EndsWith("still missing: deadline-redacted, person-phone-missing", half.Detail, StringComparison.Ordinal);
        Assert.Equal((ItemState.Open, (Instant?)Now), (whole.Item!.State, whole.Item!.OpenSince));
        Assert.Equal(Deadline.On(Given.Day("2020-06-30"), "**", version: 2), whole.Item!.Deadline);
    }

    [Fact]
    public void Completing_an_open_item_replaces_the_named_people_and_leaves_the_rest()
    {
        var changed = new CompleteItem(Given.Office, Leaders: [new("钱七", Given.Phone(12))]).Decide(Open, Given.Shanghai, Now).Item!;

        Assert.Equal(Open.Persons, changed.Persons);
        Assert.Equal("钱七", changed.Leaders.Single().Name);
        Assert.Equal((Open.Deadline, Open.OpenSince), (changed.Deadline, changed.OpenSince));
    }

    [Theory]
    [InlineData("张三", "key", "张三", "key2", "the reporter himself")]
    [InlineData("张 三", "key", "张三", "key2", "the reporter, written with a blank")]
    [InlineData("clerk", "clerk", "张三", "clerk", "who wrote the report down for another")]
    [InlineData("李四", "zhangsan", "zhangsan", "zhangsan", "by the key of the reporter, in another's name")]
    public void A_reporter_cannot_verify(string name, string key, string reporter, string reporterKey, string remark)
    {
        var reported = Open with
        {
            State = ItemState.Reported,
            Report = new(new(reporter, reporterKey), Now, "done"),
            Persons = [new("王五", Given.Phone(2))],
        };

        var decision = new VerifyItem(new(name, key), new(true, true, true, true), "seen").Decide(reported, Given.Shanghai, Now);

        Assert.Equal(("verifier-is-reporter", remark), (decision.Refusal?.Code, remark));
    }

    [Theory]
    [InlineData("**")]
    [InlineData("XX")]
    [InlineData("张某")]
    [InlineData("各村支部")]
    public void A_redacted_name_or_a_group_is_nobody(string name) =>
        Assert.Equal("name-names-nobody",
            new CompleteItem(Given.Office, Persons: [new(name, Given.Phone(2))]).Decide(Open, Given.Shanghai, Now).Refusal?.Code);

    [Fact]
    public void The_doer_grants_himself_no_extension() =>
        Assert.Equal(
            "granter-is-doer",
            new ExtendItem(new(Given.Person.Name), Given.Day("2020-06-30"), "more time")
                .Decide(Open, Given.Shanghai, Given.At("2020-05-10T10:00")).Refusal?.Code);

    [Fact]
    public void The_same_deadline_again_is_no_change() =>
        Assert.Equal(
            1, new CompleteItem(Given.Office, Deadline: Given.Day("2020-05-20")).Decide(Open, Given.Shanghai, Now).Item!.Deadline.Version);

    public static TheoryData<string, Item> Incomplete => new()
    {
        { "", Given.Item() },
        { "person-missing", Given.Item() with { Persons = [] } },
        { "leader-missing", Given.Item() with { Leaders = [] } },
        { "person-phone-missing", Given.Item() with { Persons = [new("王五")] } },
        { "leader-phone-missing", Given.Item() with { Leaders = [new("王五")] } },
        { "", Given.Item() with { Persons = [new("王五"), Given.Person], Supervisors = [] } },
        { "deadline-redacted, person-missing, leader-missing",
            new(new(1, 1), null, "") { Deadline = Deadline.None(DeadlineKind.Redacted, "**") } },
        { "deadline-immediate", Given.Item() with { Deadline = Deadline.None(DeadlineKind.Immediate, "立行立改") } },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void An_item_names_its_missing_parts(string missing, Item item) =>
        Assert.Equal(missing, string.Join(", ", item.Missing));

    [Fact]
    public void Only_parties_with_a_number_are_recipients()
    {
        var item = Given.Item() with { Persons = [new("王五"), Given.Person] };

        Assert.Equal([Given.Person], item.Recipients(Role.Person));
        Assert.Throws<ArgumentOutOfRangeException>(() => item.Recipients((Role)9).Any());
        Assert.Throws<ArgumentException>(() => Deadline.None(DeadlineKind.Date, "5月20日"));
        Assert.Equal("deadline-redacted", FindingCodes.Deadline(DeadlineKind.Redacted));
    }
}
