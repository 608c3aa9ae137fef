namespace Reminders.Core.Tests.UseCases;

/// <summary>张三 (number 1) stands in the directory; 孙七 (number 4) stands in for them from 14 to 18 May 2020.</summary>
public class ReadPeopleTests
{
    private static readonly Item Item = Given.Item() with { NamedPersons = [new("张三")], NamedLeaders = [new("李四")] };

    private readonly World world = new(Given.At("2020-05-12T10:00"));
    private readonly ReadPeople people;

    public ReadPeopleTests()
    {
        people = new(world.Wire.Through(world.Ledger), world.Clock);
    }

    [Theory]
    [InlineData("contacts")]
    [InlineData("absence")]
    [InlineData("handover")]
    public async Task A_reading_is_used_again_until_people_are_written(string what)
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        Assert.Equal((true, Given.Phone(1)), await ReadAsync());
        Assert.Equal((false, Given.Phone(1)), await ReadAsync());

        switch (what)
        {
            case "contacts":
                await world.Ledger.People.SaveContactsOfAsync(Given.Phone(1), [], Cancellation);
                await world.Ledger.People.AddContactsAsync([new("张三", Given.Phone(2))], Cancellation);
                break;
            case "absence":
                await AwayAsync();
                break;
            default:
                await world.HandOver.RunAsync(new(Given.Phone(1), new("王五", Given.Phone(2))), Given.Office, Cancellation);
                break;
        }

        world.Clock.SetTo(Given.At("2020-05-14T10:00"));
        Assert.Equal((true, Given.Phone(what == "absence" ? 4 : 2)), await ReadAsync());
        Assert.Equal((false, Given.Phone(what == "absence" ? 4 : 2)), await ReadAsync());
    }

    [Fact]
    public async Task Absences_begin_and_numbers_fail_within_one_reading()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        await AwayAsync();
        world.Clock.SetTo(Given.At("2020-05-13T23:50"));
        Assert.Equal((true, Given.Phone(1)), await ReadAsync());

        world.Clock.SetTo(Given.At("2020-05-14T00:05"));
        await world.Ledger.Barriers.FlagAsync(new NumberFlag(Given.Phone(11), "30005", world.Now), Cancellation);

        Assert.Equal((false, Given.Phone(4)), await ReadAsync());
        Assert.True((await people.RunAsync(Cancellation)).Fails(Given.Phone(11)));
    }

    [Fact]
    public async Task A_reading_is_not_used_for_longer_than_from_one_scan_to_the_next()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [new("张三", Given.Phone(1)), new("李四", Given.Phone(11), Role.Leader)]);
        Assert.True((await ReadAsync()).Reads);

        world.Clock.SetTo(world.Now + Duration.FromMinutes(15));
        Assert.False((await ReadAsync()).Reads);
        world.Clock.SetTo(world.Now + Duration.FromMinutes(15));
        Assert.True((await ReadAsync()).Reads);
    }

    [Fact]
    public async Task While_people_are_being_written_every_call_reads_and_keeps_nothing()
    {
        await world.Ledger.People.SaveContactsAsync([new("张三", Given.Phone(1))], Cancellation);
        var settled = await world.Ledger.Barriers.BarriersAsync(Cancellation);
        var writing = settled with { PeopleVersion = null };

        Assert.True((await ReadAsync(settled)).Reads);
        Assert.False((await ReadAsync(settled)).Reads);
        Assert.True((await ReadAsync(writing)).Reads);
        Assert.True((await ReadAsync(writing)).Reads);
        Assert.True((await ReadAsync(settled)).Reads);
        Assert.True((await ReadAsync(settled with { PeopleVersion = "another" })).Reads);
    }

    private Task<Outcome<AbsenceFollowed>> AwayAsync() => world.RecordAbsence.RunAsync(
        Given.Phone(1), new("孙七", Given.Phone(4)), (Given.Day("2020-05-14"), Given.Day("2020-05-18")), "", Given.Office, Cancellation);

    private async Task<(bool Reads, PhoneNumber Told)> ReadAsync(SendBarriers? barriers = null)
    {
        var before = world.Wire.Calls.Count;
        var directory = barriers is null ? await people.RunAsync(Cancellation) : await people.RunAsync(barriers, Cancellation);
        var read = world.Wire.Calls.Skip(before).Where(c => c != "IBarriers.BarriersAsync").ToList();
        Assert.True(read is [] or ["IPeople.ContactsAsync", "IPeople.AbsencesAsync", "IPeople.HandoversAsync"], string.Join(' ', read));
        return (read.Count > 0, directory.Told(Item).Persons.Single().Phone!.Value);
    }
}
