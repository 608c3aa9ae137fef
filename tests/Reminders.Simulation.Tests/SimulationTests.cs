namespace Reminders.Simulation.Tests;

/// <summary>A short run of the simulation; docs/simulation.md describes the long runs.</summary>
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
    public void A_crash_at_any_call_of_a_port_breaks_no_promise()
    {
        foreach (var play in SmallPlay.All)
        {
            var result = Exhaustion.Of(play, pairs: false);

            Assert.Equal([], result.Broken);
            Assert.Equal(result.Calls * 2, result.Singles);
            Assert.True(result.Calls > 100, $"{play.Name} has only {result.Calls} calls.");
        }
    }

    public static TheoryData<Sabotage> Sabotages => [.. Enum.GetValues<Sabotage>().Skip(1)];

    [Theory]
    [MemberData(nameof(Sabotages))]
    public void A_build_that_is_broken_on_purpose_is_caught(Sabotage sabotage)
    {
        var trace = FaultTrace.Stored.SingleOrDefault(t => t.Sabotage == sabotage);

        Assert.True(
            trace?.Catches() == true, $"{trace?.ToString() ?? sabotage.ToString()} is not caught. {FaultTrace.HowToRecord(sabotage)}");
    }

    [Fact]
    public void A_trace_that_is_found_catches_its_sabotage_and_is_read_as_it_was_written()
    {
        var trace = FaultTrace.Find(Sabotage.NoFollowUp, tries: 500)!;

        Assert.True(trace.Catches());
        Assert.NotEmpty(trace.Faults);
        Assert.Equal(trace.ToString(), FaultTrace.Parse(trace.ToString()).ToString());
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
        var (outcome, told) = FaultTrace.Stored.First(t => t.Sabotage == Sabotage.NoLease).Tell();
        var story = told.About(outcome.Broken!.Words).ToList();

        Assert.Contains(story, line => line.Contains("waits for the answer of", StringComparison.Ordinal));
        Assert.Contains(story, line => line.Contains("the provider takes", StringComparison.Ordinal));
    }

    private static string Story(int? seed) =>
        seed is null ? "" : $"Seed {seed}: {Seeds.Play(seed.Value).Outcome.Broken}. Tell it with: " +
            $"dotnet run --project tests/Reminders.Simulation -c Release -- --seed {seed} --faults {Seeds.FewestFaults(seed.Value)}";
}
