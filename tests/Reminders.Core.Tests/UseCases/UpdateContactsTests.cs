namespace Reminders.Core.Tests.UseCases;

public class UpdateContactsTests
{
    private static readonly Contact[] Known = [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)];
    private static readonly Contact[] Newer = [new("张三", Given.Phone(2)), new("李四", Given.Phone(11), Role.Leader)];

    private readonly World world = new(Given.At("2020-05-01T10:00"));

    [Fact]
    public async Task A_new_number_reaches_the_items_that_had_the_old_one()
    {
        await LoadAsync(world, new("张三"));

        Assert.Equal([new(1, 1)], await UpdateAsync(world, Newer));
        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_directory_that_undoes_a_change_made_meanwhile_is_followed()
    {
        await LoadAsync(world, new("张三"));
        var ledger = Overtaken.After(world.Ledger, nameof(IPlans.PlansAsync), () => UpdateAsync(world, Newer));

        var update = await world.On(ledger).UpdateContacts.RunAsync(Known, Given.Office, Cancellation);

        Assert.Equal([new("张三", Given.Phone(1))], (await world.ItemAsync()).Persons);
        Assert.Equal([new(1, 1)], update.Changed);
    }

    [Theory]
    [InlineData("ContactsAsync", true)]
    [InlineData("AddItemsAsync", false)]
    [InlineData("AddItemsAsync", true)]
    [InlineData("SavePlanAsync", false)]
    [InlineData("SavePlanAsync", true)]
    public async Task A_plan_that_is_being_loaded_follows_too(string method, bool after)
    {
        await world.Ledger.People.SaveContactsAsync([.. Given.Contacts().Select(c => c.Within(1))], Cancellation);
        Func<Task> rival = () => world.Contacts.RunAsync(
            Given.Phone(1), Given.Phone(2), [new("张三", Given.Phone(2)) { Items = ["1-1"] }], Given.Office, Cancellation);
        var ledger = after ? Overtaken.After(world.Ledger, method, rival) : Overtaken.On(world.Ledger, method, rival);

        var load = world.On(ledger).LoadPlan;
        var result = await load.RunAsync(Given.Plan("2020-05-20"), [], dryRun: false, Given.Office, Cancellation);

        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
        if (method != "SavePlanAsync") // by then the load has its answer
            Assert.Equal(Given.Phone(2), result.Items.Single().Persons.Single().Phone);
    }

    [Theory]
    [InlineData(false, "2020-05-13T11:00")]
    [InlineData(true, "2020-05-13T11:00")]
    public async Task A_change_that_is_cut_off_tells_the_new_number_an_hour_later_repeated_or_not(bool isRepeated, string at)
    {
        await LoadAsync(world, new("张三"));
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));
        var contacts = (await world.Ledger.People.ContactsAsync(Cancellation))
            .Select(c => c.Name == "张三" ? c with { Phone = Given.Phone(2) } : c).ToList();
        var ledger = Overtaken.After(world.Ledger, "SaveContactsAsync", () => throw new ProcessCrashed("SaveContactsAsync"));
        var update = () => world.On(ledger).UpdateContacts.RunAsync(contacts, Given.Office, Cancellation);
        await Assert.ThrowsAsync<ProcessCrashed>(update);
        if (isRepeated)
            await update();

        await world.RunUntilAsync(Given.At("2020-05-15T18:00"));

        Assert.Equal(["1 before-7", "2 before-7", "2 before-3"], (await world.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Name}"));
        Assert.Equal(Given.At(at), world.Provider.Taken[1].At);
    }

    [Fact]
    public async Task A_number_that_the_plan_gave_stays()
    {
        await LoadAsync(world, new("张三", Given.Phone(9)));

        Assert.Empty(await UpdateAsync(world, Newer));
        Assert.Equal([new("张三", Given.Phone(9))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_gap_that_is_filled_opens_a_draft()
    {
        await LoadAsync(world, new("王五"));
        Assert.Equal(ItemState.Draft, (await world.ItemAsync()).State);

        await UpdateAsync(world, [.. Known, new("王五", Given.Phone(3))]);

        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task A_role_that_would_reach_nobody_keeps_its_people_and_the_other_follows_the_directory()
    {
        await LoadAsync(world, new("张三"));

        Assert.Equal([new(1, 1)], await UpdateAsync(world, [new("李四", Given.Phone(12), Role.Leader)]));
        Assert.Equal([new("张三", Given.Phone(1))], (await world.ItemAsync()).Persons);
        Assert.Equal([new("李四", Given.Phone(12))], (await world.ItemAsync()).Leaders);
    }

    [Fact]
    public async Task A_directory_that_would_leave_an_item_without_anybody_is_refused_there_and_the_next_one_is_followed()
    {
        await LoadAsync(world, new("张三"));
        Contact[] renamed = [new("张三", Given.Phone(2)), new("李思", Given.Phone(11), Role.Leader)];
        var refused = (await world.Contacts.RunAsync(renamed, Given.Office, Cancellation)).Refused;
        Assert.Equal("would-reach-nobody", Assert.Single(refused).Code);

        Assert.Empty((await world.Contacts.RunAsync(Newer, Given.Office, Cancellation)).Refused);
        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
        Assert.Equal([Given.Leader], (await world.ItemAsync()).Leaders);
    }

    [Fact]
    public async Task People_whom_the_new_directory_lists_are_told_and_those_it_drops_are_not()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        Contact[] moved =
        [
            new("王五", Given.Phone(2)) { Items = ["1-1"] }, .. Given.Contacts().Where(c => c.Role != Role.Person).Select(c => c.Within(1)),
        ];

        Assert.Equal([new(1, 1)], await UpdateAsync(world, moved));
        Assert.Equal([new("王五", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_reopened_item_tells_the_people_of_todays_directory()
    {
        await LoadAsync(world, new("张三"));
        await world.ActAsync(1, new ReportItem(new("张三"), "done"));
        await world.ActAsync(1, new VerifyItem(new("李四"), new(true, true, true, true), "seen"));
        await UpdateAsync(world, Newer);

        await world.ActAsync(1, new ReopenItem(Given.Office, Given.Day("2020-06-20"), "反弹"));

        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task Closed_items_are_left_as_they_are()
    {
        await LoadAsync(world, new("张三"));
        await world.ActAsync(1, new CancelItem(Given.Office, "重复立项"));

        Assert.Empty(await UpdateAsync(world, Newer));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_that_was_cut_off_anywhere_is_put_right_by_repeating_it(bool afterwards)
    {
        var whole = new World(Given.At("2020-05-01T10:00"));
        await LoadAsync(whole, new("张三"));
        await whole.RunUntilAsync(Given.At("2020-05-13T10:00"));
        var first = whole.Wire.Calls.Count + 1;
        await UpdateAsync(whole, Newer);

        for (var call = first; call <= whole.Wire.Calls.Count; call++)
        {
            var cut = new World(Given.At("2020-05-01T10:00"), wire: new() { CrashesAt = call, CrashesAfterwards = afterwards });
            await LoadAsync(cut, new("张三"));
            await cut.RunUntilAsync(Given.At("2020-05-13T10:00"));
            await Assert.ThrowsAsync<ProcessCrashed>(() => UpdateAsync(cut, Newer));

            await UpdateAsync(cut, Newer);
            await cut.RunUntilAsync(Given.At("2020-05-14T18:00"));

            Assert.Equal(["1 before-7", "2 before-7"], (await cut.ToldAsync()).Select(t => $"{t.To.Value[^1]} {t.Step.Name}"));
            Assert.Equal([Given.Phone(2), Given.Phone(11)], (await cut.Ledger.People.ContactsAsync(Cancellation)).Select(c => c.Phone));
        }
    }

    [Fact]
    public async Task A_contact_of_one_number_reaches_the_items_and_the_others_stay()
    {
        await LoadAsync(world, new("王五"));

        var update = await world.Contacts.RunAsync(Given.Phone(3), [new("王五", Given.Phone(3))], Given.Office, Cancellation);

        Assert.Equal([new(1, 1)], update.Changed);
        Assert.Equal([new("王五", Given.Phone(3))], (await world.ItemAsync()).Persons);
        Assert.Equal(["张三", "李四", "王五"], (await world.Ledger.People.ContactsAsync(Cancellation)).Select(c => c.Name));
    }

    [Fact]
    public async Task A_removed_number_stays_on_items_that_would_reach_nobody_else_and_the_answer_says_so()
    {
        await LoadAsync(world, new("张三"));

        var update = await world.Contacts.RunAsync(Given.Phone(1), [], Given.Office, Cancellation);

        Assert.Equal("would-reach-nobody", Assert.Single(update.Refused).Code);
        Assert.Equal([new("张三", Given.Phone(1))], (await world.ItemAsync()).Persons);
    }

    [Theory]
    [InlineData("ContactsAsync")]
    [InlineData("ItemsAsync")]
    [InlineData("AddToAgendaAsync")]
    [InlineData("SaveContactsOfAsync")]
    public async Task Two_simultaneous_changes_of_different_numbers_both_tell_the_new_recipients_in_the_next_slot(string method)
    {
        foreach (var after in (bool[])[false, true])
        {
            var both = new World(Given.At("2020-05-01T10:00"));
            await LoadAsync(both, new("张三"));
            await both.RunUntilAsync(Given.At("2020-05-21T10:00")); // the person and the leader know that the item is overdue
            Func<Task> rival = () => both.Contacts.RunAsync(
                Given.Phone(12), [new("周一", Given.Phone(12), Role.Leader) { Items = ["1-1"] }], Given.Office, Cancellation);
            var ledger = after ? Overtaken.After(both.Ledger, method, rival) : Overtaken.On(both.Ledger, method, rival);

            await both.On(ledger).UpdateContacts.RunAsync(
                Given.Phone(2), [new("钱二", Given.Phone(2)) { Items = ["1-1"] }], Given.Office, Cancellation);

            await both.RunUntilAsync(Given.At("2020-05-22T18:00"));
            var told = (await both.ToldAsync()).Where(t => $"{t.Step.Name}" == "overdue-1")
                .Select(t => $"{t.To.Value[^2..]} {t.Step.Role}");
            Assert.Equal(["01 Person", "02 Person", "11 Leader", "12 Leader"], told.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task A_person_who_got_a_new_number_before_they_left_is_not_told_at_the_old_one()
    {
        await LoadAsync(world, new("张三"));
        await UpdateAsync(world, Newer);
        var update = await world.Contacts.RunAsync(Given.Phone(2), [], Given.Office, Cancellation);

        Assert.Empty(update.Changed);
        Assert.Equal("would-reach-nobody", Assert.Single(update.Refused).Code);
        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
        Assert.Equal("persons 张三: number", (await world.FileAsync()).History[^1].Detail);
    }

    [Fact]
    public async Task A_person_who_was_replaced_in_the_directory_is_not_told_again_when_the_other_leaves()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.Contacts.RunAsync(Given.Phone(1), Given.Phone(2), [new("王五", Given.Phone(2)) { Items = ["1-1"] }], Given.Office,
            Cancellation);
        await world.Contacts.RunAsync(Given.Phone(2), [], Given.Office, Cancellation);

        Assert.Equal([new("王五", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    private static async Task LoadAsync(World world, Party person)
    {
        var plan = Given.Plan("2020-05-20");
        await world.LoadAsync(plan with { Items = [plan.Items[0] with { Persons = [person], Leaders = [new("李四")] }] }, Known);
    }

    private static async Task<ItemCode[]> UpdateAsync(World world, Contact[] contacts) =>
        [.. (await world.Contacts.RunAsync(contacts, Given.Office, Cancellation)).Changed];
}
