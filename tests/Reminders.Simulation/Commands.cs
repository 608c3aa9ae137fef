using System.CommandLine;
using System.Diagnostics;

namespace Reminders.Simulation;

/// <summary>The command line: plays from seeds, one seed told as a story, every death at every call, and builds that are broken on purpose.</summary>
public static class Commands
{
    private const int Kept = 0;
    private const int PromiseBroken = 1;

    public static int Run(string[] args)
    {
        var seed = new Option<int>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        var runs = new Option<int>("--runs") { Description = "How many seeds.", DefaultValueFactory = _ => 1000 };
        var exhaustive = new Option<bool>("--exhaustive") { Description = "Instead: small plans, a death at every call of a port, and at every pair of them." };
        var singles = new Option<bool>("--singles") { Description = "With --exhaustive: one death only." };
        var sabotage = new Option<string?>("--sabotage") { Description = $"Breaks the build and sees how soon that is caught: all, or one of {string.Join(", ", Enum.GetNames<Sabotage>().Skip(1))}." };
        var faults = new Option<int?>("--faults") { Description = "Tells the story of the seed with so many of its faults." };
        var word = new Option<string?>("--about") { Description = "Adds to the story whatever contains this." };
        var root = new RootCommand("Plays the system through months with whatever can go wrong, and watches its promises.") { seed, runs, exhaustive, singles, sabotage, faults, word };
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(faults) is { } most)
                return Tell(parsed.GetValue(seed), most, parsed.GetValue(sabotage) is { } name ? Enum.Parse<Sabotage>(name, ignoreCase: true) : Sabotage.None, parsed.GetValue(word));
            if (parsed.GetValue(sabotage) is { } broken)
                return Prove(parsed.GetValue(seed), parsed.GetValue(runs), broken);
            return parsed.GetValue(exhaustive) ? Exhaust(pairs: !parsed.GetValue(singles)) : PlaySeeds(parsed.GetValue(seed), parsed.GetValue(runs));
        });
        return root.Parse(args).Invoke();
    }

    private static int PlaySeeds(int first, int runs)
    {
        var watch = Stopwatch.StartNew();
        var sum = Seeds.PlayAll(first, runs, progress: done => Console.Error.Write($"\r{done} of {runs} "));
        Console.Error.WriteLine();
        Console.WriteLine($"{sum.Runs} runs from seed {first}: {sum.Calls} calls of ports, {sum.Faults} faults, {sum.Messages} messages taken by the provider, in {watch.Elapsed.TotalSeconds:F0} s.");
        if (sum.FirstBroken is { } bad)
            return Tell(bad, Seeds.FewestFaults(bad), Sabotage.None);
        Console.WriteLine("No promise was broken.");
        return Kept;
    }

    private static int Exhaust(bool pairs)
    {
        var watch = Stopwatch.StartNew();
        var broken = 0;
        foreach (var plan in SmallPlay.All)
        {
            var result = Exhaustion.Of(plan, pairs, progress: (done, all) => Console.Error.Write($"\r{plan.Name}: {done} of {all} "));
            Console.Error.WriteLine();
            Console.WriteLine($"{plan.Name}: {result.Calls} calls of ports; {result.Singles} runs with one death, {result.Pairs} with two; {watch.Elapsed.TotalSeconds:F0} s so far.");
            foreach (var failure in result.Broken.Take(3))
                Console.WriteLine($"  BROKEN {failure}");
            broken += result.Broken.Count;
        }
        Console.WriteLine(broken == 0 ? "No promise was broken." : $"{broken} runs broke a promise.");
        return broken == 0 ? Kept : PromiseBroken;
    }

    private static int Prove(int first, int runs, string name)
    {
        var missed = 0;
        foreach (var sabotage in name == "all" ? Enum.GetValues<Sabotage>().Skip(1) : [Enum.Parse<Sabotage>(name, ignoreCase: true)])
        {
            var (took, broken) = Seeds.RunsUntilCaught(sabotage, first, runs);
            Console.WriteLine(broken is null ? $"{sabotage}: NOT CAUGHT in {runs} runs" : $"{sabotage}: caught in run {took}: {broken.Promise}: {broken.What}");
            missed += broken is null ? 1 : 0;
        }
        return missed == 0 ? Kept : PromiseBroken;
    }

    private static int Tell(int seed, int faults, Sabotage sabotage, string? about = null)
    {
        var (outcome, story) = Seeds.Play(seed, sabotage, faults, told: true);
        foreach (var line in story.About([.. outcome.Broken?.Words ?? [], .. about is null ? [] : (string[])[about]]))
            Console.WriteLine(line);
        var replay = $"--seed {seed} --faults {faults}{(sabotage == Sabotage.None ? "" : $" --sabotage {sabotage}")}";
        Console.WriteLine(outcome.Broken is { } broken ? $"\nBROKEN {broken.Promise}\n{broken.What}\nAgain: {replay}" : $"\nNo promise was broken. Again: {replay}");
        return outcome.Broken is null ? Kept : PromiseBroken;
    }
}
