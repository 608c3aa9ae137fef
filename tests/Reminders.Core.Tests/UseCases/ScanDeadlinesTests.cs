namespace Reminders.Core.Tests.UseCases;

public class ScanDeadlinesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(400)]
    public async Task The_cost_of_a_scan_grows_with_due_entries_and_not_with_the_ledger(int notDue)
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan(["2020-05-20", .. Enumerable.Repeat("2020-12-01", notDue)]), Given.Contacts(notDue + 1));
        var before = world.Wire.Calls.Count;
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));

        var report = await world.ScanAsync();

        Assert.Equal(new(world.Now, 1, 1, 1), report);
        Assert.Equal(16, world.Wire.Calls.Count - before); // three of them read the people, which the next scans use again
        before = world.Wire.Calls.Count;
        Assert.Equal(new(world.Now, 0, 0, 0), await world.ScanAsync());
        Assert.Equal(["IBarriers.BarriersAsync", "IAgenda.DueAsync", "IWatch.RecordScanAsync"], world.Wire.Calls.Skip(before));
    }

    [Fact]
    public async Task Absences_that_cannot_be_followed_do_not_stop_the_scan_and_are_followed_by_the_next()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20"), Given.Contacts(2));
        await world.RecordAbsence.RunAsync(
            Given.Phone(11), new("孙七", Given.Phone(4)), (Given.Day("2020-05-13"), Given.Day("2020-05-20")), "", Given.Office, Cancellation);
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        var faulty = Overtaken.On(world.Ledger, nameof(IItems.ItemsAsync), () => throw new HttpRequestException("The ledger is busy."));

        await Assert.ThrowsAsync<AggregateException>(() => ScanOn(faulty, world).RunAsync(Cancellation));
        Assert.Equal(NoticeState.Pending, (await world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00")).State);
        await world.BeatAsync();

        Assert.Equal(Given.Phone(1), Assert.Single(world.Provider.Taken).Sms.To);
        Assert.Equal("孙七", (await world.ItemAsync()).Leaders.Single().Name);
    }

    /// <summary>Older builds copied the recipients into the item; its names have no numbers.</summary>
    [Fact]
    public async Task An_item_that_an_older_build_stored_tells_the_people_it_was_stored_with()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-06-30"), Given.Contacts());
        await world.Ledger.People.SaveContactsAsync([], Cancellation);
        Item[] stored =
        [
            Given.Item(ordinal: 2) with { NamedPersons = [new(Given.Person.Name)], NamedLeaders = [new(Given.Leader.Name)] },
            Given.Item(ordinal: 3) with { NamedPersons = [], NamedLeaders = [] },
        ];
        await world.Ledger.Items.AddItemsAsync(stored, world.Now, Given.Office, Cancellation);
        await world.Ledger.Agenda.AddToAgendaAsync(
            [.. stored.Select(i => AgendaEntry.ForItem(i, Given.At("2020-05-13T09:00"), world.Now))], Cancellation);

        await world.RunUntilAsync(Given.At("2020-05-21T18:00"));

        var told = (await world.ToldAsync()).Where(t => $"{t.Step.Name}" == "overdue-1").Select(t => $"{t.Step.Item} {t.To.Value[^2..]}");
        Assert.Equal(["1-2 01", "1-2 11", "1-3 01", "1-3 11"], told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_scan_that_runs_twice_tells_once()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));

        for (var beat = 0; beat < 5; beat++)
            await world.BeatAsync();

        Assert.Single(world.Provider.Taken);
    }

    [Theory]
    [InlineData(nameof(INotices.ClaimAsync))]
    [InlineData(nameof(INotices.NoticesSinceAsync))]
    [InlineData(nameof(IItems.RecordStepsAsync))]
    [InlineData(nameof(IAgenda.RemoveFromAgendaAsync))]
    public async Task A_scan_that_another_one_overtakes_anywhere_tells_once_and_leaves_nothing_out(string where)
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20"), Given.Contacts(2));
        world.Clock.SetTo(Given.At("2020-05-21T09:00"));
        var rival = Overtaken.On(world.Ledger, where, () => world.ScanAsync());

        await ScanOn(rival, world).RunAsync(Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-21T18:00"));

        Assert.Equal(2, world.Provider.Taken.Count);
        Assert.Equal(4, (await world.ToldAsync()).Distinct().Count());
        Assert.Equal(
            ["before-1 Superseded", "before-3 Superseded", "before-7 Superseded", "due Superseded", "overdue-1 Noticed"],
            (await world.RecordsAsync()).Where(r => r.Step.Role == Role.Person).Select(r => $"{r.Step.Name} {r.Outcome}").Order());
    }

    [Fact]
    public async Task An_entry_ahead_of_its_item_waits_for_its_maker_and_is_then_given_up()
    {
        var world = new World(Given.At("2020-05-01T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        var ahead = AgendaEntry.ForItem(await world.ItemAsync() with { Version = 2 }, world.Now, world.Now);
        await world.Ledger.Agenda.AddToAgendaAsync([ahead], Cancellation);

        world.Clock.SetTo(Given.At("2020-05-01T11:00"));
        await world.BeatAsync();
        Assert.Contains(ahead, await world.Ledger.Agenda.DueAsync(world.Now, Cancellation));

        world.Clock.SetTo(Given.At("2020-05-01T11:01"));
        await world.BeatAsync();
        Assert.Empty(await world.Ledger.Agenda.DueAsync(world.Now, Cancellation));
        Assert.Equal(Given.At("2020-05-13T09:00"), world.Ledger.NextAt);
    }

    [Fact]
    public async Task A_look_at_several_notices_stays_for_those_whose_claim_is_still_to_come()
    {
        var world = new World(Given.At("2020-05-13T09:10"));
        var sent = Given.Notice("2020-05-13T09:00", Given.Person) with { State = NoticeState.Sent };
        var late = Given.Notice("2020-05-13T09:00", Given.Leader);
        await world.Ledger.Notices.ClaimAsync([sent], Cancellation);
        await world.Ledger.Agenda.AddToAgendaAsync([.. AgendaEntry.ForNotices([sent, late], world.Now)], Cancellation);
        AgendaEntry[] left = [AgendaEntry.ForNotice(late, world.Now)];

        await world.ScanAsync();
        Assert.Equal(left, await world.Ledger.Agenda.DueAsync(world.Now, Cancellation));

        world.Clock.SetTo(Given.At("2020-05-15T09:00"));
        await world.ScanAsync();
        Assert.Equal(left, await world.Ledger.Agenda.DueAsync(world.Now, Cancellation));

        world.Clock.SetTo(Given.At("2020-05-15T09:01"));
        await world.ScanAsync();
        Assert.Empty(await world.Ledger.Agenda.DueAsync(world.Now, Cancellation));
    }

    [Fact]
    public async Task A_step_whose_slot_a_rival_has_taken_is_planned_again_and_waits()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        var foreign = Given.Notice("2020-05-13T09:00", Given.Person, (9, "due", Role.Person)) with { State = NoticeState.Sent };
        var rival = Overtaken.On(world.Ledger, nameof(INotices.ClaimAsync), () => world.Ledger.Notices.ClaimAsync([foreign], Cancellation));

        var report = await ScanOn(rival, world).RunAsync(Cancellation);

        Assert.Equal((2, 0), (report.Entries, report.Notices));
        Assert.Equal((StepOutcome.Waiting, "slot-taken"), (await world.RecordsAsync()).Select(r => (r.Outcome, r.Detail)).Single());
        await world.RunUntilAsync(Given.At("2020-05-14T18:00"));
        Assert.Equal(Given.At("2020-05-14T09:00"), world.Provider.Taken.Single().At);
        Assert.Equal("before-7", (await world.ToldAsync()).Single().Step.Name.ToString());
    }

    private static ScanDeadlines ScanOn(Ledger ledger, World world) => world.On(ledger).ScanDeadlines;
}
