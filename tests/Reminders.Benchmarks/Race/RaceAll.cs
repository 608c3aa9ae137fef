namespace Reminders.Benchmarks.Race;

/// <summary>
/// Reminders against the schedulers people would pick: N items, of which a thousand are due in each of two slots. Every message is sent
/// and recorded. The racers run in turns, each in a process of its own.
/// </summary>
/// <remarks>
/// What makes it fair, and what each side pays for:
/// <list type="bullet">
/// <item>All send the same messages to the same people through the same provider, which takes them at once unless told otherwise.</item>
/// <item>Nobody waits for a timer. Quartz sleeps until the trigger's time; Hangfire looks every few milliseconds instead of every 15 s; our
/// scan starts at the slot's instant, as the timer on Azure does (<c>serve</c> looks once a minute).</item>
/// <item>Threads and polling of the schedulers are those that were fastest here; jobs are stored before their time, so none is late, and
/// the threshold for misfires is far away.</item>
/// <item>On files, every commit is on the disk when it returns, for all (write-ahead log, synchronous=FULL). Quartz stores a thousand
/// triggers in one transaction; Hangfire has no call for more than one job.</item>
/// <item>The schedulers get number and text when a job is stored. Ours finds people and composes the text when it sends.</item>
/// <item>The time of a slot ends with the last record that a message was sent. Our look after the notices, ten minutes later, is outside
/// of it, as is what Quartz and Hangfire do after a record.</item>
/// </list>
/// The first slot of a process is the cold one, the second the warm one. Each run checks that everybody had exactly one message a slot.
/// </remarks>
internal static class RaceAll
{
    private static readonly (string Title, string Format, Func<RaceFigures, double> Of)[] Columns =
    [
        ("load, s", "N2", f => f.Load),
        ("its CPU, s", "N2", f => f.LoadCpu),
        ("cold slot, ms", "N0", f => f.Cold),
        ("its CPU, ms", "N0", f => f.ColdCpu),
        ("warm slot, ms", "N0", f => f.Warm),
        ("its CPU, ms", "N0", f => f.WarmCpu),
        ("peak memory, MB", "N0", f => f.Memory),
    ];

    /// <param name="sizes">The numbers of items.</param>
    /// <param name="due">How many of them are due in each slot.</param>
    /// <param name="callTakes">How long the provider takes for a message.</param>
    /// <param name="rounds">How often each runs.</param>
    /// <param name="limit">After how long a run is given up. A racer that was given up is not started again.</param>
    /// <param name="only">Parts of the names of the racers that run; none for all.</param>
    /// <param name="cancellation">Ends the race.</param>
    public static async Task<int> RunAsync(
        int[] sizes, int due, TimeSpan callTakes, int rounds, TimeSpan limit, string[] only, CancellationToken cancellation)
    {
        if (due is < 1 or > Course.MostDue || sizes.Any(s => s < 2 * due))
        {
            await Console.Error.WriteLineAsync(
                $"1 to {Course.MostDue:N0} items are due in each of two slots, and there are at least twice as many.");
            return 2;
        }
        var racers = Racers.All.Where(r => only.Length == 0 || only.Any(r.IsMeant)).ToList();
        foreach (var items in sizes)
        {
            var runs = racers.ToDictionary(r => r, _ => new List<RaceFigures?>());
            for (var round = 0; round < rounds; round++)
            {
                // Another racer begins each round.
                foreach (var racer in racers.Skip(round % racers.Count).Concat(racers.Take(round % racers.Count)))
                {
                    var gaveUp = runs[racer].Contains(null);
                    runs[racer].Add(
                        gaveUp ? null : await RaceRun.StartAsync(racer.Name, new(items, due), callTakes, limit, cancellation));
                    await Console.Error.WriteLineAsync($"round {round + 1}, {racer.Name}: {runs[racer][^1]}");
                }
            }
            Console.WriteLine($"**{items:N0} items, {due:N0} due in each slot; medians of {rounds} (least–most)**\n");
            PrintTable(runs, rounds, limit);
            PrintRatios(runs, isDurable: false);
            PrintRatios(runs, isDurable: true);
        }
        foreach (var promise in Racers.Promises)
            Console.WriteLine($"- {promise}");
        return 0;
    }

    private static void PrintTable(Dictionary<RacerOf, List<RaceFigures?>> runs, int rounds, TimeSpan limit)
    {
        Console.WriteLine($"| | {string.Join(" | ", Columns.Select(c => c.Title))} |");
        Console.WriteLine($"|---|{string.Concat(Columns.Select(_ => "---:|"))}");
        foreach (var (racer, figures) in runs)
        {
            var ended = figures.OfType<RaceFigures>().ToList();
            Console.WriteLine(ended.Count < rounds
                ? $"| {racer.Name} | did not end within {limit.TotalSeconds:N0} s |{string.Concat(Columns.Skip(1).Select(_ => " |"))}"
                : $"| {racer.Name} | {string.Join(" | ", Columns.Select(c => Cell(c.Format, [.. ended.Select(c.Of)])))} |");
        }
        Console.WriteLine();
    }

    private static string Cell(string format, List<double> values) =>
        $"{StartServes.Median(values).ToString(format)} ({values.Min().ToString(format)}–{values.Max().ToString(format)})";

    private static void PrintRatios(Dictionary<RacerOf, List<RaceFigures?>> runs, bool isDurable)
    {
        foreach (var (ours, own) in runs.Where(r => r.Key.IsOurs && r.Key.IsDurable == isDurable && !r.Value.Contains(null)))
        {
            Console.WriteLine($"| ratio to {ours.Name} | {string.Join(" | ", Columns.Select(c => c.Title.Split(',')[0]))} |");
            Console.WriteLine($"|---|{string.Concat(Columns.Select(_ => "---:|"))}");
            foreach (var (racer, figures) in runs.Where(r => r.Key != ours && r.Key.IsDurable == isDurable && !r.Value.Contains(null)))
            {
                var ratios = Columns.Select(c => StartServes.Median(figures.Zip(own, (f, o) => c.Of(f!) / c.Of(o!))).ToString("0.00"));
                Console.WriteLine($"| {racer.Name} | {string.Join(" | ", ratios)} |");
            }
            Console.WriteLine();
        }
    }
}
