namespace Reminders.Simulation;

/// <summary>Plays from seeds.</summary>
public static class Seeds
{
    /// <summary>Plays a seed.</summary>
    /// <param name="seed">Everything follows from it.</param>
    /// <param name="mostFaults">Only so many of its faults, for finding out which are to blame.</param>
    /// <param name="told">Whether the story is kept.</param>
    public static (Outcome Outcome, Story Story) Play(int seed, int mostFaults = int.MaxValue, bool told = false)
    {
        // Each source of chance is one of its own, so that leaving out a fault does not change the plans.
        var setting = Setting.Drawn(new(Mix(seed, 1)));
        if (new Chance(Mix(seed, 5)) is var races && races.OneIn(3))
            setting = setting with { Deeds = [.. setting.Deeds, .. Races.Drawn(races, setting)] };
        var faults = new DrawnFaults(new(Mix(seed, 2)), new(Mix(seed, 3)), setting.FaultOneIn, mostFaults);
        var story = new Story(told, setting.TimeZone);
        return (new Play(setting, faults, new(Mix(seed, 4)), story).Run(), story);
    }

    /// <summary>Plays many seeds, as many at a time as there are processors.</summary>
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

    /// <summary>With how few of its first faults a seed still breaks a promise: what the story needs.</summary>
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

/// <summary>What many plays came to.</summary>
public sealed record Sum(int Runs = 0, long Calls = 0, long Faults = 0, long Messages = 0, int? FirstBroken = null)
{
    public Sum With(int seed, Outcome outcome) => new(
        Runs + 1, Calls + outcome.Calls, Faults + outcome.Faults, Messages + outcome.Messages,
        outcome.Broken is null || FirstBroken < seed ? FirstBroken : seed);
}
