using System.Diagnostics;

namespace Reminders.Benchmarks;

/// <summary>Tries the readers with random inputs by number, and prints the faults and the slowest input.</summary>
internal static class FuzzReaders
{
    public static int Run(int from, int count, int threads, CancellationToken cancellation)
    {
        var fuzz = new Fuzz();
        var (faults, done, longest) = (0, 0, (Number: -1, Took: TimeSpan.Zero));
        var gate = new Lock();
        var watch = Stopwatch.StartNew();
        try
        {
            Parallel.For(from, from + count, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
                number =>
            {
                var begun = Stopwatch.GetTimestamp();
                var fault = fuzz.Try(number);
                var took = Stopwatch.GetElapsedTime(begun);
                lock (gate)
                {
                    if (fault is not null)
                    {
                        faults++;
                        Console.WriteLine(fault);
                    }
                    if (took > longest.Took)
                        longest = (number, took);
                    if (++done % 20_000 == 0)
                        Console.Error.WriteLine($"{done:N0} of {count:N0} in {watch.Elapsed.TotalMinutes:N1} min, {faults} faults, longest "
                            + $"{longest.Took.TotalMilliseconds:N0} ms (input {longest.Number})");
                }
            });
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Stopped; inputs are tried in stretches, so go on a little before the last figure.");
        }
        Console.WriteLine($"{done:N0} inputs from {from} on: {faults} faults; the longest, input {longest.Number} "
            + $"({(longest.Number < 0 ? "" : fuzz.Input(longest.Number).Name)}), took {longest.Took.TotalMilliseconds:N0} ms; "
            + $"{watch.Elapsed.TotalMinutes:N1} minutes.");
        if (count == 1)
            File.WriteAllBytes($"input-{from}", fuzz.Input(from).Content);
        return faults == 0 ? 0 : 1;
    }
}
