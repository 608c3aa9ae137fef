namespace Reminders.Core.Tests.UseCases;

/// <summary>
/// 张三 (number 1) does item 1-1 under 李四 (number 11) and is away from 12 to 20 May 2020; 孙七 (number 4) stands in. Then a number
/// changes, or a successor takes over.
/// </summary>
public class MoveAbsencesTests
{
    private static readonly Contact Deputy = new("孙七", Given.Phone(4));

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_deputys_new_number_is_told_and_the_old_one_never_again()
    {
        await AwayAsync(world);
        Assert.Empty((await NumberAsync(4, Deputy with { Phone = Given.Phone(5) })).AbsencesRefused);

        Assert.Equal([Standing("孙七", 5)], (await world.ItemAsync()).Persons);
        await world.RunUntilAsync(Given.At("2020-05-20T18:00"));
        Assert.Equal([Given.Phone(5)], world.Provider.Taken.Where(t => t.Sms.To != Given.Phone(11)).Select(t => t.Sms.To).Distinct());
        Assert.Equal(4, world.Provider.Taken.Count(t => t.Sms.To == Given.Phone(5)));
    }

    [Fact]
    public async Task An_absence_moves_with_a_new_number_and_the_person_is_told_there_after_it_ends()
    {
        await AwayAsync(world);
        Assert.Empty((await NumberAsync(1, new Contact("张三", Given.Phone(2)) { Items = ["1-1"] })).AbsencesRefused);

        Assert.Equal([Standing("孙七", 4) with { AbsentPhone = Given.Phone(2) }], (await world.ItemAsync()).Persons);
        world.Clock.SetTo(Given.At("2020-05-21T00:00"));
        await world.ScanAsync();
        Assert.Equal([new("张三", Given.Phone(2))], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task A_whole_directory_is_followed_by_the_names()
    {
        await AwayAsync(world);
        var directory = await world.Ledger.People.ContactsAsync(Cancellation);
        await world.Contacts.RunAsync(
            [.. directory.Select(c => c.Name is "张三" or "孙七" ? c with { Phone = Given.Phone(c.Name == "张三" ? 2 : 5) } : c)], Given.Office,
            Cancellation);

        Assert.Equal([Standing("孙七", 5) with { AbsentPhone = Given.Phone(2) }], (await world.ItemAsync()).Persons);
        Assert.Equal((Given.Phone(2), Given.Phone(5)), ((await AbsenceAsync()).Number, (await AbsenceAsync()).Deputy.Phone!.Value));
    }

    /// <summary>
    /// Each row: what becomes of the directory's 孙七, as "name number" or nothing, and the deputy afterwards; a refusal names a deputy
    /// who is unknown now.
    /// </summary>
    [Theory]
    [InlineData("孙七 5", 5, null)]
    [InlineData("孙七 4", 4, null)]
    [InlineData("周八 4", 4, "deputy-left")] // is it he by another name? somebody must say so
    [InlineData("孙七 5、周八 4", 5, null)] // the number is a colleague's now
    [InlineData("", 4, "deputy-left")]
    [InlineData("周八 5", 4, "deputy-left")] // somebody else in his place is not the deputy
    [InlineData("孙七 5、孙七 6", 4, "deputy-left")] // nobody is guessed
    [InlineData("孙七 1", 4, "deputy-is-absent-one")]
    [InlineData("孙七 9", 4, "number-failed")]
    [InlineData("孙七 31", 4, "deputy-absent")]
    public async Task An_absence_follows_only_an_unambiguous_change(string becomes, int expected, string? refusal)
    {
        await AwayAsync(world, new Contact("冯九", Given.Phone(31)));
        await world.RecordAbsence.RunAsync(Given.Phone(31), new("卫十", Given.Phone(32)), (Given.Day("2020-05-19"), Given.Day("2020-05-25")),
            "", Given.Office, Cancellation);
        await world.Ledger.Barriers.FlagAsync(new NumberFlag(Given.Phone(9), "30005", world.Now), Cancellation);
        Contact[] now = [.. becomes.Split('、', StringSplitOptions.RemoveEmptyEntries)
            .Select(c => new Contact(c.Split(' ')[0], Given.Phone(int.Parse(c.Split(' ')[1], null))))];
        var others = (await world.Ledger.People.ContactsAsync(Cancellation))
            .Where(c => c.Name != "孙七" && now.All(n => n.Phone != c.Phone || c.Name is "张三" or "冯九"));

        var update = await world.Contacts.RunAsync([.. others, .. now], Given.Office, Cancellation);

        Assert.Equal(refusal, update.AbsencesRefused.FirstOrDefault()?.Code);
        Assert.Equal(Given.Phone(expected), (await AbsenceAsync()).Deputy.Phone);
        Assert.Equal([Standing("孙七", expected)], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task An_absence_follows_both_people_who_swap_their_numbers()
    {
        await AwayAsync(world, new Contact("周八", Given.Phone(8)), new Contact("冯九", Given.Phone(31)));
        var numbers = new Dictionary<string, int> { ["孙七"] = 8, ["周八"] = 4, ["张三"] = 31, ["冯九"] = 1 };
        var directory = await world.Ledger.People.ContactsAsync(Cancellation);
        var update = await world.Contacts.RunAsync(
            [.. directory.Select(c => numbers.TryGetValue(c.Name, out var number) ? c with { Phone = Given.Phone(number) } : c)],
            Given.Office, Cancellation);

        Assert.Empty(update.AbsencesRefused);
        Assert.Equal([Standing("孙七", 8) with { AbsentPhone = Given.Phone(31) }], (await world.ItemAsync()).Persons);
    }

    /// <summary>
    /// Another host scans between the writes of the absence and of the directory, or the process crashes there and scans follow. The absent
    /// person must not be told at the old number.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_absent_person_is_told_nothing_while_their_number_changes(bool crashes)
    {
        await AwayAsync(world);
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        var ledger = Overtaken.On(world.Ledger, nameof(IPeople.SaveContactsOfAsync),
            () => crashes ? throw new ProcessCrashed("SaveContactsOfAsync") : world.BeatAsync());
        var update = () => world.On(ledger).UpdateContacts.RunAsync(
            Given.Phone(1), Given.Phone(2), [new("张三", Given.Phone(2)) { Items = ["1-1"] }], Given.Office, Cancellation);
        if (crashes)
            await Assert.ThrowsAsync<ProcessCrashed>(update);
        else
            await update();

        await world.RunUntilAsync(Given.At("2020-05-13T18:00"));

        Assert.Equal(Given.Phone(4), Assert.Single(world.Provider.Taken).Sms.To);
    }

    [Fact]
    public async Task An_absence_that_is_recorded_while_the_deputys_number_changes_follows_it()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [.. Given.Contacts(), Deputy]);
        var ledger = Overtaken.On(world.Ledger, nameof(IPeople.SaveContactsOfAsync), () => world.RecordAbsence.RunAsync(
            Given.Phone(1), new("孙七", Given.Phone(4)), (Given.Day("2020-05-12"), Given.Day("2020-05-20")), "", Given.Office, Cancellation));
        await world.On(ledger).UpdateContacts.RunAsync(Given.Phone(4), Given.Phone(5), [Deputy with { Phone = Given.Phone(5) }],
            Given.Office, Cancellation);
        Assert.Equal([Standing("孙七", 5)], (await world.ItemAsync()).Persons);
    }

    [Fact]
    public async Task An_absentee_who_leaves_the_directory_is_named()
    {
        await AwayAsync(world);
        Assert.Equal("absent-left", Assert.Single((await NumberAsync(1)).AbsencesRefused).Code);
    }

    [Fact]
    public async Task A_namesake_with_an_older_number_does_not_become_the_deputy()
    {
        await AwayAsync(world, Deputy with { Phone = Given.Phone(7), Unit = "清溪村" });
        var update = await NumberAsync(4);
        Assert.Equal("deputy-left", Assert.Single(update.AbsencesRefused).Code);
        Assert.Equal(Given.Phone(4), (await AbsenceAsync()).Deputy.Phone);
    }

    [Fact]
    public async Task An_absence_that_is_over_does_not_change()
    {
        await AwayAsync(world);
        world.Clock.SetTo(Given.At("2020-05-21T09:00"));
        await world.ScanAsync();
        var over = await AbsenceAsync();
        Assert.Empty((await NumberAsync(4, Deputy with { Phone = Given.Phone(5) })).AbsencesRefused);
        Assert.Empty((await NumberAsync(5)).AbsencesRefused);
        Assert.Equal(over, await AbsenceAsync());
    }

    [Fact]
    public async Task Two_with_one_number_before_and_after_are_two_absences()
    {
        await AwayAsync(world, new Contact("冯九", Given.Phone(31)));
        await NumberAsync(1, new Contact("张三", Given.Phone(2)) { Items = ["1-1"] });
        await NumberAsync(31, new Contact("冯九", Given.Phone(1))); // another person gets the number and is absent too
        var second = await world.RecordAbsence.RunAsync(Given.Phone(1), new("卫十", Given.Phone(32)),
            (Given.Day("2020-05-12"), Given.Day("2020-05-20")), "", Given.Office, Cancellation);
        Assert.Equal(("冯九", null), (second.Value.Absence.Name, second.Refusal));
        Assert.Equal(2, (await world.Ledger.People.AbsencesAsync(Cancellation)).Select(a => a.Value.Id).Distinct().Count());
        Assert.Equal([Standing("孙七", 4) with { AbsentPhone = Given.Phone(2) }], (await world.ItemAsync()).Persons);
    }

    [Theory]
    [InlineData(null, null, "周八")]
    [InlineData(Role.Person, null, "孙七")] // he keeps the rest of what he does
    [InlineData(null, "清溪村", "周八")] // of which nothing is left to him
    [InlineData(null, "白石村", "孙七")]
    public async Task A_deputys_successor_stands_in_next(Role? role, string? unit, string expected)
    {
        await AwayAsync(world, Deputy with { Unit = "清溪村", Role = Role.Leader }, new Contact("冯九", Given.Phone(31)) { Unit = "白石村" });
        var result = await world.HandOver.RunAsync(new(Given.Phone(4), new("周八", Given.Phone(8))) { Role = role, Unit = unit },
            Given.Office, Cancellation);

        Assert.Null(result.Refusal);
        Assert.Equal([Standing(expected, expected == "周八" ? 8 : 4)], (await world.ItemAsync()).Persons);
        Assert.Equal(expected == "周八" ? [new ItemCode(1, 1)] : [], result.Value.Changed);
    }

    [Theory]
    [InlineData(1, "deputy-is-absent-one")]
    [InlineData(31, "deputy-absent")]
    public async Task A_person_who_cannot_stand_in_cannot_succeed_a_deputy(int to, string expected)
    {
        await AwayAsync(world, new Contact("冯九", Given.Phone(31)));
        await world.RecordAbsence.RunAsync(Given.Phone(31), new("卫十", Given.Phone(32)), (Given.Day("2020-05-19"), Given.Day("2020-05-25")),
            "", Given.Office, Cancellation);
        var before = await world.Ledger.People.ContactsAsync(Cancellation);

        Assert.Equal(expected,
            (await world.HandOver.RunAsync(new(Given.Phone(4), new("周八", Given.Phone(to))), Given.Office, Cancellation)).Refusal?.Code);

        Assert.Equal(before, await world.Ledger.People.ContactsAsync(Cancellation));
        Assert.Equal([Standing("孙七", 4)], (await world.ItemAsync()).Persons);
    }

    [Theory]
    [InlineData("number", false)]
    [InlineData("number", true)]
    [InlineData("handover", false)]
    [InlineData("handover", true)]
    public async Task Repeating_a_call_that_crashed_halfway_finishes_it(string kind, bool afterwards)
    {
        for (var call = 1; ; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"), wire: new() { CrashesAfterwards = afterwards });
            await AwayAsync(cut);
            cut.Wire.CrashesAt = cut.Wire.Calls.Count + call;
            var finished = false;
            try
            {
                await RunAsync();
                finished = true;
            }
            catch (ProcessCrashed)
            {
            }
            cut.Wire.CrashesAt = 0;
            await RunAsync();
            await cut.ScanAsync();

            Assert.Equal([kind == "number" ? Standing("孙七", 5) : Standing("周八", 5)], (await cut.ItemAsync()).Persons);
            Assert.Equal(AbsenceStage.InForce, (await cut.Ledger.People.AbsencesAsync(Cancellation)).Single().Value.Carried);
            if (finished)
            {
                Assert.True(call > 8, "it makes more calls than that");
                return;
            }

            async Task RunAsync()
            {
                if (kind == "number")
                    await cut.Contacts.RunAsync(Given.Phone(4), Given.Phone(5), [Deputy with { Phone = Given.Phone(5) }], Given.Office,
                        Cancellation);
                else
                    await cut.HandOver.RunAsync(new(Given.Phone(4), new("周八", Given.Phone(5))), Given.Office, Cancellation);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_absence_that_is_cancelled_in_that_moment_stays_cancelled(bool after)
    {
        await AwayAsync(world);
        var id = (await AbsenceAsync()).Id;
        Func<Task> rival = () => world.CancelAbsence.RunAsync(id, Given.Office, Cancellation);
        var ledger = after ? Overtaken.After(world.Ledger, "AbsencesAsync", rival)
            : Overtaken.On(world.Ledger, "TrySaveAbsenceAsync", rival);

        await world.On(ledger).UpdateContacts.RunAsync(Given.Phone(4), Given.Phone(5), [Deputy with { Phone = Given.Phone(5) }],
            Given.Office, Cancellation);

        Assert.NotNull((await AbsenceAsync()).CancelledAt);
        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons);
    }

    private static Party Standing(string name, int number) =>
        new(name, Given.Phone(number)) { StandsFor = "张三", AbsentPhone = Given.Phone(1) };

    private static async Task AwayAsync(World world, params Contact[] others)
    {
        await world.LoadAsync(
            Given.Plan("2020-05-20"), [.. Given.Contacts(), .. others.Any(c => c.Phone == Deputy.Phone) ? others : [Deputy, .. others]]);
        var result = await world.RecordAbsence.RunAsync(
            Given.Phone(1), new("孙七", Given.Phone(4)), (Given.Day("2020-05-12"), Given.Day("2020-05-20")), "外出", Given.Office,
            Cancellation);
        Assert.Equal([new(1, 1)], result.Value.Items);
    }

    private Task<ContactsUpdate> NumberAsync(int old, params Contact[] now) =>
        world.Contacts.RunAsync(Given.Phone(old), now.Length == 0 ? Given.Phone(old) : now[0].Phone, now, Given.Office, Cancellation);

    private async Task<Absence> AbsenceAsync() =>
        (await world.Ledger.People.AbsencesAsync(Cancellation)).Single(a => a.Value.Name == "张三").Value;
}
