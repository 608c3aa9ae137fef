using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using NodaTime.Text;

namespace Reminders.Benchmarks;

/// <summary>
/// Two published versions of <c>serve</c> in turns, each with processes and a data folder of its own: the start, the memory, the load of a
/// long plan through the API, and a slot that reminds a thousand people.
/// </summary>
internal static class CompareServes
{
    private const int Reminded = 1_000;

    private static readonly string[] Measured = ["start, ms", "memory, MB", "load, s", "slot, s"];
    private static readonly Instant Evening = Instant.FromUtc(2026, 3, 23, 10, 0);
    private static readonly Instant Slot = Instant.FromUtc(2026, 3, 24, 1, 0);
    private static readonly LocalDate Due = new(2026, 3, 31);

    /// <param name="versions">The folders of the published versions, the older one first.</param>
    /// <param name="items">The number of items of the plan.</param>
    /// <param name="rounds">How often each is measured.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public static async Task<int> RunAsync(DirectoryInfo[] versions, int items, int rounds, CancellationToken cancellation)
    {
        var runs = versions.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (version, measured) in versions.Zip(runs))
                measured.Add(await MeasureAsync(version, items, cancellation));
        }
        Console.WriteLine($"  {"",-14}{"before",10}{"after",10}{"ratio",10}   (medians of {rounds}; the ratio by round)");
        for (var column = 0; column < Measured.Length; column++)
        {
            var (before, after) = (runs[0].Select(r => r[column]).ToList(), runs[1].Select(r => r[column]).ToList());
            Console.WriteLine(
                $"  {Measured[column],-14}{StartServes.Median(before),10:N1}{StartServes.Median(after),10:N1}"
                + $"{StartServes.Median(before.Zip(after, (b, a) => a / b)),10:0.00}");
        }
        return 0;
    }

    private static async Task<double[]> MeasureAsync(DirectoryInfo version, int items, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
        var clock = Path.Combine(folder.FullName, "clock");
        SetClock(clock, Evening);
        // The speed makes the timers look ten times a second; the clock stands.
        string[] command =
        [
            Path.Combine(version.FullName, "reminders.dll"), "serve", "--urls", "http://127.0.0.1:0", "--data",
            Path.Combine(folder.FullName, "data"), "--clock-file", clock, "--speed", "600",
        ];
        string key;
        // The first start makes the ledger and the key.
        await using (var first = await ServeRun.StartAsync(command, cancellation))
            key = first.Lines.First(l => l.Contains("shown this once: ", StringComparison.Ordinal)).Split(": ")[1];
        await using var serve = await ServeRun.StartAsync(command, cancellation);
        await Task.Delay(StartServes.Settling, cancellation);
        var memory = serve.Megabytes();

        serve.Http.DefaultRequestHeaders.Add("x-functions-key", key);
        var watch = Stopwatch.StartNew();
        using (var loaded = await serve.Http.PostAsJsonAsync("/api/plans", Plan(items), cancellation))
        {
            loaded.EnsureSuccessStatusCode();
            if ((await loaded.Content.ReadAsStringAsync(cancellation)).Contains("\"state\":\"draft\"", StringComparison.Ordinal))
                throw new InvalidOperationException("An item of the plan is a draft, so its person would hear nothing.");
        }
        var load = watch.Elapsed;

        var outbox = Path.Combine(folder.FullName, "data", "outbox.jsonl");
        watch.Restart();
        SetClock(clock, Slot);
        while (!File.Exists(outbox) || File.ReadLines(outbox).Count() < Reminded)
            await Task.Delay(100, cancellation);
        var slot = watch.Elapsed;
        await serve.DisposeAsync();
        folder.Delete(recursive: true);
        return [serve.Started.TotalMilliseconds, memory, load.TotalSeconds, slot.TotalSeconds];
    }

    /// <summary>A thousand people have an item that is due, and the others' deadlines are months later.</summary>
    private static object Plan(int items) => new
    {
        title = "整改方案",
        year = 2026,
        items = Enumerable.Range(1, items).Select(n => new
        {
            number = $"{n}",
            title = $"第{n}个问题整改不到位",
            problem = $"第{n}个问题：个别村贫困户档案填写不规范、更新不及时。",
            measures = "对照标准逐户核实，建立长效机制，落实到人。",
            persons = new[] { new { name = Name(n % Reminded), phone = $"+861390001{n % Reminded:0000}" } },
            leaders = new[] { new { name = "钱国强", phone = "+8613900000099" } },
            deadline = new { kind = "date", date = LocalDatePattern.Iso.Format(n <= Reminded ? Due : Due.PlusMonths(6)) },
        }),
    };

    // 村干部1 would be a group, to which nothing is sent.
    private static string Name(int n) => $"{"赵孙李周吴郑王冯陈杨"[n / 100]}{"晓明建国志强秀英海燕"[n / 10 % 10]}{"军伟芳敏静涛磊洋勇艳"[n % 10]}";

    public static void SetClock(string path, Instant now)
    {
        File.WriteAllText(path + ".next", InstantPattern.ExtendedIso.Format(now));
        File.Move(path + ".next", path, overwrite: true);
    }
}

/// <summary>A process of a web server that prints its address, and the processes that it started.</summary>
internal sealed class ServeRun : IAsyncDisposable
{
    private readonly Process process;

    private ServeRun(Process process) => this.process = process;

    public List<string> Lines { get; } = [];

    /// <summary>From the start of the process until it has answered a first call.</summary>
    public TimeSpan Started { get; private set; }

    public HttpClient Http { get; } = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromMinutes(30) };

    public static async Task<ServeRun> StartAsync(string[] command, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var run = new ServeRun(Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!);
        try
        {
            do
                run.Lines.Add(await run.process.StandardOutput.ReadLineAsync(cancellation) ?? throw new IOException("It did not start."));
            while (!run.Lines[^1].StartsWith("Reminders serves ", StringComparison.Ordinal));
            _ = run.process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            run.Http.BaseAddress = new(run.Lines[^1].Split(' ', ',')[2]);
            await run.Http.GetStringAsync(new Uri("/api/health", UriKind.Relative), cancellation);
            run.Started = watch.Elapsed;
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>The resident memory of the process and its children.</summary>
    public double Megabytes() => WithChildren(process.Id).Sum(id => Process.GetProcessById(id).WorkingSet64) / 1e6;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static IEnumerable<int> WithChildren(int id) => File.ReadAllText($"/proc/{id}/task/{id}/children")
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(child => WithChildren(int.Parse(child, CultureInfo.InvariantCulture)))
        .Prepend(id);
}
