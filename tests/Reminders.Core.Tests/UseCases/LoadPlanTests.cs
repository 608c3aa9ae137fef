namespace Reminders.Core.Tests.UseCases;

public class LoadPlanTests
{
    private readonly World world = new(Given.At("2020-05-01T10:00"));

    [Fact]
    public async Task A_complete_item_is_open_and_an_incomplete_one_is_a_draft()
    {
        var plan = Given.Plan("2020-05-20", "2020-05-20", "2020-05-20");
        plan = plan with
        {
            Items = [plan.Items[0], plan.Items[1] with { Deadline = Deadline.None(DeadlineKind.Redacted, "**") }, plan.Items[2]],
        };

        var result = await world.LoadAsync(plan, Given.Contacts(2));

        Assert.True(result.Stored);
        Assert.Equal([ItemState.Open, ItemState.Draft, ItemState.Draft], result.Items.Select(i => i.State));
        Assert.Equal(
            ["deadline-redacted", "person-missing, leader-missing"], result.Items.Skip(1).Select(i => string.Join(", ", i.Missing)));
        Assert.Equal([world.Now, null, null], result.Items.Select(i => i.OpenSince));
        await world.RunUntilAsync(Given.At("2020-06-30T10:00"));
        Assert.All(await world.ToldAsync(), t => Assert.Equal(new(1, 1), t.Step.Item));
    }

    [Fact]
    public async Task A_dry_run_answers_the_same_and_stores_nothing()
    {
        var dry = await world.Wired.LoadPlan.RunAsync(Given.Plan("2020-05-20"), Given.Contacts(), dryRun: true, Given.Office, Cancellation);
        Assert.Empty(await world.Ledger.Plans.PlansAsync(Cancellation));
        Assert.Empty(await world.Ledger.People.ContactsAsync(Cancellation));
        var real = await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        Assert.False(dry.Stored);
        Assert.Equal(real.Items.Select(i => (i.Code, i.State)), dry.Items.Select(i => (i.Code, i.State)));
    }

    [Fact]
    public async Task The_same_plan_again_resets_nothing()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.ActAsync(1, new ReportItem(new("张三"), "完成"));

        var again = await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        Assert.True(again is { AlreadyLoaded: true, Stored: false, Refusal: null });
        Assert.Equal(ItemState.Reported, again.Items.Single().State);
        Assert.Equal(2, (await world.ItemAsync()).Version);
    }

    [Fact]
    public async Task A_draft_that_was_given_its_deadline_is_still_the_same_plan()
    {
        var plan = Given.Plan("2020-05-20");
        plan = plan with { Items = [plan.Items[0] with { Deadline = Deadline.None(DeadlineKind.Redacted, "**") }] };
        await world.LoadAsync(plan, Given.Contacts());
        await world.ActAsync(1, new CompleteItem(Given.Office, Deadline: Given.Day("2020-05-20")));

        Assert.True((await world.LoadAsync(plan, Given.Contacts())).AlreadyLoaded);
        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task Namesakes_listed_for_different_items_are_not_one()
    {
        var loaded = await world.LoadAsync(
            Given.Plan("2020-05-20", "2020-05-20"),
            [new("张伟", Given.Phone(1)) { Items = ["1"] }, new("张伟", Given.Phone(2)) { Items = ["2"] }, .. Given.Contacts(2).Skip(1)]);

        Assert.Equal([Given.Phone(1), Given.Phone(2)], loaded.Items.Select(i => i.Persons.Single().Phone!.Value));
    }

    [Fact]
    public async Task Contacts_that_come_with_a_loaded_plan_fill_its_gaps()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"));

        var again = await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        Assert.True(again.AlreadyLoaded);
        Assert.Equal(ItemState.Open, again.Items.Single().State);
    }

    [Fact]
    public async Task An_item_whose_numbers_are_known_to_fail_stays_a_draft()
    {
        await world.Ledger.Barriers.FlagAsync(new(Given.Phone(1), "30006", world.Now), Cancellation);

        var item = (await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts())).Items.Single();

        Assert.Equal(ItemState.Draft, item.State);
        Assert.Contains(item.Findings, f => f.Code == FindingCodes.NumberFailed);
    }

    [Fact]
    public async Task The_next_plan_gets_the_next_number_and_keeps_the_known_people()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        var second = await world.LoadAsync(Given.Plan("2020-06-20") with { Title = "另一方案" },
            new Contact("张三", Given.Phone(1)) { Items = ["1"] });

        Assert.Equal("2-1", second.Items.Single().Code.ToString());
        var contacts = await world.Ledger.People.ContactsAsync(Cancellation);
        Assert.Equal(["1-1", "2-1"], contacts.Where(c => c.Name == "张三").SelectMany(c => c.Items).Order());
        Assert.Equal(4, contacts.Count); // contacts of a plan belong to it: its new number does not reach the other plan's items
    }

    [Fact]
    public async Task The_contacts_settle_findings_about_people()
    {
        var plan = Given.Plan("2020-05-20");
        Finding[] findings =
            [new(FindingCodes.PersonRedacted, $"**"), new(FindingCodes.LeaderGroup, $"各村支部"), new(FindingCodes.YearAssumed, $"2020")];
        plan = plan with { Items = [plan.Items[0] with { Findings = [.. findings] }] };

        var item = (await world.LoadAsync(plan, Given.Contacts())).Items.Single();

        Assert.Equal([FindingCodes.LeaderGroup, FindingCodes.YearAssumed], item.Findings.Select(f => f.Code));
    }

    [Fact]
    public async Task A_load_that_is_cut_off_sends_nothing_until_it_is_loaded_again()
    {
        var whole = new World(Given.At("2020-05-19T10:00"));
        await whole.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        // Every call up to the one that marks the plan complete.
        for (var call = 1; call <= whole.Wire.Calls.ToList().LastIndexOf("IPlans.SavePlanAsync") + 1; call++)
        {
            var cut = new World(Given.At("2020-05-19T10:00"), wire: new() { CrashesAt = call });
            await Assert.ThrowsAsync<ProcessCrashed>(() => cut.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts()));
            await cut.RunUntilAsync(Given.At("2020-05-21T18:00"));
            Assert.Empty(cut.Provider.Taken);

            await cut.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
            await cut.RunUntilAsync(Given.At("2020-05-22T09:00"));
            Assert.Equal(
                ["overdue-1 Leader", "overdue-1 Person"], (await cut.ToldAsync()).Select(t => $"{t.Step.Name} {t.Step.Role}").Order());
        }
    }

    [Fact]
    public async Task A_load_finished_with_other_contacts_finds_them_for_items_written_before()
    {
        var cut = new World(Given.At("2020-05-01T10:00"), wire: new() { CrashesAtFirst = "AddItemsAsync", CrashesAfterwards = true });
        await Assert.ThrowsAsync<ProcessCrashed>(() => cut.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts()));
        Contact[] others =
        [
            new("王五", Given.Phone(5)) { Items = ["1-1"] },
            new("李四", Given.Phone(11), Role.Leader) { Items = ["1-1"] },
        ];
        await cut.Ledger.People.SaveContactsAsync(others, Cancellation);
        await cut.RunUntilAsync(Given.At("2020-05-16T10:00")); // the scan has given up the first load's entries

        var finished = await cut.LoadAsync(Given.Plan("2020-05-20"));
        await cut.RunUntilAsync(Given.At("2020-05-20T09:00"));

        Assert.Equal((ItemState.Open, "王五"), (finished.Items.Single().State, finished.Items.Single().Persons.Single().Name));
        Assert.Equal(["05 before-3", "05 before-1", "05 due"], (await cut.ToldAsync()).Select(t => $"{t.To.Value[^2..]} {t.Step.Name}"));
    }

    [Fact]
    public async Task A_load_opens_the_drafts_of_an_interrupted_one_whose_contacts_came_meanwhile()
    {
        var cut = new World(Given.At("2020-05-01T10:00"), wire: new() { CrashesAtFirst = "AddItemsAsync", CrashesAfterwards = true });
        var plan = Given.Plan("2020-05-20");
        plan = plan with { Items = [plan.Items[0] with { Persons = [new("张三")], Leaders = [new("李四")] }] };
        await Assert.ThrowsAsync<ProcessCrashed>(() => cut.LoadAsync(plan));
        Assert.Equal(ItemState.Draft, (await cut.ItemAsync()).State);
        // The process that wrote them crashed before it followed them.
        await cut.Ledger.People.SaveContactsAsync(
            [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)], Cancellation);

        var finished = await cut.LoadAsync(plan);

        Assert.Equal(ItemState.Open, finished.Items.Single().State);
        Assert.Equal(ItemState.Open, (await cut.ItemAsync()).State);
    }

    [Fact]
    public async Task A_load_does_not_read_its_items_again_if_they_are_new_and_nobody_writes_people()
    {
        var loaded = await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-21"));

        Assert.True(loaded.Stored);
        Assert.DoesNotContain("IItems.ItemsAsync", world.Wire.Calls);
    }
}
