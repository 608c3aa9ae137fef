namespace Reminders.Benchmarks;

/// <summary>
/// Starts <c>serve</c> and a bare web server in turns. Measures the time from the start of the process until it has answered a first call,
/// and its resident memory a few seconds later, when the first scan and audit are over.
/// </summary>
internal static class StartServes
{
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(4);

    /// <param name="published">The folder of a published <c>serve</c>; null measures the built one.</param>
    /// <param name="rounds">How often each is started.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public static async Task<int> RunAsync(DirectoryInfo? published, int rounds, CancellationToken cancellation)
    {
        var serve = published is null ? Built("Reminders.LocalHost", "reminders") : Path.Combine(published.FullName, "reminders.dll");
        var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
        (string Name, string[] Command)[] apps =
        [
            ("serve", [serve, "serve", "--urls", "http://127.0.0.1:0", "--data", folder.FullName]),
            ("a bare web server", [Built("Reminders.BareWeb", "Reminders.BareWeb")]),
        ];
        var runs = apps.Select(_ => new List<(double Milliseconds, double Megabytes)>()).ToArray();
        // The first round fills the machine's file cache and makes the ledger.
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (app, measured) in apps.Zip(runs))
            {
                var run = await MeasureAsync(app.Command, cancellation);
                if (round > 0)
                    measured.Add(run);
            }
        }
        folder.Delete(recursive: true);
        Console.WriteLine($"  {"",-22}{"start, ms",12}{"memory, MB",12}   (medians of {rounds})");
        foreach (var (app, measured) in apps.Zip(runs))
        {
            Console.WriteLine(
                $"  {app.Name,-22}{Median(measured.Select(m => m.Milliseconds)),12:N0}{Median(measured.Select(m => m.Megabytes)),12:N0}");
        }
        var ratios = runs[0].Zip(runs[1]).ToList();
        Console.WriteLine(
            $"  {"ratio, by round",-22}{Median(ratios.Select(r => r.First.Milliseconds / r.Second.Milliseconds)),12:0.00}"
            + $"{Median(ratios.Select(r => r.First.Megabytes / r.Second.Megabytes)),12:0.00}");
        return 0;
    }

    private static async Task<(double Milliseconds, double Megabytes)> MeasureAsync(string[] command, CancellationToken cancellation)
    {
        await using var run = await ServeRun.StartAsync(command, cancellation);
        await Task.Delay(Settling, cancellation);
        return (run.Started.TotalMilliseconds, run.Megabytes());
    }

    /// <summary>The app as it was built beside this program, in the same configuration.</summary>
    public static string Built(string project, string assembly)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, assembly + ".dll");
    }

    public static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
