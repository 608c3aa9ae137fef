namespace Reminders.Core.Tests.Items;

public class ContactDirectoryTests
{
    private static readonly Item Unnamed = new(new(1, 3), null, "档案填写不规范") { Deadline = Deadline.On(Given.Day("2020-05-20"), "5月20日") };

    private static readonly Item Dealt = Unnamed with
    {
        State = ItemState.Open,
        OpenSince = Given.At("2020-05-01T09:00"),
        Unit = "甲村",
        Persons = [new("王一", Given.Phone(1))],
    };

    private static readonly HandedOver Handover =
        new("1", new(Given.Phone(1), new("赵三", Given.Phone(3))), Leaves: true, Given.At("2020-05-10T09:00"), "办公室");

    [Fact]
    public void A_successor_takes_no_item_that_the_directory_gave_to_others_before()
    {
        // The unit is 钱二's by now; 王一 was told at the item's last change and has handed over since.
        Contact[] contacts = [new("钱二", Given.Phone(2), Unit: "甲村"), new("赵三", Given.Phone(3), Unit: "乙村")];

        Assert.Equal([new("钱二", Given.Phone(2))], new ContactDirectory(contacts, handovers: [Handover]).Told(Dealt).Persons);

        Contact[] before = [new("钱二", Given.Phone(2), Unit: "甲村"), new("王一", Given.Phone(1), Unit: "乙村")];
        var command = new HandOverItem(Given.Office, [Handover.Succession], new(before)) { People = new(contacts) };
        Assert.False(command.Concerns(command.Seen(Dealt)));
    }

    [Fact]
    public void A_number_that_was_given_up_is_not_the_way_out()
    {
        var named = Dealt with { Unit = null, NamedPersons = [new("王一")] };
        Contact[] namesakes = [new("王一", Given.Phone(5)), new("王一", Given.Phone(6))];

        Assert.DoesNotContain(new ContactDirectory(namesakes).Told(named).Persons, p => p.Phone.HasValue);
        Assert.Equal([new("王一", Given.Phone(1))], new ContactDirectory([]).Told(named).Persons);
    }

    [Fact]
    public void A_name_gets_its_number()
    {
        var named = Unnamed with { Persons = [new("张三")], Leaders = [new("李四")] };
        var (item, findings) = Resolve(named, new("张三", Given.Phone(1)), new("李四", Given.Phone(2), Role.Leader));

        Assert.Equal([new Party("张三", Given.Phone(1))], item.Persons);
        Assert.Equal([new Party("李四", Given.Phone(2))], item.Leaders);
        Assert.Empty(findings);
        Assert.Empty(item.Missing);
    }

    [Fact]
    public void An_unknown_name_stays_without_a_number_and_makes_a_finding()
    {
        var (item, findings) = Resolve(Unnamed with { Persons = [new("张三")] }, new Contact("张三丰", Given.Phone(1)));

        Assert.Equal([new Party("张三")], item.Persons);
        Assert.Equal([FindingCodes.PhoneMissing], findings);
    }

    [Fact]
    public void A_name_that_two_have_gets_neither_number()
    {
        Contact[] namesakes = [new("张三", Given.Phone(1), Unit: "甲村"), new("张三", Given.Phone(2), Unit: "乙村")];
        var (item, findings) = Resolve(Unnamed with { Persons = [new("张三")] }, namesakes);

        Assert.Null(item.Persons.Single().Phone);
        Assert.Equal([FindingCodes.PhoneAmbiguous], findings);
    }

    public static TheoryData<string, Contact[]> Namesakes => new()
    {
        { "the one listed for the item", [new("张三", Given.Phone(2)), new("张三", Given.Phone(1), Unit: "x") { Items = ["1-3"] }] },
        { "the one of the item's unit", [new("张三", Given.Phone(2), Unit: "乙村"), new("张三", Given.Phone(1), Unit: "甲村")] },
        { "the one that came with the item's plan", [new("张三", Given.Phone(2)), new Contact("张三", Given.Phone(1)).Within(1)] },
        { "the one with the role", [new("张三", Given.Phone(2), Role.Leader), new("张三", Given.Phone(1))] },
        { "the same number twice is one", [new("张三", Given.Phone(1), Unit: "丙村"), new("张三", Given.Phone(1), Unit: "丁村")] },
    };

    [Theory]
    [MemberData(nameof(Namesakes))]
    public void Among_namesakes_the_closest_match_is_meant(string remark, Contact[] contacts)
    {
        var (item, findings) = Resolve(Unnamed with { Persons = [new("张三")], Units = ["甲村"] }, contacts);

        Assert.Equal((remark, Given.Phone(1)), (remark, item.Persons.Single().Phone));
        Assert.Empty(findings);
    }

    [Fact]
    public void The_only_one_with_a_name_is_meant_in_any_role()
    {
        var (item, _) = Resolve(Unnamed with { Leaders = [new("张三")] }, new Contact("张三", Given.Phone(1)));
        Assert.Equal(Given.Phone(1), item.Leaders.Single().Phone);
    }

    [Fact]
    public void A_number_that_the_plan_gives_stays()
    {
        var (item, _) = Resolve(Unnamed with { Persons = [new("张三", Given.Phone(9))] }, new Contact("张三", Given.Phone(1)));
        Assert.Equal([new Party("张三", Given.Phone(9))], item.Persons);
    }

    [Fact]
    public void Contacts_listed_for_an_items_code_fill_redacted_names()
    {
        var (item, findings) = Resolve(
            Unnamed,
            new("张三", Given.Phone(1)) { Items = ["1-3", "1-4"] }, new("李四", Given.Phone(2), Role.Leader) { Items = ["1-3"] },
            new("王五", Given.Phone(3)) { Items = ["1-30", "2-3"] });

        Assert.Equal([new Party("张三", Given.Phone(1))], item.Persons);
        Assert.Equal([new Party("李四", Given.Phone(2))], item.Leaders);
        Assert.Empty(findings);
    }

    [Fact]
    public void A_contact_listed_for_an_item_joins_those_named_once()
    {
        Contact[] listed = [new("张三", Given.Phone(1)) { Items = ["1-3"] }, new("王五", Given.Phone(2)) { Items = ["1-3"] }];
        var (item, _) = Resolve(Unnamed with { Persons = [new("张三")] }, listed);

        Assert.Equal([new Party("张三", Given.Phone(1)), new Party("王五", Given.Phone(2))], item.Persons);
    }

    [Fact]
    public void A_missing_leader_is_filled_with_the_persons_leader()
    {
        Contact[] contacts =
        [
            new("张三", Given.Phone(1), Leader: "李四"), new("李四", Given.Phone(2), Role.Leader), new("钱七", Given.Phone(3), Role.Leader),
        ];
        var named = Unnamed with { Persons = [new("张三")] };

        Assert.Equal([new Party("李四", Given.Phone(2))], Resolve(named, contacts).Item.Leaders);
        Assert.Equal([new Party("钱七", Given.Phone(3))], Resolve(named with { Leaders = [new("钱七")] }, contacts).Item.Leaders);
    }

    [Fact]
    public void A_supervisor_without_items_serves_every_plan_one_with_items_only_those()
    {
        Contact[] contacts =
        [
            new("赵六", Given.Phone(1), Role.Supervisor), new("孙八", Given.Phone(2), Role.Supervisor) { Items = ["1-3"] },
            new("周九", Given.Phone(3), Role.Supervisor) { Items = ["1-4"] }, new("张三", Given.Phone(4)),
        ];

        Assert.Equal(["赵六", "孙八"], Resolve(Unnamed, contacts).Item.Supervisors.Select(s => s.Name));
        Assert.Empty(Resolve(Unnamed, contacts).Item.Persons);
    }

    [Fact]
    public void Codes_become_whole_for_one_plan()
    {
        var contact = new Contact("张三", Given.Phone(1)) { Items = ["3", "1-7"] };

        Assert.False(contact.Items.All(ItemCode.IsWhole));
        Assert.Equal(["2-3", "1-7"], contact.Within(2).Items);
        Assert.True(contact.Within(2).Items.All(ItemCode.IsWhole));
    }

    private static readonly Item Named = Given.Item() with { NamedPersons = [new("张三")], NamedLeaders = [new("李四")] };

    private static readonly Contact[] Staff = [new("王五", Given.Phone(5)), new("李四", Given.Phone(11), Role.Leader)];

    [Fact]
    public void The_successor_is_told_in_the_place_of_a_person_who_left() =>
        Assert.Equal([new("王五", Given.Phone(5))], Told(Named, Staff, handovers: [From(1, "王五", 5)]).Persons);

    [Fact]
    public void A_successor_who_has_handed_over_since_is_not_told()
    {
        Contact[] staff = [.. Staff.Where(c => c.Name != "王五"), new("孙七", Given.Phone(7))];

        HandedOver[] chain = [From(1, "王五", 5), From(5, "周八", 8), From(8, "孙七", 7)];
        Assert.Equal([new("孙七", Given.Phone(7))], Told(Named, staff, handovers: chain).Persons);
        // An earlier handover may have been repeated since. It counts if it leads to a person whom the directory knows.
        Assert.Equal([new("孙七", Given.Phone(7))], Told(Named, staff, handovers: [From(5, "孙七", 7), From(1, "王五", 5)]).Persons);
        Assert.Equal([new("王五", Given.Phone(5))], Told(Named, staff, handovers: [From(5, "周八", 8), From(1, "王五", 5)]).Persons);
    }

    [Fact]
    public void A_handover_of_another_role_gives_nothing() =>
        Assert.Equal([Given.Person], Told(Named, Staff, handovers: [From(1, "王五", 5, leaves: false, Role.Leader)]).Persons);

    [Fact]
    public void The_people_of_the_last_change_are_told_if_nobody_else_is_reached()
    {
        Assert.Equal([Given.Person], Told(Named, Staff).Persons);
        Assert.Equal([Given.Leader], Told(Named, [new("张三", Given.Phone(1))]).Leaders);

        var both = Named with { NamedPersons = [new("张三"), new("王五")], Persons = [Given.Person, new("王五", Given.Phone(5))] };
        Assert.Equal([new("王五", Given.Phone(5))], Told(both, Staff).Recipients(Role.Person));
    }

    [Fact]
    public void A_leader_of_the_last_change_is_told_under_the_one_new_number_of_the_name()
    {
        // The plan names no leader: the leader was found through a contact, and no contact leads there any more.
        var led = Named with { NamedLeaders = [], LeadersReplaced = false };
        Contact[] moved = [new("张三", Given.Phone(1)), new("李四", Given.Phone(12), Role.Leader)];

        Assert.Equal([new("李四", Given.Phone(12))], Told(led, moved).Leaders);
        Assert.Empty(Told(led, [.. moved, new("李四", Given.Phone(13), Role.Leader)]).Recipients(Role.Leader)); // namesakes
        Assert.Equal([Given.Leader], Told(led, [moved[0]]).Leaders);
    }

    [Fact]
    public void The_deputy_of_a_person_of_the_last_change_is_told()
    {
        Absence[] absences = [Build.Absence() with { Former = null, Deputy = new("孙七", Given.Phone(4)) }];
        Party deputy = new("孙七", Given.Phone(4)) { StandsFor = "张三", AbsentPhone = Given.Phone(1) };

        Assert.Equal([deputy], Told(Named, Staff, absences).Persons);
        Assert.Equal([deputy], Told(Named with { Persons = [deputy] }, Staff, absences).Persons);
        Assert.Equal([Given.Person], Told(Named with { Persons = [deputy] }, Staff).Persons); // the person is back
    }

    [Fact]
    public void A_person_found_under_another_number_is_told_there_and_not_the_successor()
    {
        var namesake = new Party("张三", Given.Phone(6));
        Assert.Equal([namesake], Told(Named, [.. Staff, new("张三", Given.Phone(6))], handovers: [From(1, "王五", 5)]).Persons);
    }

    [Fact]
    public void A_draft_takes_no_people_from_its_last_change_and_no_failing_numbers()
    {
        var draft = Named with { OpenSince = null, State = ItemState.Draft };
        Contact[] known = [new("张三", Given.Phone(1)), .. Staff];

        Assert.Equal(["person-" + FindingCodes.PhoneMissing], Told(draft, Staff, handovers: [From(1, "王五", 5)]).Missing);
        Assert.Empty(Told(draft, known).Missing);
        Assert.Equal(["person-" + FindingCodes.PhoneMissing], Told(draft, known, failing: 1).Missing);
        Assert.Equal([Given.Person], Told(Named, known, failing: 1).Persons); // an open item keeps the person, and its leader is told
    }

    [Fact]
    public void An_item_at_its_end_keeps_the_people_of_its_last_change() =>
        Assert.Equal([Given.Person], Told(Named with { State = ItemState.Closed }, [new("张三", Given.Phone(6))]).Persons);

    private static HandedOver From(int number, string name, int to, bool leaves = true, Role? role = null) =>
        new($"{number}-{to}", new(Given.Phone(number), new(name, Given.Phone(to))) { Role = role }, leaves, Build.Now, Given.Office.Name);

    private static Item Told(
        Item item, Contact[] contacts, Absence[]? absences = null, HandedOver[]? handovers = null, int? failing = null)
    {
        HashSet<PhoneNumber> fails = failing is { } number ? [Given.Phone(number)] : [];
        return new ContactDirectory(contacts, fails, absences, handovers).Told(item);
    }

    private static (Item Item, string[] Findings) Resolve(Item item, params Contact[] contacts)
    {
        item = item with { NamedPersons = item.Persons, NamedLeaders = item.Leaders };
        var resolved = new ContactDirectory(contacts).Resolve(item, opens: false);
        return (resolved, [.. resolved.Findings.Select(f => f.Code)]);
    }
}
