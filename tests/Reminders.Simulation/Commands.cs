using System.CommandLine;
using System.Diagnostics;

namespace Reminders.Simulation;

/// <summary>The command line: seeds, the story of one seed, a crash at every call, and broken builds.</summary>
public static class Commands
{
    private const int Kept = 0;
    private const int PromiseBroken = 1;

    public static int Run(string[] args)
    {
        var seed = new Option<int>("--seed") { Description = "The first seed.", DefaultValueFactory = _ => 1 };
        var runs = new Option<int>("--runs") { Description = "How many seeds.", DefaultValueFactory = _ => 1000 };
        var exhaustive = new Option<bool>("--exhaustive")
        {
            Description = "Instead: small plans, a crash at every call of a port, and at every pair of them.",
        };
        var singles = new Option<bool>("--singles") { Description = "With --exhaustive: one crash only." };
        var names = $"all, or one of {string.Join(", ", Enum.GetNames<Sabotage>().Skip(1))}";
        var sabotage = new Option<string?>("--sabotage")
        {
            Description = $"Instead: breaks the build and plays the stored trace that catches it: {names}.",
        };
        var record = new Option<string?>("--record-traces")
        {
            Description = $"Instead: finds such traces again, of all those that no longer catch anything, and stores them: {names}.",
        };
        var faults = new Option<int?>("--faults") { Description = "Tells the story of the seed with so many of its faults." };
        var word = new Option<string?>("--about") { Description = "Adds every line that contains this to the story." };
        var root = new RootCommand("Plays the system through months with faults of every kind, and watches its promises.")
        {
            seed, runs, exhaustive, singles, sabotage, record, faults, word,
        };
        root.SetAction(parsed =>
        {
            if (parsed.GetValue(faults) is { } most)
                return Tell(parsed.GetValue(seed), most, parsed.GetValue(word));
            if (parsed.GetValue(sabotage) is { } broken)
                return Prove(Named(broken));
            if (parsed.GetValue(record) is { } sought)
                return Record(Named(sought));
            return parsed.GetValue(exhaustive)
                ? Exhaust(pairs: !parsed.GetValue(singles))
                : PlaySeeds(parsed.GetValue(seed), parsed.GetValue(runs));
        });
        return root.Parse(args).Invoke();
    }

    private static int PlaySeeds(int first, int runs)
    {
        var watch = Stopwatch.StartNew();
        var sum = Seeds.PlayAll(first, runs, progress: done => Console.Error.Write($"\r{done} of {runs} "));
        Console.Error.WriteLine();
        Console.WriteLine(
            $"{sum.Runs} runs from seed {first}: {sum.Calls} calls of ports, {sum.Faults} faults, " +
            $"{sum.Messages} messages taken by the provider, in {watch.Elapsed.TotalSeconds:F0} s.");
        if (sum.FirstBroken is { } bad)
        {
            Console.WriteLine($"Seed {bad} breaks a promise. The fewest faults that do are sought.");
            return Tell(bad, Seeds.FewestFaults(bad));
        }
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
            Console.WriteLine(
                $"{plan.Name}: {result.Calls} calls of ports; {result.Singles} runs with one crash, {result.Pairs} with two; " +
                $"{watch.Elapsed.TotalSeconds:F0} s so far.");
            foreach (var failure in result.Broken.Take(3))
                Console.WriteLine($"  BROKEN {failure}");
            broken += result.Broken.Count;
        }
        Console.WriteLine(broken == 0 ? "No promise was broken." : $"{broken} runs broke a promise.");
        return broken == 0 ? Kept : PromiseBroken;
    }

    private static List<Sabotage> Named(string name) =>
        name == "all" ? [.. Enum.GetValues<Sabotage>().Skip(1)] : [Enum.Parse<Sabotage>(name, ignoreCase: true)];

    private static int Prove(List<Sabotage> sabotages)
    {
        var missed = 0;
        foreach (var sabotage in sabotages)
        {
            var trace = FaultTrace.Stored.FirstOrDefault(t => t.Sabotage == sabotage);
            var isCaught = trace?.Catches() == true;
            missed += isCaught ? 0 : 1;
            if (trace is not null && sabotages.Count == 1)
                Print(trace.Tell());
            Console.WriteLine(isCaught
                ? $"caught: {trace}"
                : $"NOT CAUGHT: {trace?.ToString() ?? sabotage.ToString()}. {FaultTrace.HowToRecord(sabotage)}");
        }
        return missed == 0 ? Kept : PromiseBroken;
    }

    // Traces that still catch their sabotage stay unchanged.
    private static int Record(List<Sabotage> sabotages)
    {
        var traces = FaultTrace.Stored.Where(t => !sabotages.Contains(t.Sabotage) || (sabotages.Count > 1 && t.Catches())).ToList();
        var missed = 0;
        foreach (var sabotage in sabotages.Except(traces.Select(t => t.Sabotage)))
        {
            var trace = FaultTrace.Find(sabotage, tries: 20_000);
            Console.WriteLine(trace?.ToString() ?? $"{sabotage}: no trace was found");
            if (trace is null)
                missed++;
            else
                traces.Add(trace);
        }
        FaultTrace.Write(traces.OrderBy(t => t.Sabotage));
        return missed == 0 ? Kept : PromiseBroken;
    }

    private static int Tell(int seed, int faults, string? about = null)
    {
        var told = Seeds.Play(seed, faults, told: true);
        Print(told, about);
        Console.WriteLine($"Again: --seed {seed} --faults {faults}");
        return told.Outcome.Broken is null ? Kept : PromiseBroken;
    }

    private static void Print((Outcome Outcome, Story Story) told, string? about = null)
    {
        var broken = told.Outcome.Broken;
        foreach (var line in told.Story.About([.. broken?.Words ?? [], .. about is null ? [] : (string[])[about]]))
            Console.WriteLine(line);
        Console.WriteLine(broken is null ? "\nNo promise was broken." : $"\nBROKEN {broken.Promise}\n{broken.What}");
    }
}
