namespace Reminders.InMemory.Tests;

/// <summary>
/// 张三 (number 1) leaves, is away or gets another number between any two calls of a load to a port, or a load comes between any two calls
/// of that change. Afterwards the current people are told of each open item, once.
/// </summary>
public class LoadRaceTests
{
    private static readonly Party New = new("王五", Given.Phone(5));
    private static readonly Contact[] Directory =
    [
        new("张三", Given.Phone(1), Unit: "甲村"), new("钱二", Given.Phone(2), Unit: "乙村"),
        new("李四", Given.Phone(11), Role.Leader, "甲村"), new("李四", Given.Phone(11), Role.Leader, "乙村"),
        new("赵六", Given.Phone(21), Role.Supervisor),
    ];

    public static TheoryData<Change, Load> Races => new MatrixTheoryData<Change, Load>(Enum.GetValues<Change>(), Enum.GetValues<Load>());

    /// <summary>The change that 张三 makes.</summary>
    public enum Change
    {
        HandsOver,
        HandsOverHisUnit,
        GoesAway,
        NewDirectory,
        NewNumber,
        Leaves,
    }

    /// <summary>The plan and contacts that are loaded.</summary>
    public enum Load
    {
        First,
        WithContacts,
        DealtOut,
        Again,
        AgainWithContacts,
        AgainDealtOut,
    }

    [Theory]
    [MemberData(nameof(Races))]
    public async Task A_change_between_any_two_calls_of_a_load_is_not_lost(Change change, Load load)
    {
        for (var call = 1; ; call++)
        {
            var (world, acted) = await RaceAsync(
                load, call, w => LoadAsync(w.Wired.LoadPlan, load), w => ChangeAsync(w, change));
            if (!acted)
            {
                Assert.True(call > 8, $"The load has only {call} calls.");
                return;
            }
            await AssertAsync(world, change, $"{change} at call {call}, {world.Wire.Calls[world.Wire.RivalActsAt - 1]}");
        }
    }

    [Theory]
    [MemberData(nameof(Races))]
    public async Task A_load_between_any_two_calls_of_a_change_loses_nothing_of_it(Change change, Load load)
    {
        for (var call = 1; ; call++)
        {
            var (world, acted) = await RaceAsync(
                load, call, w => ChangeAsync(w, change, onWire: true), w => LoadAsync(w.UseCases.LoadPlan, load));
            if (!acted)
            {
                Assert.True(call > 5, $"The change has only {call} calls.");
                return;
            }
            await AssertAsync(world, change, $"loaded at call {call}, {world.Wire.Calls[world.Wire.RivalActsAt - 1]}");
        }
    }

    [Theory]
    [MemberData(nameof(Races))]
    public async Task A_load_that_crashes_before_a_change_and_is_finished_after_it_loses_nothing_of_it(Change change, Load load)
    {
        for (var call = 1; ; call++)
        {
            var world = await PreparedAsync(load, new() { CrashesAfterwards = true });
            world.Wire.CrashesAt = world.Wire.Calls.Count + call;
            var finished = false;
            try
            {
                await LoadAsync(world.Wired.LoadPlan, load);
                finished = true;
            }
            catch (ProcessCrashed)
            {
            }
            world.Wire.CrashesAt = 0;
            await ChangeAsync(world, change);

            await LoadAsync(world.Wired.LoadPlan, load);

            await AssertAsync(world, change, $"crashed at call {call}");
            if (finished)
                return;
        }
    }

    /// <summary>An item that would reach nobody keeps a person who left the directory until another is named.</summary>
    [Fact]
    public async Task The_audit_names_every_item_that_tells_somebody_whom_the_directory_no_longer_knows()
    {
        var world = await PreparedAsync(Load.First, new());
        await LoadAsync(world.Wired.LoadPlan, Load.First);
        var audit = world.UseCases.AuditLedger;
        Assert.DoesNotContain((await audit.RunAsync(Cancellation)).Problems, p => p.Code == AuditCodes.PeopleOutdated);

        await ChangeAsync(world, Change.Leaves);

        foreach (var _ in (int[])[1, 2])
        {
            var problems = (await audit.RunAsync(Cancellation)).Problems.Where(p => p.Code == AuditCodes.PeopleOutdated).ToList();
            Assert.Equal([false, false], problems.Select(p => p.Repaired));
            Assert.Equal(["Item 1-1 tells 张三", "Item 1-2 tells 张三"], problems.Select(p => p.Message.Split(',')[0]));
        }
        foreach (var ordinal in (int[])[1, 2])
            await world.ActAsync(ordinal, new CompleteItem(Given.Office, Persons: [New]));
        Assert.DoesNotContain((await audit.RunAsync(Cancellation)).Problems, p => p.Code == AuditCodes.PeopleOutdated);
    }

    /// <summary>A handover that crashed before it reached the item is still on record.</summary>
    [Fact]
    public async Task An_item_that_a_handover_did_not_reach_tells_the_successor()
    {
        var world = await PreparedAsync(Load.First, new());
        await LoadAsync(world.Wired.LoadPlan, Load.First);
        await ChangeAsync(world, Change.HandsOver);
        var stored = (await world.Ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        var version = stored.Value.Version + 1;
        var stale = stored.Value with { NamedPersons = [new("张三")], Persons = [Given.Person], PersonsReplaced = false, Version = version };
        var entry = new HistoryEntry(stale.Code, version, world.Now, "Complete", Given.Office, "");
        await world.Ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForItem(stale, Given.At("2020-05-18T09:00"), world.Now)], Cancellation);
        await world.Ledger.Items.TrySaveItemAsync(stored, stale, entry, Cancellation);

        Assert.Equal([New], (await world.ItemAsync()).Persons);
        await AssertAsync(world, Change.HandsOver, "never repeated");
    }

    private static async Task<World> PreparedAsync(Load load, Wire wire)
    {
        var world = new World(Given.At("2020-05-12T10:00"), wire: wire);
        await world.Ledger.People.SaveContactsAsync(Directory, Cancellation);
        if (load is Load.Again or Load.AgainWithContacts)
            await world.LoadAsync(Plan("钱二"));
        if (load == Load.AgainDealtOut)
            await world.LoadAsync(Plan().DealtTo(["乙村"]));
        return world;
    }

    /// <summary>The rival acts just before the n-th call that <paramref name="act"/> makes; false if there are fewer calls.</summary>
    private static async Task<(World World, bool RivalActed)> RaceAsync(Load load, int call, Func<World, Task> act, Func<World, Task> rival)
    {
        var acted = false;
        var wire = new Wire();
        var world = await PreparedAsync(load, wire);
        wire.RivalActsAt = wire.Calls.Count + call;
        wire.Rival = () =>
        {
            acted = true;
            // The in-memory ports complete at once.
            var task = rival(world);
            Assert.True(task.IsCompletedSuccessfully, task.Exception?.ToString());
        };
        await act(world);
        return (world, acted);
    }

    private static Task<LoadResult> LoadAsync(LoadPlan loadPlan, Load load)
    {
        var plan = load switch
        {
            Load.DealtOut => Plan().DealtTo(["甲村", "乙村"]),
            Load.AgainDealtOut => Plan().DealtTo(["乙村", "甲村"]),
            _ => Plan("张三", "张三"),
        };
        Contact[] contacts = load is Load.WithContacts or Load.AgainWithContacts
            ? [new("周一", Given.Phone(12), Role.Leader) { Items = ["1", "2"] }]
            : [];
        return loadPlan.RunAsync(plan, contacts, dryRun: false, Given.Office, Cancellation);
    }

    private static PlanDraft Plan(params string[] persons)
    {
        var plan = Given.Plan([.. Enumerable.Repeat("2020-05-25", Math.Max(1, persons.Length))]);
        return persons.Length == 0
            ? plan
            : plan with { Items = [.. plan.Items.Select((item, n) => item with { Persons = [new(persons[n])], Leaders = [new("李四")] })] };
    }

    private static Task ChangeAsync(World world, Change change, bool onWire = false)
    {
        var ledger = onWire ? world.Wire.Through(world.Ledger) : world.Ledger;
        var handOver = world.On(ledger).HandOver;
        var contacts = world.On(ledger).UpdateContacts;
        var moved = Directory[0] with { Phone = Given.Phone(31) };
        return change switch
        {
            Change.HandsOver => handOver.RunAsync(new(Given.Phone(1), New), Given.Office, Cancellation),
            Change.HandsOverHisUnit => handOver.RunAsync(new(Given.Phone(1), New) { Unit = "甲村" }, Given.Office, Cancellation),
            Change.GoesAway => world.On(ledger).RecordAbsence.RunAsync(
                Given.Phone(1), New, (Given.Day("2020-05-12"), Given.Day("2020-05-20")), "", Given.Office, Cancellation),
            Change.NewDirectory => contacts.RunAsync([moved, .. Directory.Skip(1)], Given.Office, Cancellation),
            Change.NewNumber => contacts.RunAsync(Given.Phone(1), moved.Phone, [moved], Given.Office, Cancellation),
            _ => contacts.RunAsync(Given.Phone(1), [], Given.Office, Cancellation),
        };
    }

    private static async Task AssertAsync(World world, Change change, string when)
    {
        var contacts = await world.Ledger.People.ContactsAsync(Cancellation);
        var items = await world.Items.ItemsAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.True((await world.Ledger.Plans.PlansAsync(Cancellation)).All(p => p.IsComplete), when);
        Assert.NotEmpty(items);
        var open = items.Where(i => i.IsWatched).ToList();
        var old = open.Where(i => i.Persons.Any(p => p.Phone == Given.Phone(1))).ToList();
        var told = $"{when}: 张三 is told of {string.Join(' ', old.Select(i => i.Code))}";
        if (change != Change.Leaves)
            Assert.True(old.Count == 0, told);
        if (change == Change.GoesAway)
            Assert.True(open.Exists(i => i.Persons.Any(p => p.StandsFor == "张三")), $"{when}: nobody stands in");
        // Items that would reach nobody keep a person who left the directory, and the audit says so.
        await world.UseCases.AuditLedger.RunAsync(Cancellation);
        var problems = (await world.Ledger.Watch.WatchAsync(Cancellation)).LastAudit!.Problems;
        Assert.All(old, i => Assert.Contains(problems, p => p.Message.StartsWith($"Item {i.Code} tells 张三", StringComparison.Ordinal)));
        Assert.True(
            problems.All(p => p is { Code: AuditCodes.ScanStopped } or { Code: AuditCodes.PeopleOutdated, Repaired: false }),
            $"{when}: {string.Join(' ', problems)}");
        Assert.All(open.SelectMany(i => i.Leaders), l => Assert.Contains(contacts, c => (c.Name, c.Phone) == (l.Name, l.Phone)));
        await world.RunUntilAsync(Given.At("2020-05-18T09:00"));
        var expected = open.SelectMany(i => i.Persons.Select(p => $"{i.Code} before-7 {p.Phone}")).Order(StringComparer.Ordinal);
        var actual = (await world.ToldAsync()).Select(t => $"{t.Step.Item} {t.Step.Name} {t.To}").Order(StringComparer.Ordinal);
        Assert.Equal((when, string.Join(", ", expected)), (when, string.Join(", ", actual)));
    }
}
