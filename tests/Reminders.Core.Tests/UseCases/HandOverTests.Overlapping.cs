namespace Reminders.Core.Tests.UseCases;

/// <summary>Handovers that overlap, and people who come back. The directory becomes empty, so only the records tell who has left.</summary>
public partial class HandOverTests
{
    /// <summary>王五 hands over to 张三 between two calls of the handover of 张三 to 王五. Then the directory becomes empty.</summary>
    [Fact]
    public async Task Of_two_people_who_hand_over_to_each_other_the_one_who_has_the_item_keeps_it()
    {
        for (var call = 1; ; call++)
        {
            var wire = new Wire();
            var both = new World(Given.At("2020-05-12T10:00"), wire: wire);
            await both.LoadAsync(Named("张三"), Given.Contacts());
            var acted = false;
            wire.RivalActsAt = wire.Calls.Count + call;
            wire.Rival = () =>
            {
                acted = true;
                both.UseCases.HandOver.RunAsync(new(New.Phone!.Value, Given.Person), Given.Office, Cancellation).GetAwaiter().GetResult();
            };
            await both.HandOver.RunAsync(All, Given.Office, Cancellation);
            if (!acted)
            {
                Assert.True(call > 20, $"A handover has only {call} calls.");
                return;
            }
            var told = (await both.ItemAsync()).Persons.Single();
            var when = $"{call} {wire.Calls[wire.RivalActsAt - 1]}";

            await both.Contacts.RunAsync([], Given.Office, Cancellation);

            Assert.Equal((when, told), (when, (await both.ItemAsync()).Persons.Single()));
        }
    }

    [Fact]
    public async Task A_person_who_became_a_successor_after_they_handed_over_keeps_an_item_that_would_reach_nobody()
    {
        await world.LoadAsync(
            Named("钱二"), [new("张三", Given.Phone(1)), new("钱二", Given.Phone(2)), new("李四", Given.Phone(11), Role.Leader)]);
        await RunAsync(All);
        await RunAsync(new(Given.Phone(2), Given.Person));

        await world.Contacts.RunAsync([], Given.Office, Cancellation);

        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons);
    }

    /// <summary>While 张三 hands over to 王五, 钱二 hands over to 张三. 钱二 comes back, and then the directory becomes empty.</summary>
    [Fact]
    public async Task A_person_who_became_a_successor_while_they_handed_over_has_left_all_the_same()
    {
        await world.LoadAsync(Named("张三"), [.. Given.Contacts(), new("钱二", Given.Phone(2))]);
        var ledger = Overtaken.After(world.Ledger, "TryAddHandoverAsync", () => RunAsync(new(Given.Phone(2), Given.Person)));
        await world.On(ledger).HandOver.RunAsync(All, Given.Office, Cancellation);
        await world.Contacts.RunAsync(Given.Phone(2), [new("钱二", Given.Phone(2))], Given.Office, Cancellation);
        await world.LoadAsync(Named("钱二") with { Title = "另一方案" });

        await world.Contacts.RunAsync([], Given.Office, Cancellation);

        Assert.Equal([New], (await world.ItemAsync(plan: 2)).Persons);
    }

    [Fact]
    public async Task The_later_of_two_handovers_counts_though_the_clock_of_its_host_is_behind()
    {
        await world.LoadAsync(Named("张三"), Given.Contacts());
        await RunAsync(All);
        var behind = world.UseCases with { Clock = new SettableClock(world.Now - Duration.FromSeconds(30)) };
        await behind.HandOver.RunAsync(new(New.Phone!.Value, Given.Person), Given.Office, Cancellation);

        await world.Contacts.RunAsync([], Given.Office, Cancellation);

        Assert.Equal([Given.Person], (await world.ItemAsync()).Persons);
    }
}
