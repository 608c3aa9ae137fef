namespace Reminders.Core.Tests.UseCases;

/// <summary>张三 (number 1) does items under 李四 (number 11) and is away; 孙七 (number 4) stands in.</summary>
public class FollowAbsencesTests
{
    private static readonly Party Deputy = new("孙七", Given.Phone(4));

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task The_deputy_is_told_while_the_person_is_away_and_the_person_before_and_after()
    {
        await LoadAsync(world, "2020-05-20"); // told on 05-13, on 05-15 for Sunday 05-17, on 05-19 and on 05-20
        await RecordAsync(world, "2020-05-14", "2020-05-18");

        await DaysAsync(world, "2020-05-12", "2020-05-20");

        Assert.Equal(
            ["1 before-7", "4 before-7", "4 before-3", "1 before-1", "1 due"],
            (await world.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Name}"));
        Assert.Equal(
            [("05-13", 1), ("05-14", 4), ("05-15", 4), ("05-19", 1), ("05-20", 1)],
            world.Provider.Taken.Select(t => (t.At.InZone(Given.Shanghai).Date.ToString("MM-dd", null), t.Sms.To.Value[^1] - '0')));
        Assert.Single((await world.FileAsync()).History); // an absence does not change items
    }

    [Fact]
    public async Task A_person_who_returns_between_two_steps_hears_once_what_the_deputy_was_told_last()
    {
        await LoadAsync(world, "2020-05-20");
        await RecordAsync(world, "2020-05-14", "2020-05-17");

        await DaysAsync(world, "2020-05-12", "2020-05-18");

        Assert.Equal(
            ["1 before-7", "4 before-7", "4 before-3", "1 before-3"],
            (await world.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Name}"));
    }

    [Fact]
    public async Task A_person_who_returns_hears_of_an_urging_even_if_the_next_step_is_months_away()
    {
        await LoadAsync(world, "2020-08-20");
        await world.RunUntilAsync(Given.At("2020-05-12T22:00"));
        await world.ActAsync(1, new UrgeItem(Given.Office, "上级周五来查"));
        await world.RunUntilAsync(Given.At("2020-05-12T22:30"));
        Assert.Equal(StepOutcome.Waiting, Assert.Single(await world.RecordsAsync(1)).Outcome);
        await RecordAsync(world, "2020-05-13", "2020-05-13");

        await DaysAsync(world, "2020-05-13", "2020-05-14");

        Assert.Equal(
            [("05-13", 4), ("05-14", 1)],
            world.Provider.Taken.Select(t => (t.At.InZone(Given.Shanghai).Date.ToString("MM-dd", null), t.Sms.To.Value[^1] - '0')));
        Assert.All(await world.RecordsAsync(1), r => Assert.Equal(StepOutcome.Noticed, r.Outcome));
    }

    [Fact]
    public async Task An_absence_that_begins_today_counts_at_once_and_drops_notices_queued_for_the_person()
    {
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await LoadAsync(world, "2020-05-20");
        await world.ScanAsync();
        Assert.Equal([new(1, 1)], (await RecordAsync(world, "2020-05-13", "2020-05-13")).Value.Items);

        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal([Given.Phone(4)], world.Provider.Taken.Select(t => t.Sms.To));
        Assert.Equal("recipient-changed", (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).Reason);
    }

    [Fact]
    public async Task A_cancelled_absence_gives_the_person_their_items_at_once()
    {
        await LoadAsync(world, "2020-05-20");
        var absence = (await RecordAsync(world, "2020-05-12", "2020-05-30")).Value.Absence;
        Assert.Equal("孙七", (await world.ItemAsync()).Persons.Single().Name);

        Assert.Equal([new(1, 1)], (await world.CancelAbsence.RunAsync(absence.Id, Given.Office, Cancellation)).Value.Items);

        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons);
        await DaysAsync(world, "2020-05-13", "2020-05-13");
        Assert.Equal([Given.Phone(1)], world.Provider.Taken.Select(t => t.Sms.To));
    }

    [Fact]
    public async Task A_deputy_stands_in_for_leaders_and_supervisors_too_and_one_SMS_tells_it_all()
    {
        world.Clock.SetTo(Given.At("2020-05-28T10:00"));
        await LoadAsync(world, "2020-05-20");
        foreach (var number in (int[])[1, 11, 21])
            await RecordAsync(world, "2020-05-28", "2020-05-29", number);

        await world.RunUntilAsync(Given.At("2020-05-29T18:00"));

        Assert.Equal([Given.Phone(4)], world.Provider.Taken.Select(t => t.Sms.To).Distinct());
        Assert.Equal([Role.Person, Role.Leader, Role.Supervisor], (await world.ToldAsync()).Select(t => t.Step.Role).Distinct().Order());
        Assert.Equal(["张三", "李四", "赵六"], Enum.GetValues<Role>().Select(r => world.ItemAsync().Result.Parties(r).Single().StandsFor!));
    }

    [Fact]
    public async Task The_deputy_and_the_absent_one_may_both_report_by_reply_and_neither_verify()
    {
        await LoadAsync(world, "2020-05-20", "2020-05-20");
        await RecordAsync(world, "2020-05-12", "2020-05-30");

        Assert.Equal((new ItemCode(1, 1), null), await SayAsync(4, "1-1 已完成"));
        Assert.Equal((new ItemCode(1, 2), null), await SayAsync(1, "1-2 已完成"));

        Assert.Equal(("孙七", "张三"), ((await world.ItemAsync(1)).Report!.By.Name, (await world.ItemAsync(2)).Report!.By.Name));
        var checks = new FourChecks(true, true, true, true);
        Assert.Equal("verifier-is-doer", (await world.ActAsync(1, new VerifyItem(new("张 三"), checks, "看过"))).Refusal?.Code);
        Assert.Equal("verifier-is-doer", (await world.ActAsync(2, new VerifyItem(new("孙七"), checks, "看过"))).Refusal?.Code);
        Assert.Null((await world.ActAsync(1, new VerifyItem(new("李四"), checks, "看过"))).Refusal);

        async Task<(ItemCode?, string?)> SayAsync(int from, string text)
        {
            var answer = world.UseCases.AnswerReply;
            var reply = await answer.RunAsync(new($"SM{from}", Given.Phone(from), text), Cancellation);
            return (reply.Item, reply.Refusal);
        }
    }

    [Fact]
    public async Task The_absent_doer_grants_and_refuses_himself_no_extension()
    {
        await LoadAsync(world, "2020-05-20");
        await RecordAsync(world, "2020-05-12", "2020-05-30");
        await world.ActAsync(1, new RequestExtension(new("孙七"), Given.Day("2020-06-20"), "设备未到"));
        var granted = await world.ActAsync(1, new ExtendItem(new("张三"), Given.Day("2020-06-20"), "设备未到"));
        Assert.Equal("granter-is-doer", granted.Refusal?.Code);
        Assert.Equal("granter-is-doer", (await world.ActAsync(1, new DeclineExtension(new("张三"), "不需要"))).Refusal?.Code);
    }

    [Fact]
    public async Task An_item_loaded_reopened_or_assigned_during_an_absence_tells_the_deputy()
    {
        await LoadAsync(world, "2020-05-20");
        await world.ActAsync(1, new ReportItem(new("张三"), "完成"));
        await world.ActAsync(1, new VerifyItem(new("李四"), new(true, true, true, true), "看过"));
        await RecordAsync(world, "2020-05-12", "2020-05-30");
        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons); // a closed item does not change

        await world.ActAsync(1, new ReopenItem(Given.Office, Given.Day("2020-06-20"), "反弹"));
        Assert.Equal("张三", (await world.ItemAsync()).Persons.Single().StandsFor);
        await world.ActAsync(1, new CompleteItem(Given.Office, Persons: [new("张三", Given.Phone(1)), new("钱二", Given.Phone(2))]));
        Assert.Equal(["孙七", "钱二"], (await world.ItemAsync()).Persons.Select(p => p.Name));
        await world.LoadAsync(Given.Plan("2020-05-20") with { Title = "另一方案" }, Given.Contacts());
        Assert.Equal("张三", (await world.ItemAsync(plan: 2)).Persons.Single().StandsFor);

        world.Clock.SetTo(Given.At("2020-05-31T00:00"));
        Assert.Equal([new(1, 1), new(2, 1)], await world.Absences.RunAsync(Cancellation));
        Assert.Equal([Given.Person, new("钱二", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_new_directory_keeps_the_deputy_even_on_an_item_that_it_no_longer_lists()
    {
        await LoadAsync(world, "2020-05-20");
        await RecordAsync(world, "2020-05-14", "2020-05-18");
        Assert.NotEmpty((await world.Contacts.RunAsync([], Given.Office, Cancellation)).Refused); // the item keeps its people

        world.Clock.SetTo(Given.At("2020-05-14T00:00"));
        await world.Absences.RunAsync(Cancellation);
        Assert.Equal(("孙七", "张三"), ((await world.ItemAsync()).Persons.Single().Name, (await world.ItemAsync()).Persons.Single().StandsFor));

        Contact[] now = [.. Given.Contacts().Select(c => c.Within(1)), new("钱二", Given.Phone(2)) { Items = ["1-1"] }];
        await world.Contacts.RunAsync(now, Given.Office, Cancellation);
        Assert.Equal(["孙七", "钱二"], (await world.ItemAsync()).Persons.Select(p => p.Name));
    }

    [Fact]
    public async Task A_deputy_who_is_also_one_of_the_items_people_stays_one_afterwards()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [.. Given.Contacts(), new Contact("孙七", Given.Phone(4)) { Items = ["1"] }]);
        await RecordAsync(world, "2020-05-13", "2020-05-13");
        await DaysAsync(world, "2020-05-13", "2020-05-13");
        Assert.Equal([Given.Phone(4)], world.Provider.Taken.Select(t => t.Sms.To));
        Assert.Single(await world.ToldAsync());

        world.Clock.SetTo(Given.At("2020-05-14T00:00"));
        await world.Absences.RunAsync(Cancellation);
        Assert.Equal([Given.Person, Deputy], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task While_no_absence_turns_a_run_is_one_read()
    {
        await LoadAsync(world, "2020-05-20", "2020-05-20");
        await RecordAsync(world, "2020-05-14", "2020-05-18");
        await RecordAsync(world, "2020-05-12", "2020-05-18", 11);
        await world.Absences.RunAsync(Cancellation);
        var before = world.Wire.Calls.Count;

        Assert.Empty(await world.Absences.RunAsync(Cancellation));

        Assert.Equal(["IBarriers.BarriersAsync"], world.Wire.Calls.Skip(before));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_run_finishes_a_run_that_crashed_halfway(bool afterwards)
    {
        for (var call = 1; ; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"), wire: new() { CrashesAfterwards = afterwards });
            await LoadAsync(cut, "2020-05-20", "2020-05-21");
            await cut.RunUntilAsync(Given.At("2020-05-13T10:00"));
            cut.Wire.CrashesAt = cut.Wire.Calls.Count + call;
            var finished = false;
            try
            {
                await RecordAsync(cut, "2020-05-13", "2020-05-14");
                finished = true;
            }
            catch (ProcessCrashed)
            {
            }
            cut.Wire.CrashesAt = 0;
            if ((await cut.Ledger.People.AbsencesAsync(Cancellation)).Count == 0)
                continue; // the absence was not recorded, and the caller has no id
            await cut.BeatAsync();
            await cut.RunUntilAsync(Given.At("2020-05-14T18:00"));
            Assert.Equal(
                ["1 1-1 before-7", "4 1-1 before-7", "4 1-2 before-7"],
                (await cut.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Item} {t.Step.Name}").Order(StringComparer.Ordinal));
            if (finished)
            {
                Assert.True(call > 8, "it makes more calls than that");
                return;
            }
        }
    }

    [Theory]
    [InlineData("AbsencesAsync")]
    [InlineData("ItemsAsync")]
    [InlineData("AddToAgendaAsync")]
    [InlineData("TrySaveAbsenceAsync")]
    public async Task A_cancellation_in_the_middle_of_a_run_counts(string method)
    {
        foreach (var after in (bool[])[false, true])
        {
            var both = new World(Given.At("2020-05-12T10:00"));
            await LoadAsync(both, "2020-05-20", "2020-05-21");
            var absence = (await RecordAsync(both, "2020-05-13", "2020-05-20")).Value.Absence;
            both.Clock.SetTo(Given.At("2020-05-13T00:00"));
            Func<Task> rival = () => both.CancelAbsence.RunAsync(absence.Id, Given.Office, Cancellation);
            var ledger = after ? Overtaken.After(both.Ledger, method, rival) : Overtaken.On(both.Ledger, method, rival);

            await both.On(ledger).FollowAbsences.RunAsync(Cancellation);

            await both.RunUntilAsync(Given.At("2020-05-14T18:00"));
            Assert.Equal(["1 1-1", "1 1-2"], (await both.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Item}"));
        }
    }

    private static Task<LoadResult> LoadAsync(World world, params string[] deadlines) =>
        world.LoadAsync(Given.Plan(deadlines), Given.Contacts(deadlines.Length));

    private static Task<Outcome<AbsenceFollowed>> RecordAsync(World world, string from, string until, int number = 1) =>
        world.RecordAbsence.RunAsync(Given.Phone(number), Deputy, (Given.Day(from), Given.Day(until)), "外出", Given.Office, Cancellation);

    // The timers run at every slot.
    private static async Task DaysAsync(World world, string from, string to)
    {
        for (var day = Given.Day(from); day <= Given.Day(to); day = day.PlusDays(1))
        {
            var slot = world.Schedule.SlotOn(day, Given.Shanghai);
            if (slot < world.Now)
                continue;
            world.Clock.SetTo(slot);
            await world.BeatAsync();
        }
    }
}
