namespace Reminders.Core.Tests.UseCases;

public class LiftFlagTests
{
    private static readonly PhoneNumber Number = Given.Person.Phone!.Value;

    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_step_held_back_by_a_flag_goes_out_once_after_the_flag_is_lifted()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await FlagAsync(world);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.DoesNotContain(world.Provider.Taken, t => t.Sms.To == Number);

        var lifted = await LiftAsync(world);

        Assert.Equal((NumberFlag.OptedOut, (ItemCode)new(1, 1)), (lifted.Flag!.Reason, Assert.Single(lifted.Items)));
        Assert.Empty(await world.FlagsAsync());
        await world.RunUntilAsync(Given.At("2020-05-14T12:00"));
        Assert.Single(await world.ToldAsync(), t => t.To == Number && $"{t.Step.Name}" == "before-7");
    }

    [Fact]
    public async Task The_history_of_the_owners_items_alone_names_the_actor_who_lifted_the_flag()
    {
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-21"),
        [
            .. Given.Contacts(2).Select(c => c.Role == Role.Person ? c with { Items = ["1"] } : c),
            new("王五", Given.Phone(2)) { Items = ["2"] },
        ]);
        await FlagAsync(world);

        await LiftAsync(world);

        var entry = (await world.FileAsync()).History[^1];
        Assert.Equal(("LiftFlag", "值班员", "number of 张三: flag lifted"), (entry.Action, entry.By.Name, entry.Detail));
        Assert.Single((await world.FileAsync(2)).History);
    }

    [Fact]
    public async Task A_leader_whose_flag_is_lifted_is_alerted()
    {
        await world.LoadAsync(Given.Plan("2020-05-11"), Given.Contacts());
        await world.UseCases.FlagNumber.RunAsync(Given.Leader.Phone!.Value, "30005", world.Now, CancellationToken.None);
        await world.RunUntilAsync(Given.At("2020-05-12T12:00"));
        Assert.DoesNotContain(world.Provider.Taken, t => t.Sms.To == Given.Leader.Phone);

        await world.UseCases.LiftFlag.RunAsync(Given.Leader.Phone!.Value, Given.Office, CancellationToken.None);
        await world.RunUntilAsync(Given.At("2020-05-13T08:00"));

        Assert.Single(world.Provider.Taken, t => t.Sms.To == Given.Leader.Phone);
    }

    [Fact]
    public async Task A_draft_that_lacked_nothing_but_a_number_that_works_is_opened()
    {
        await FlagAsync(world);
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        Assert.Equal(ItemState.Draft, (await world.ItemAsync()).State);

        Assert.Equal([new(1, 1)], (await LiftAsync(world)).Items);

        Assert.Equal(ItemState.Open, (await world.ItemAsync()).State);
    }

    [Fact]
    public async Task A_number_that_is_not_flagged_changes_nothing()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        var lifted = await LiftAsync(world);

        Assert.Null(lifted.Flag);
        Assert.Equal(1, (await world.ItemAsync()).Version);
    }

    [Fact]
    public async Task A_number_that_fails_again_is_flagged_again_and_its_leader_told_again()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await FlagAsync(world);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        await LiftAsync(world);
        await world.RunUntilAsync(Given.At("2020-05-14T12:00"));

        await FlagAsync(world);
        await world.RunUntilAsync(Given.At("2020-05-15T12:00"));

        Assert.Equal(2, world.Provider.Taken.Count(t => t.Sms.To == Given.Leader.Phone));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Owed_steps_go_out_after_a_crash_anywhere_with_or_without_a_repeat(bool afterwards)
    {
        var whole = new World(Given.At("2020-05-12T10:00"));
        var calls = await CallsAsync(whole);

        for (var call = 1; call <= calls; call++)
        {
            var cut = new World(Given.At("2020-05-12T10:00"));
            await FlaggedAsync(cut);
            var mortal = new Wire { CrashesAt = call, CrashesAfterwards = afterwards };
            await Assert.ThrowsAsync<ProcessCrashed>(
                () => cut.On(mortal.Through(cut.Ledger)).LiftFlag.RunAsync(Number, Given.Office, CancellationToken.None));
            if ((await cut.FlagsAsync()).Count > 0)
                await LiftAsync(cut);

            await cut.RunUntilAsync(Given.At("2020-05-14T12:00"));

            Assert.Single(await cut.ToldAsync(), t => t.To == Number && $"{t.Step.Name}" == "before-7");
        }
    }

    private static async Task FlaggedAsync(World world)
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await FlagAsync(world);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
    }

    private static async Task<int> CallsAsync(World world)
    {
        await FlaggedAsync(world);
        var wire = new Wire();
        await world.On(wire.Through(world.Ledger)).LiftFlag.RunAsync(Number, Given.Office, CancellationToken.None);
        return wire.Calls.Count;
    }

    private static Task FlagAsync(World world) =>
        world.UseCases.FlagNumber.RunAsync(Number, NumberFlag.OptedOut, world.Now, CancellationToken.None);

    private static Task<LiftedFlag> LiftAsync(World world) =>
        world.UseCases.LiftFlag.RunAsync(Number, new("值班员", "值班员"), CancellationToken.None);
}
