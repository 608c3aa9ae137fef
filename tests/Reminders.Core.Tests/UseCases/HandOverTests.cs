namespace Reminders.Core.Tests.UseCases;

/// <summary>张三 (number 1) hands over to 王五 (number 5).</summary>
public partial class HandOverTests
{
    private static readonly Party New = new("王五", Given.Phone(5));
    private static readonly Succession All = new(Given.Phone(1), New);

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_handover_replaces_the_person_whom_the_plan_names_and_outlasts_a_reload()
    {
        var plan = Named("张三", "钱二");
        await world.LoadAsync(plan, [new("张三", Given.Phone(1)), new("钱二", Given.Phone(2)), new("李四", Given.Phone(11), Role.Leader)]);

        var result = await RunAsync(All);

        Assert.Equal([new(1, 1)], result.Value.Changed);
        Assert.Equal([New, new("钱二", Given.Phone(2))], (await world.ItemAsync()).Persons);
        Assert.Equal("张三 handed over to 王五: persons 张三、钱二 → 王五、钱二; names", (await HistoryAsync())[^1].Detail);
        Assert.Equal(["02 钱二", "05 王五", "11 李四"], await DirectoryAsync(world));

        await world.LoadAsync(plan with { Items = [plan.Items[0] with { Measures = "另行采取措施" }] });
        Assert.Equal([New, new("钱二", Given.Phone(2))], (await world.ItemAsync()).Persons);
        // 钱二 is not handed over and still follows the directory.
        await world.Contacts.RunAsync(Given.Phone(2), [new("钱二", Given.Phone(3))], Given.Office, Cancellation);
        Assert.Equal([New, new("钱二", Given.Phone(3))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task An_item_follows_the_successor_to_a_new_number()
    {
        await world.LoadAsync(Named("张三"), [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        await RunAsync(All);
        Assert.Equal([new("王五")], (await world.ItemAsync()).NamedPersons);

        await world.Contacts.RunAsync(Given.Phone(5), Given.Phone(6), [new("王五", Given.Phone(6))], Given.Office, Cancellation);

        Assert.Equal([new("王五", Given.Phone(6))], (await world.ItemAsync()).Persons);
    }

    /// <summary>An old handover does not count for a person who came back and gets another number.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_item_follows_a_person_who_came_back_to_a_new_number(bool isHandedBack)
    {
        await ComeBackAsync(isHandedBack);

        await world.Contacts.RunAsync(Given.Phone(1), Given.Phone(6), [new("张三", Given.Phone(6))], Given.Office, Cancellation);

        Assert.Equal([new("张三", Given.Phone(6))], (await world.ItemAsync(plan: 2)).Persons);
        Assert.Equal([isHandedBack ? new("张三", Given.Phone(6)) : New], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_person_who_got_the_items_back_and_leaves_keeps_an_item_that_would_reach_nobody()
    {
        await ComeBackAsync(isHandedBack: true);

        var update = await world.Contacts.RunAsync(Given.Phone(1), [], Given.Office, Cancellation);

        Assert.Contains(update.Refused, r => r.Code == "would-reach-nobody");
        Assert.Equal([Given.Person], (await world.ItemAsync(plan: 2)).Persons);
    }

    private async Task ComeBackAsync(bool isHandedBack)
    {
        var plan = Named("张三");
        await world.LoadAsync(plan, [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        await RunAsync(All);
        if (isHandedBack)
            await RunAsync(new(New.Phone!.Value, Given.Person));
        else
            await world.Contacts.RunAsync(Given.Phone(1), [new("张三", Given.Phone(1))], Given.Office, Cancellation);
        await world.LoadAsync(plan with { Title = "另一方案" });
        Assert.Equal([Given.Person], (await world.ItemAsync(plan: 2)).Persons);
    }

    [Fact]
    public async Task A_number_that_the_plan_itself_gave_is_replaced_too()
    {
        var plan = Given.Plan("2020-05-20");
        await world.LoadAsync(plan with { Items = [plan.Items[0] with { Persons = [Given.Person], Leaders = [Given.Leader] }] });

        Assert.Equal([new(1, 1)], (await RunAsync(All)).Value.Changed);
        Assert.Equal([new(1, 1)], (await RunAsync(new(Given.Phone(11), new("周一", Given.Phone(12))))).Value.Changed);

        Assert.Equal((New.Name, "周一"), ((await world.ItemAsync()).Persons.Single().Name, (await world.ItemAsync()).Leaders.Single().Name));
        Assert.Equal(
            [New, new("周一", Given.Phone(12))], (await world.ItemAsync()).NamedPersons.Concat((await world.ItemAsync()).NamedLeaders));
    }

    [Fact]
    public async Task An_item_whose_people_stand_in_the_directory_alone_goes_on_following_it()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await RunAsync(All);
        Assert.Equal([New], (await world.ItemAsync()).Persons);
        Assert.Empty((await world.ItemAsync()).NamedPersons);
        Assert.False((await world.ItemAsync()).PersonsReplaced);
        await world.Contacts.RunAsync(Given.Phone(2), [new Contact("钱二", Given.Phone(2)) { Items = ["1-1"] }], Given.Office, Cancellation);
        Assert.Equal(["王五", "钱二"], (await world.ItemAsync()).Persons.Select(p => p.Name));
    }

    [Fact]
    public async Task The_successor_gets_the_owed_steps_and_a_notice_queued_for_the_predecessor_is_not_sent()
    {
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.ScanAsync();

        await RunAsync(All);
        await world.RunUntilAsync(Given.At("2020-05-20T18:00"));

        Assert.Equal([Given.Phone(5)], world.Provider.Taken.Select(t => t.Sms.To).Distinct());
        Assert.Equal(["before-7", "before-3", "before-1", "due"], (await world.ToldAsync()).Select(t => $"{t.Step.Name}"));
        Assert.Equal("recipient-changed", (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).Reason);
    }

    [Fact]
    public async Task All_roles_are_handed_over_at_once_or_one_alone()
    {
        Contact[] contacts = [.. Given.Contacts(2), new Contact("张三", Given.Phone(1), Role.Leader) { Items = ["2"] },
            new Contact("张三", Given.Phone(1), Role.Supervisor)];
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-21"), contacts);

        Assert.Equal([new(1, 2)], (await RunAsync(All with { Role = Role.Leader })).Value.Changed);
        Assert.Equal(("张三", "王五"), ((await world.ItemAsync(2)).Persons.Single().Name, (await world.ItemAsync(2)).Leaders[^1].Name));
        Assert.Contains((await world.ItemAsync()).Supervisors, p => p.Name == "张三");

        Assert.Equal([new(1, 1), new(1, 2)], (await RunAsync(All)).Value.Changed);
        foreach (var item in (int[])[1, 2])
            Assert.DoesNotContain(Enum.GetValues<Role>().SelectMany(r => world.ItemAsync(item).Result.Parties(r)), p => p.Name == "张三");
        Assert.Contains((await world.ItemAsync()).Supervisors, p => p == New);
    }

    [Fact]
    public async Task A_leader_found_through_a_person_is_replaced_for_all_their_people()
    {
        await world.LoadAsync(Named("钱二") is var plan ? plan with { Items = [plan.Items[0] with { Leaders = [] }] } : plan,
            [new("钱二", Given.Phone(2), Leader: "张三"), new("张三", Given.Phone(1), Role.Leader)]);

        Assert.Equal([new(1, 1)], (await RunAsync(All)).Value.Changed);

        Assert.Equal([New], (await world.ItemAsync()).Leaders);
        Assert.Equal("王五", (await world.Ledger.People.ContactsAsync(Cancellation)).Single(c => c.Name == "钱二").Leader);
    }

    [Fact]
    public async Task One_unit_is_handed_over_and_the_other_stays()
    {
        var plan = Given.Plan("2020-05-20").DealtTo(["甲村", "乙村"]);
        await world.LoadAsync(plan, [new("张三", Given.Phone(1), Unit: "甲村"), new("张三", Given.Phone(1), Unit: "乙村"),
            new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1", "2"] }]);

        Assert.Equal([new(1, 2)], (await RunAsync(All with { Unit = "乙村" })).Value.Changed);

        Assert.Equal(("张三", "王五"), ((await world.ItemAsync(1)).Persons.Single().Name, (await world.ItemAsync(2)).Persons.Single().Name));
        Assert.Equal([("张三", "甲村"), ("王五", "乙村")], (await world.Ledger.People.ContactsAsync(Cancellation)).Where(c => c.Role == Role.Person)
            .Select(c => (c.Name, c.Unit!)).OrderBy(c => c.Item1));
        Assert.Equal("unit-unknown", (await RunAsync(All with { Unit = "丙村" })).Refusal?.Code);
    }

    [Fact]
    public async Task One_plan_is_handed_over_and_a_contact_of_several_is_parted_by_its_items()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"));
        await world.LoadAsync(Given.Plan("2020-05-21") with { Title = "另一方案" });
        await world.Contacts.RunAsync([new Contact("张三", Given.Phone(1)) { Items = ["1-1", "2-1"] },
            new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1-1", "2-1"] }], Given.Office, Cancellation);

        Assert.Equal([new(2, 1)], (await RunAsync(All with { Plan = 2 })).Value.Changed);

        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons);
        Assert.Equal(["1-1"], (await world.Ledger.People.ContactsAsync(Cancellation)).Single(c => c.Name == "张三").Items);
        Assert.Equal(["2-1"], (await world.Ledger.People.ContactsAsync(Cancellation)).Single(c => c.Name == "王五").Items);
    }

    [Fact]
    public async Task Among_people_who_share_a_number_the_one_with_the_name_hands_over()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [.. Given.Contacts(), new Contact("钱二", Given.Phone(1)) { Items = ["1"] }]);
        await RunAsync(All with { Name = "钱二" });
        Assert.Equal([Given.Person, New], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task An_absent_person_can_hand_over_and_a_draft_whose_number_fails_opens()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts(2));
        await world.RecordAbsence.RunAsync(Given.Phone(1), new("孙七", Given.Phone(4)), (Given.Day("2020-05-12"), Given.Day("2020-05-30")),
            "", Given.Office, Cancellation);
        await world.Ledger.Barriers.FlagAsync(new(Given.Phone(1), "30005", world.Now), Cancellation);
        var draft = Given.Plan("2020-05-21") with { Title = "另一方案" };
        await world.LoadAsync(draft with { Items = [draft.Items[0] with { Persons = [Given.Person], Leaders = [Given.Leader] }] });
        await world.CancelAbsence.RunAsync((await world.Ledger.People.AbsencesAsync(Cancellation)).Single().Value.Id, Given.Office,
            Cancellation);

        await RunAsync(All);

        Assert.Equal([New], (await world.ItemAsync()).Persons);
        var second = await world.ItemAsync(plan: 2);
        Assert.Equal((ItemState.Open, New), (second.State, second.Persons.Single()));
    }

    [Theory]
    [InlineData("**", 5, null, "name-names-nobody")]
    [InlineData("各村支部", 5, null, "name-names-nobody")]
    [InlineData("张叁", 21, null, "handover-to-same-number")]
    [InlineData("王五", 9, null, "number-failed")]
    [InlineData("王五", 5, 2, "supervises-more")]
    public async Task A_handover_that_makes_no_sense_is_refused_whole(string name, int phone, int? plan, string expected)
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.Ledger.Barriers.FlagAsync(new NumberFlag(Given.Phone(9), "30005", world.Now), Cancellation);
        var before = await world.Ledger.People.ContactsAsync(Cancellation);

        Assert.Equal(expected, (await RunAsync(new(Given.Phone(21), new(name, Given.Phone(phone))) { Plan = plan })).Refusal?.Code);

        Assert.Equal(before, await world.Ledger.People.ContactsAsync(Cancellation));
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task An_item_whose_leader_has_left_the_directory_changes_hands_and_keeps_the_leader()
    {
        await world.LoadAsync(Named("张三"), [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        await world.Contacts.RunAsync(Given.Phone(11), [], Given.Office, Cancellation);

        var result = await RunAsync(All);

        Assert.Equal([new(1, 1)], result.Value.Changed);
        Assert.Empty(result.Value.Refused);
        Assert.Equal([New], (await world.ItemAsync()).Persons);
        Assert.Equal([Given.Leader], (await world.ItemAsync()).Leaders);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Repeating_a_call_that_crashed_anywhere_finishes_it_and_a_finished_one_changes_nothing(bool afterwards)
    {
        var plan = Given.Plan("2020-05-20", "2020-05-21");
        plan = plan with { Items = [plan.Items[0] with { Persons = [new("张三"), new("钱二")], Leaders = [new("李四")] }, plan.Items[1]] };
        Contact[] contacts =
        [
            new Contact("张三", Given.Phone(1)) { Items = ["2"] }, new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["2"] },
            new("张三", Given.Phone(1), Role.Supervisor),
            new("钱二", Given.Phone(2), Leader: "张三"),
        ];
        for (var call = 1; ; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"), wire: new() { CrashesAfterwards = afterwards });
            await cut.LoadAsync(plan, contacts);
            cut.Wire.CrashesAt = cut.Wire.Calls.Count + call;
            var finished = false;
            try
            {
                await cut.HandOver.RunAsync(All, Given.Office, Cancellation);
                finished = true;
            }
            catch (ProcessCrashed)
            {
            }
            cut.Wire.CrashesAt = 0;
            await cut.HandOver.RunAsync(All, Given.Office, Cancellation);
            Assert.Empty((await cut.HandOver.RunAsync(All, Given.Office, Cancellation)).Value.Changed);

            Assert.Equal([New, new("钱二", Given.Phone(2))], (await cut.ItemAsync()).Persons);
            Assert.Equal([New], (await cut.ItemAsync(2)).Persons);
            Assert.Equal([New, New], new[] { (await cut.ItemAsync()).Supervisors.Single(), (await cut.ItemAsync(2)).Supervisors.Single() });
            var directory = await cut.Ledger.People.ContactsAsync(Cancellation);
            Assert.Equal(["02 钱二", "05 王五", "05 王五", "11 李四"], await DirectoryAsync(cut));
            Assert.Equal("王五", directory.Single(c => c.Name == "钱二").Leader);
            foreach (var item in (int[])[1, 2])
                Assert.Single((await cut.FileAsync(item)).History, h => h.Detail.Contains("handed over", StringComparison.Ordinal));
            if (finished)
            {
                Assert.True(call > 14, "it makes more calls than that");
                return;
            }
        }
    }

    [Theory]
    [InlineData("ContactsAsync")]
    [InlineData("ItemsAsync")]
    [InlineData("FindItemAsync")]
    [InlineData("TrySaveItemAsync")]
    [InlineData("SaveContactsOfAsync")]
    public async Task A_contact_that_is_added_meanwhile_reaches_the_items_too(string method)
    {
        foreach (var after in (bool[])[false, true])
        {
            var both = new World(Given.At("2020-05-12T10:00"));
            await both.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
            Func<Task> rival = () => both.Contacts.RunAsync(Given.Phone(12), [new("周一", Given.Phone(12), Role.Leader) { Items = ["1-1"] }],
                Given.Office, Cancellation);
            var ledger = after ? Overtaken.After(both.Ledger, method, rival) : Overtaken.On(both.Ledger, method, rival);

            await both.On(ledger).HandOver.RunAsync(All, Given.Office, Cancellation);

            Assert.Equal([New], (await both.ItemAsync()).Persons);
            Assert.Equal(["李四", "周一"], (await both.ItemAsync()).Leaders.Select(p => p.Name));
        }
    }

    /// <summary>张三 hands over to 王五 while 王五 hands over to 张三, or to 赵六.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    public async Task A_successor_who_hands_over_meanwhile_does_not_leave_the_item_to_somebody_unknown(int next)
    {
        foreach (var method in (string[])["AddContactsAsync", "FindItemAsync", "TrySaveItemAsync", "SaveContactsOfAsync"])
        {
            foreach (var after in (bool[])[false, true])
            {
                var both = new World(Given.At("2020-05-12T10:00"));
                await both.LoadAsync(Named("张三"), Given.Contacts());
                var rival = async () =>
                {
                    var other = new Succession(New.Phone!.Value, new(next == 1 ? "张三" : "赵六", Given.Phone(next)));
                    await both.HandOver.RunAsync(other, Given.Office, Cancellation);
                };
                var ledger = after ? Overtaken.After(both.Ledger, method, rival) : Overtaken.On(both.Ledger, method, rival);

                await both.On(ledger).HandOver.RunAsync(All, Given.Office, Cancellation);

                var known = (await both.Ledger.People.ContactsAsync(Cancellation)).Select(c => new Party(c.Name, c.Phone)).ToList();
                var persons = (await both.ItemAsync()).Persons;
                Assert.True(persons.Length > 0 && persons.All(known.Contains), $"{method} {after}: {string.Join('、', persons)}");
            }
        }
    }

    private static PlanDraft Named(params string[] persons)
    {
        var plan = Given.Plan("2020-05-20");
        return plan with { Items = [plan.Items[0] with { Persons = [.. persons.Select(p => new Party(p))], Leaders = [new("李四")] }] };
    }

    private Task<Outcome<Handed>> RunAsync(Succession succession) => world.HandOver.RunAsync(succession, Given.Office, Cancellation);

    private static async Task<IEnumerable<string>> DirectoryAsync(World world) =>
        (await world.Ledger.People.ContactsAsync(Cancellation)).Select(c => $"{c.Phone.Value[^2..]} {c.Name}").Order();

    private async Task<IReadOnlyList<HistoryEntry>> HistoryAsync() => (await world.FileAsync()).History;
}
