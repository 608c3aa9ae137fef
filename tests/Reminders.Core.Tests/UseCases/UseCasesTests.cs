namespace Reminders.Core.Tests.UseCases;

public class UseCasesTests
{
    [Fact]
    public async Task A_copy_on_another_ledger_reads_the_people_of_that_ledger()
    {
        var world = new World(Given.At("2020-05-12T10:00"));
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        Assert.NotEmpty((await world.UseCases.ReadPeople.RunAsync(CancellationToken.None)).Told(await world.ItemAsync()).Persons);
        var other = new InMemoryLedger();
        var wire = new Wire();

        Assert.Same(world.UseCases.ReadPeople, world.UseCases.ReadPeople);
        await world.On(wire.Through(other)).ReadPeople.RunAsync(CancellationToken.None);

        Assert.Contains("IPeople.ContactsAsync", wire.Calls);
    }
}
