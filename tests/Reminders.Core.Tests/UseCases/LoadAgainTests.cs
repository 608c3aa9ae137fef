namespace Reminders.Core.Tests.UseCases;

/// <summary>A changed plan is loaded again: some parts change, and some stay.</summary>
public class LoadAgainTests
{
    private readonly World world = new(Given.At("2020-05-01T10:00"));

    private static PlanDraft Two { get; } = Given.Plan("2020-05-20", "2020-05-25") is var plan
        ? plan with { Items = [plan.Items[0] with { Problem = "个别村档案填写不规范、不完整。" }, plan.Items[1] with { Problem = "河道巡查记录缺失，垃圾清理不及时。" }] }
        : plan;

    private static PlanDraft With(PlanDraft plan, int ordinal, Func<ItemDraft, ItemDraft> change) =>
        plan with { Items = [.. plan.Items.Select(i => i.Ordinal == ordinal ? change(i) : i)] };

    private static ItemDraft Due(ItemDraft item, string day) => item with { Deadline = Deadline.On(Given.Day(day), day) };

    [Fact]
    public async Task A_moved_deadline_is_a_new_version_and_the_old_steps_are_not_told()
    {
        await world.LoadAsync(Two, Given.Contacts(2));
        await world.RunUntilAsync(Given.At("2020-05-14T10:00")); // a week before the first deadline is told

        var again = await world.LoadAsync(With(Two, 1, i => Due(i, "2020-06-20")));
        await world.RunUntilAsync(Given.At("2020-06-14T10:00"));

        var difference = Assert.Single(again.Differences);
        Assert.Equal((new ItemCode(1, 1), DifferenceKind.Changed), (difference.Code, difference.Kind));
        Assert.Equal([new("deadline", "2020-05-20 (2020-05-20)", "2020-06-20 (2020-06-20)")], difference.Fields);
        Assert.Equal(
            (Given.Day("2020-06-20"), 2), ((await world.ItemAsync()).Deadline.Date!.Value, (await world.ItemAsync()).Deadline.Version));
        Assert.Equal(
            ["1 before-7", "2 before-7"],
            (await world.ToldAsync()).Where(t => t.Step.Item.Ordinal == 1).Select(t => $"{t.Step.DeadlineVersion} {t.Step.Name}"));
    }

    [Fact]
    public async Task A_dry_run_answers_the_difference_and_stores_nothing()
    {
        await world.LoadAsync(Two, Given.Contacts(2));

        var dry = await world.Wired.LoadPlan.RunAsync(With(Two, 1, i => Due(i, "2020-06-20")), [], dryRun: true, Given.Office,
            Cancellation);

        Assert.False(dry.Stored);
        Assert.Single(dry.Differences);
        Assert.Equal(Given.Day("2020-05-20"), (await world.ItemAsync()).Deadline.Date);
    }

    [Fact]
    public async Task A_reload_keeps_the_progress_of_the_work()
    {
        await world.LoadAsync(Two, Given.Contacts(2));
        await world.ActAsync(1, new ReportItem(new("张三"), "完成"));

        await world.LoadAsync(With(Two, 1, i => Due(i with { Problem = i.Problem + "，且有反复" }, "2020-06-20")));

        var item = await world.ItemAsync();
        Assert.Equal((ItemState.Reported, "完成"), (item.State, item.Report?.Note));
        Assert.EndsWith("且有反复", item.Problem, StringComparison.Ordinal);
        Assert.Equal(Given.Day("2020-06-20"), item.Deadline.Date);
    }

    [Fact]
    public async Task An_extension_stands_until_the_file_itself_says_another_deadline()
    {
        await world.LoadAsync(Two, Given.Contacts(2));
        await world.ActAsync(1, new ExtendItem(Given.Office, Given.Day("2020-06-30"), "汛期"));

        await world.LoadAsync(With(Two, 1, i => i with { Measures = "另行采取措施" }));
        Assert.Equal(Given.Day("2020-06-30"), (await world.ItemAsync()).Deadline.Date);

        await world.LoadAsync(With(Two, 1, i => Due(i, "2020-06-05")));
        Assert.Equal(
            (Given.Day("2020-06-05"), 3), ((await world.ItemAsync()).Deadline.Date!.Value, (await world.ItemAsync()).Deadline.Version));
    }

    [Fact]
    public async Task The_same_day_in_other_words_is_no_new_version()
    {
        await world.LoadAsync(Two, Given.Contacts(2));

        await world.LoadAsync(With(Two, 1, i => i with { Deadline = Deadline.On(Given.Day("2020-05-20"), "5月20日前") }));

        var deadline = (await world.ItemAsync()).Deadline;
        Assert.Equal((1, "5月20日前"), (deadline.Version, deadline.Text));
    }

    [Fact]
    public async Task A_date_that_the_file_takes_back_stays_watched_and_is_a_finding()
    {
        await world.LoadAsync(Two, Given.Contacts(2));

        await world.LoadAsync(With(Two, 1, i => i with { Deadline = Deadline.None(DeadlineKind.Immediate, "立行立改") }));

        var item = await world.ItemAsync();
        Assert.Equal((ItemState.Open, Given.Day("2020-05-20")), (item.State, item.Deadline.Date!.Value));
        Assert.Equal([FindingCodes.DeadlineKept], item.Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task An_item_that_is_gone_is_flagged_and_still_watched_until_it_is_listed_again()
    {
        await world.LoadAsync(Two, Given.Contacts(2));

        var again = await world.LoadAsync(Two with { Items = [Two.Items[0]] });
        await world.RunUntilAsync(Given.At("2020-05-19T10:00"));

        Assert.Equal([(new ItemCode(1, 2), DifferenceKind.Gone)], again.Differences.Select(d => (d.Code, d.Kind)));
        Assert.Equal([FindingCodes.GoneFromPlan], (await world.ItemAsync(2)).Findings.Select(f => f.Code));
        Assert.Contains(await world.ToldAsync(), t => t.Step.Item.Ordinal == 2);

        await world.LoadAsync(Two);
        Assert.Empty((await world.ItemAsync(2)).Findings);
    }

    [Fact]
    public async Task An_item_that_is_new_gets_the_next_code_wherever_it_stands_in_the_file()
    {
        await world.LoadAsync(Two, Given.Contacts(3));
        var third = Two.Items[0] with { Number = "1", Title = "第三项", Problem = "消防通道被占用，无人清理。" };
        var renumbered = Two with { Items = [third, .. Two.Items.Select((i, n) => i with { Ordinal = n + 2, Number = $"{n + 2}" })] };

        var again = await world.LoadAsync(renumbered);

        Assert.Equal(
            [(new(1, 1), DifferenceKind.Changed), (new(1, 2), DifferenceKind.Changed), (new ItemCode(1, 3), DifferenceKind.Added)],
            again.Differences.Select(d => (d.Code, d.Kind)));
        Assert.Equal("第三项", (await world.ItemAsync(3)).Title);
        Assert.Equal("2", (await world.ItemAsync(1)).Number);
        Assert.Equal(3, (await world.Ledger.Plans.PlansAsync(Cancellation)).Single().ItemCount);
        Assert.Empty((await world.LoadAsync(renumbered)).Differences);
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));
        Assert.Contains(await world.ToldAsync(), t => t.Step.Item.Ordinal == 3);
    }

    [Fact]
    public async Task Another_person_is_told_from_now_on_unless_an_administrator_named_one()
    {
        var plan = With(With(Two, 1, i => i with { Persons = [new("张三")] }), 2, i => i with { Persons = [new("张三")] });
        await world.LoadAsync(plan, [new("张三", Given.Phone(1)), new("王五", Given.Phone(5)), new("赵六", Given.Phone(6)),
            new("领导", Given.Phone(2), Role.Leader) { Items = ["1", "2"] }]);
        await world.ActAsync(2, new CompleteItem(Given.Office, Persons: [new("赵六")]));

        await world.LoadAsync(With(With(plan, 1, i => i with { Persons = [new("王五")] }), 2, i => i with { Persons = [new("王五")] }));

        Assert.Equal("王五", (await world.ItemAsync(1)).Persons.Single().Name);
        Assert.Equal("赵六", (await world.ItemAsync(2)).Persons.Single().Name);
    }

    [Fact]
    public async Task A_number_that_the_file_gives_anew_is_used()
    {
        var plan = With(Two, 1, i => i with { Persons = [new("张三", Given.Phone(1))] });
        await world.LoadAsync(plan, [new("领导", Given.Phone(2), Role.Leader) { Items = ["1", "2"] }]);

        await world.LoadAsync(With(plan, 1, i => i with { Persons = [new("张三", Given.Phone(9))] }));

        Assert.Equal(Given.Phone(9), (await world.ItemAsync()).Persons.Single().Phone);
    }

    [Fact]
    public async Task A_change_that_would_reach_nobody_is_not_made_and_the_board_says_so()
    {
        var plan = With(Two, 1, i => i with { Persons = [new("张三")] });
        await world.LoadAsync(plan, [new("张三", Given.Phone(1)), new("领导", Given.Phone(2), Role.Leader) { Items = ["1", "2"] }]);
        var changed = With(plan, 1, i => i with { Persons = [new("王五")] });

        var again = await world.LoadAsync(changed);

        Assert.Equal("would-reach-nobody", Assert.Single(again.Differences).Kept?.Code);
        var item = await world.ItemAsync();
        Assert.Equal(("张三", FindingCodes.PlanSaysOtherwise), (item.Persons.Single().Name, item.Findings.Single().Code));

        await world.LoadAsync(changed, new Contact("王五", Given.Phone(5)));
        item = await world.ItemAsync();
        Assert.Equal("王五", item.Persons.Single().Name);
        Assert.Empty(item.Findings);
    }

    [Fact]
    public async Task A_closed_item_stays_as_it_was_verified()
    {
        await world.LoadAsync(Two, Given.Contacts(2));
        await world.ActAsync(1, new ReportItem(new("张三"), "完成"));
        await world.ActAsync(1, new VerifyItem(new("领导"), new(true, true, true, true), "现场已核查"));

        var again = await world.LoadAsync(With(Two, 1, i => Due(i, "2020-06-20")));

        Assert.Equal("not-allowed-in-state", Assert.Single(again.Differences).Kept?.Code);
        Assert.Equal(Given.Day("2020-05-20"), (await world.ItemAsync()).Deadline.Date);
        Assert.Empty((await world.LoadAsync(Two with { Items = [Two.Items[1]] })).Differences);
    }

    [Fact]
    public async Task A_draft_that_the_file_completes_opens()
    {
        await world.LoadAsync(With(Two, 1, i => i with { Deadline = Deadline.None(DeadlineKind.Redacted, "**") }), Given.Contacts(2));

        await world.LoadAsync(Two);
        await world.RunUntilAsync(Given.At("2020-05-14T10:00"));

        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
        Assert.Contains(await world.ToldAsync(), t => t.Step.Item.Ordinal == 1);
    }

    [Fact]
    public async Task Another_document_number_is_another_plan_and_a_copy_without_it_is_not()
    {
        await world.LoadAsync(Two with { DocumentNumber = "〔2020〕2号" }, Given.Contacts(2));

        Assert.True((await world.LoadAsync(Two)).AlreadyLoaded);
        Assert.False((await world.LoadAsync(Two with { DocumentNumber = "〔2020〕9号" })).AlreadyLoaded);
    }

    [Fact]
    public async Task A_year_that_the_document_does_not_say_is_asked_for()
    {
        var refused = await world.LoadAsync(Two with { YearIsWeak = true }, Given.Contacts(2));
        Assert.Equal("year-needed", refused.Refusal?.Code);
        Assert.Contains("year=2020", refused.Refusal!.Message, StringComparison.Ordinal);
        Assert.Empty(await world.Ledger.Plans.PlansAsync(Cancellation));

        Assert.Equal(2, (await world.Wired.LoadPlan.RunAsync(Two with { YearIsWeak = true }, [], dryRun: true, Given.Office, Cancellation))
            .Items.Length);
    }

    [Fact]
    public async Task Loading_again_finishes_a_load_that_crashed_halfway()
    {
        var changed = With(Two, 1, i => Due(i, "2020-06-20")) with
        {
            Items =
            [
                Due(Two.Items[0], "2020-06-20"),
                Due(Two.Items[0] with { Ordinal = 2, Number = "9", Title = "新增", Problem = "消防通道被占用。" }, "2020-05-28"),
            ],
        };
        for (var call = 1; ; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"), wire: new());
            await cut.LoadAsync(Two, Given.Contacts(3));
            cut.Wire.CrashesAt = cut.Wire.Calls.Count + call;
            try
            {
                await cut.LoadAsync(changed);
                Assert.True(call > 8, "the load makes more calls than that");
                return;
            }
            catch (ProcessCrashed)
            {
            }
            cut.Wire.CrashesAt = 0;
            await cut.LoadAsync(changed);
            await cut.RunUntilAsync(Given.At("2020-05-28T10:00"));
            Assert.Equal(Given.Day("2020-06-20"), (await cut.ItemAsync()).Deadline.Date);
            Assert.Equal("新增", (await cut.ItemAsync(3)).Title);
            Assert.Contains(await cut.ToldAsync(), t => t.Step is { Item.Ordinal: 3, Name.Kind: StepKind.Due });
        }
    }
}
