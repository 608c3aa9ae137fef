using System.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace Reminders.Benchmarks;

/// <summary>
/// Starts our worker and a bare one of the same packages in turns under the Functions host of the tests. Measures the time until the
/// functions are loaded, and the memory of the worker then.
/// </summary>
internal static class StartWorkers
{
    private static readonly string[] Apps = ["Reminders.Functions", "Reminders.BareWorker"];

    public static async Task<int> RunAsync(int rounds, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, Console.Error.WriteLine, cancellation);
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")).Build();
        var settings = sample.GetSection("Values").AsEnumerable(makePathsRelative: true).Where(s => s.Value is not null)
            .ToDictionary(s => s.Key, s => s.Value!);
        settings["Reminders:Ledger:ConnectionString"] = azurite.ConnectionString;
        var runs = Apps.ToDictionary(app => app, _ => new List<(double Milliseconds, double Megabytes)>());
        // The first round fills the machine's file cache and compiles the host.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var app in Apps)
            {
                var run = await MeasureAsync(app, settings);
                if (round > 0)
                    runs[app].Add(run);
                cancellation.ThrowIfCancellationRequested();
            }
        }
        Console.WriteLine($"  {"worker",-22}{"start, ms",12}{"memory, MB",12}   (medians of {rounds})");
        foreach (var (app, measured) in runs)
        {
            Console.WriteLine(
                $"  {app,-22}{StartServes.Median(measured.Select(m => m.Milliseconds)),12:N0}"
                + $"{StartServes.Median(measured.Select(m => m.Megabytes)),12:N0}");
        }
        var ratios = runs[Apps[0]].Zip(runs[Apps[1]]).ToList();
        Console.WriteLine(
            $"  {"ratio, by round",-22}{StartServes.Median(ratios.Select(r => r.First.Milliseconds / r.Second.Milliseconds)),12:0.00}"
            + $"{StartServes.Median(ratios.Select(r => r.First.Megabytes / r.Second.Megabytes)),12:0.00}");
        return 0;
    }

    private static async Task<(double Milliseconds, double Megabytes)> MeasureAsync(string app, Dictionary<string, string> settings)
    {
        var watch = Stopwatch.StartNew();
        await using var host = await FakeFunctionsHost.StartAsync(FakeFunctionsHost.BuiltApp(app), settings);
        var started = watch.Elapsed;
        host.Worker.Refresh();
        return (started.TotalMilliseconds, host.Worker.WorkingSet64 / 1e6);
    }
}
