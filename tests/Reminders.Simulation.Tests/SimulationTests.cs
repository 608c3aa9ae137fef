namespace Reminders.Simulation.Tests;

/// <summary>A short run of the simulation; the long ones are in docs/promises.md.</summary>
public class SimulationTests
{
    [Fact]
    public void No_seed_breaks_a_promise()
    {
        var sum = Seeds.PlayAll(first: 1, runs: 300);

        Assert.True(sum.FirstBroken is null, Story(sum.FirstBroken));
        Assert.Equal(300, sum.Runs);
        Assert.True(sum.Faults > 1_000, $"only {sum.Faults} faults");
    }

    [Fact]
    public void A_death_at_any_call_of_a_port_breaks_no_promise()
    {
        foreach (var play in SmallPlay.All)
        {
            var result = Exhaustion.Of(play, pairs: false);

            Assert.Equal([], result.Broken);
            Assert.Equal(result.Calls * 2, result.Singles);
            Assert.True(result.Calls > 100, $"{play.Name} has only {result.Calls} calls.");
        }
    }

    // The seeds are where each was caught; what moves the plays a little leaves some room.
    [Theory]
    [InlineData(Sabotage.RemoveFirst, 1)]
    [InlineData(Sabotage.NoFollowUp, 1)]
    [InlineData(Sabotage.TodayOnly, 1)]
    [InlineData(Sabotage.EverybodyWins, 200)]
    [InlineData(Sabotage.SendFirst, 1)]
    [InlineData(Sabotage.NoTags, 8700)]
    [InlineData(Sabotage.NeverAsk, 1)]
    [InlineData(Sabotage.NoLease, 100)]
    [InlineData(Sabotage.NoSecondLook, 1)]
    [InlineData(Sabotage.DayByDay, 1)]
    [InlineData(Sabotage.NobodyVerifies, 1)]
    [InlineData(Sabotage.ReadAhead, 1)]
    [InlineData(Sabotage.NoQuietHours, 1)]
    [InlineData(Sabotage.Backwards, 1)]
    [InlineData(Sabotage.Talkative, 1)]
    public void A_build_that_is_broken_on_purpose_is_caught(Sabotage sabotage, int seed)
    {
        var (runs, broken) = Seeds.RunsUntilCaught(sabotage, seed, most: 1_500);

        Assert.Equal(Saboteur.Breaks(sabotage), broken?.Promise);
        Assert.Null(Seeds.Play(seed + runs - 1).Outcome.Broken);
    }

    [Fact]
    public void Every_sabotage_is_tried()
    {
        var tried = typeof(SimulationTests).GetMethod(nameof(A_build_that_is_broken_on_purpose_is_caught))!
            .GetCustomAttributesData().Where(a => a.AttributeType == typeof(InlineDataAttribute))
            .Select(a => (Sabotage)(int)((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)a.ConstructorArguments[0].Value!)[0].Value!);

        Assert.Equal(Enum.GetValues<Sabotage>().Skip(1).Order(), tried.Order());
    }

    [Fact]
    public void The_same_seed_gives_the_same_play()
    {
        for (var seed = 1; seed <= 5; seed++)
            Assert.Equal(Seeds.Play(seed).Outcome, Seeds.Play(seed).Outcome);
    }

    [Fact]
    public void A_story_tells_what_went_wrong_and_who_was_told()
    {
        const int First = 5; // its story is short enough to be told whole
        var (runs, broken) = Seeds.RunsUntilCaught(Sabotage.SendFirst, First, most: 100);
        var story = Seeds.Play(First + runs - 1, Sabotage.SendFirst, told: true).Story.About(broken!.Words).ToList();

        Assert.Contains(story, line => line.Contains("the process dies", StringComparison.Ordinal));
        Assert.Contains(story, line => line.Contains("the provider takes", StringComparison.Ordinal));
    }

    private static string Story(int? seed) =>
        seed is null ? "" : $"Seed {seed}: {Seeds.Play(seed.Value).Outcome.Broken}. Tell it with: dotnet run --project tests/Reminders.Simulation -c Release -- --seed {seed} --faults {Seeds.FewestFaults(seed.Value)}";
}
