using System.Diagnostics;
using System.Text.Json;

namespace Reminders.Benchmarks.Race;

/// <summary>What one run of a racer took. CPU time and memory include those of a helper.</summary>
internal sealed record RaceFigures(
    double Load, double LoadCpu, double Cold, double ColdCpu, double Warm, double WarmCpu, double Memory);

/// <summary>One racer in this process: it loads all items, runs the cold slot and then the warm one.</summary>
internal static class RaceRun
{
    private const string Mark = "race: ";
    private const int SlotMissed = 3;
    private const int MostPatience = 16;

    /// <summary>Runs it and prints the figures as the last line.</summary>
    /// <exception cref="InvalidOperationException">Somebody had no message or more than one, or a message is not recorded.</exception>
    public static async Task<int> RunAsync(string name, Course course, TimeSpan callTakes, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("reminders-race-");
        try
        {
            var sender = new RaceSender(callTakes);
            await using var racer = Racers.All.First(r => r.Name == name).Make(course, sender, folder.FullName);
            var load = await TimedAsync(racer, () => racer.LoadAsync(cancellation));
            var slots = new List<(double Wall, double Cpu)>();
            for (var slot = 0; slot < 2; slot++)
            {
                var prepared = await TimedAsync(racer, () => racer.PrepareAsync(slot, cancellation));
                load = (load.Wall + prepared.Wall, load.Cpu + prepared.Cpu);
                var (start, cpu) = (await racer.ReachAsync(slot, cancellation), CpuTime(racer));
                var end = await racer.FinishAsync(cancellation);
                slots.Add((Stopwatch.GetElapsedTime(start, end).TotalMilliseconds, (CpuTime(racer) - cpu).TotalMilliseconds));
                var recorded = await racer.RecordedAsync(slot, cancellation);
                if (!sender.TookEachOnce(course.Due) || recorded != course.Due)
                {
                    throw new InvalidOperationException(
                        $"{name}: not everybody had exactly one message in slot {slot + 1}, or {recorded} of {course.Due} are recorded.");
                }
            }
            var memory = Processes(racer).Sum(p => p.PeakWorkingSet64) / 1e6;
            var figures = new RaceFigures(
                load.Wall.TotalSeconds, load.Cpu.TotalSeconds, slots[0].Wall, slots[0].Cpu, slots[1].Wall, slots[1].Cpu, memory);
            Console.WriteLine(Mark + JsonSerializer.Serialize(figures));
            return 0;
        }
        catch (SlotMissedException)
        {
            return SlotMissed;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>
    /// Runs it in a process of its own, and again with more patience if it stored its jobs too late. Null if a run does not end within the
    /// limit.
    /// </summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<RaceFigures?> StartAsync(
        string name, Course course, TimeSpan callTakes, TimeSpan limit, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet",
        [
            typeof(RaceRun).Assembly.Location, "race-run", name, "--items", $"{course.Items}", "--due", $"{course.Due}",
            "--call-ms", $"{callTakes.TotalMilliseconds:0}", "--patience", $"{course.Patience}",
        ])
        {
            RedirectStandardOutput = true,
        })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            if (process.ExitCode == SlotMissed && course.Patience < MostPatience)
                return await StartAsync(name, course with { Patience = course.Patience * 2 }, callTakes, limit, cancellation);
            return output.Split('\n').LastOrDefault(l => l.StartsWith(Mark, StringComparison.Ordinal)) is { } line && process.ExitCode == 0
                ? JsonSerializer.Deserialize<RaceFigures>(line[Mark.Length..])
                : throw new InvalidOperationException($"{name} failed with exit code {process.ExitCode}.");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static async Task<(TimeSpan Wall, TimeSpan Cpu)> TimedAsync(Racer racer, Func<Task> work)
    {
        var (start, cpu) = (Stopwatch.GetTimestamp(), CpuTime(racer));
        await work();
        return (Stopwatch.GetElapsedTime(start), CpuTime(racer) - cpu);
    }

    private static TimeSpan CpuTime(Racer racer) => Processes(racer).Aggregate(TimeSpan.Zero, (sum, p) => sum + p.TotalProcessorTime);

    private static IEnumerable<Process> Processes(Racer racer)
    {
        using var own = Process.GetCurrentProcess();
        yield return own;
        if (racer.Helper is { } helper)
        {
            helper.Refresh();
            yield return helper;
        }
    }
}
