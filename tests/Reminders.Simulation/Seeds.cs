namespace Reminders.Simulation;

/// <summary>Plays from seeds.</summary>
public static class Seeds
{
    /// <summary>Plays one seed.</summary>
    /// <param name="seed">The seed decides the whole play.</param>
    /// <param name="mostFaults">The greatest number of faults; a lower number shows the cause.</param>
    /// <param name="told">Whether the story is kept.</param>
    public static (Outcome Outcome, Story Story) Play(int seed, int mostFaults = int.MaxValue, bool told = false)
    {
        // Plans and faults use separate sources of chance, so a run with fewer faults has the same plans.
        var setting = Setting.Drawn(new(Mix(seed, 1)));
        if (new Chance(Mix(seed, 5)) is var races && races.OneIn(3))
            setting = setting with { Deeds = [.. setting.Deeds, .. Races.Drawn(races, setting)] };
        if (new Chance(Mix(seed, 6)) is var moves && moves.OneIn(3))
            setting = setting with { Move = Move.Drawn(moves, setting) };
        var faults = new DrawnFaults(new(Mix(seed, 2)), new(Mix(seed, 3)), setting.FaultOneIn, mostFaults);
        var story = new Story(told, setting.TimeZone);
        return (new Play(setting, faults, new(Mix(seed, 4)), story).Run(), story);
    }

    /// <summary>Plays many seeds in parallel, one for each processor.</summary>
    public static Sum PlayAll(int first, int runs, Action<int>? progress = null)
    {
        var sum = new Sum();
        var gate = new Lock();
        Parallel.ForEach(Enumerable.Range(first, runs), (seed, loop) =>
        {
            var outcome = Play(seed).Outcome;
            lock (gate)
            {
                sum = sum.With(seed, outcome);
                if (sum.Runs % 100 == 0)
                    progress?.Invoke(sum.Runs);
            }
            if (outcome.Broken is not null)
                loop.Stop();
        });
        return sum;
    }

    /// <summary>The least number of first faults with which a seed still breaks a promise.</summary>
    public static int FewestFaults(int seed)
    {
        var all = Play(seed).Outcome.Faults;
        for (var faults = 0; faults < all; faults++)
        {
            if (Play(seed, mostFaults: faults).Outcome.Broken is not null)
                return faults;
        }
        return all;
    }

    private static int Mix(int seed, int stream) => unchecked((seed * (int)0x9E3779B1) ^ (stream * (int)0x85EBCA6B));
}

/// <summary>The outcomes of many plays.</summary>
public sealed record Sum(int Runs = 0, long Calls = 0, long Faults = 0, long Messages = 0, int? FirstBroken = null)
{
    public Sum With(int seed, Outcome outcome) => new(
        Runs + 1, Calls + outcome.Calls, Faults + outcome.Faults, Messages + outcome.Messages,
        outcome.Broken is null || FirstBroken < seed ? FirstBroken : seed);
}
