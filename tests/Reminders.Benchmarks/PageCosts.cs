using System.Diagnostics;

namespace Reminders.Benchmarks;

/// <summary>
/// The pages of the board in ledgers of several sizes on Azurite: the requests to the store and the bytes of its answers, counted in this
/// process, and the time until the first byte of the page in a real <c>serve</c>, in turns with its sign-in page, which reads no ledger.
/// </summary>
internal static class PageCosts
{
    private const int Plans = 10;

    private static readonly (string Path, ItemFilter Filter, BoardOrder Order)[] Pages =
    [
        ("/board", new(), BoardOrder.Code),
        ("/board?sort=light", new(), BoardOrder.Light),
        ("/board?sort=unit", new(), BoardOrder.Unit),
        ("/board?light=onTrack&sort=light", new() { Lights = [Light.OnTrack] }, BoardOrder.Light),
        ("/board?unit=第3办公室&sort=deadline", new() { Unit = Township.UnitOf(3) }, BoardOrder.Deadline),
        ("/board?person=张1&sort=light", new() { Person = "张1" }, BoardOrder.Light),
        ("/", new(), BoardOrder.Deadline),
        ("/progress", new(), BoardOrder.Deadline),
    ];

    public static async Task<int> RunAsync(int[] sizes, int rounds, CancellationToken cancellation)
    {
        foreach (var items in sizes)
        {
            var town = new Township(Due: 160, Plans, items / Plans) { Stride = 4, ItemsPerPerson = 4, Units = 20 };
            await MeasureAsync(town, rounds, cancellation);
        }
        return 0;
    }

    private static async Task MeasureAsync(Township town, int rounds, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, Console.Error.WriteLine, cancellation);
        var (ledger, counter) = await CountRequests.LedgerAsync(azurite, cancellation);
        var watch = Stopwatch.StartNew();
        await town.FillAsync(ledger, atOnce: 2, cancellation);
        Console.WriteLine($"{town.Items:N0} items in {town.Plans} plans, filled in {watch.Elapsed.TotalSeconds:N0} s");

        var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
        var clock = Path.Combine(folder.FullName, "clock");
        CompareServes.SetClock(clock, Township.DueAt - Duration.FromHours(12));
        string[] command =
        [
            StartServes.Built("Reminders.LocalHost", "reminders"), "serve", "--urls", "http://127.0.0.1:0", "--data",
            Path.Combine(folder.FullName, "data"), "--clock-file", clock,
        ];
        Environment.SetEnvironmentVariable("Reminders__Ledger__ConnectionString", azurite.ConnectionString);
        await using (var serve = await ServeRun.StartAsync(command, cancellation))
        {
            var key = serve.Lines.First(l => l.Contains("shown this once: ", StringComparison.Ordinal)).Split(": ")[1];
            using var signed = await serve.Http.PostAsync(
                new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([new("key", key)]), cancellation);
            await Task.Delay(StartServes.Settling, cancellation);
            Console.WriteLine($"  {"page",-34}{"requests",10}{"kB read",10}{"ms",8}{"bare ms",10}{"ratio",8}");
            var board = Given.UseCasesOn(ledger, new SettableClock(Township.DueAt)).ReadBoard;
            foreach (var (path, filter, order) in Pages)
            {
                var before = counter.Bytes;
                var requests = await counter.CountAsync(() => path switch
                {
                    "/" => Task.WhenAll(
                        board.TalliesAsync(null, cancellation), board.PageAsync(filter, order, false, 1, null, cancellation)),
                    "/progress" => board.TalliesAsync(null, cancellation),
                    _ => board.PageAsync(filter, order, false, 1, null, cancellation),
                });
                var bytes = counter.Bytes - before;
                var (page, bare) = (new List<double>(), new List<double>());
                for (var round = 0; round <= rounds; round++)
                {
                    page.Add(await FirstByteAsync(serve.Http, path, cancellation));
                    bare.Add(await FirstByteAsync(serve.Http, "/sign-in?next=/board", cancellation));
                }
                var ratio = StartServes.Median(page.Zip(bare, (p, b) => p / b).Skip(1));
                Console.WriteLine($"  {path,-34}{requests,10}{bytes / 1000.0,10:N0}{StartServes.Median(page.Skip(1)),8:N1}"
                    + $"{StartServes.Median(bare.Skip(1)),10:N1}{ratio,8:N1}");
            }
        }
        folder.Delete(recursive: true);
    }

    private static async Task<double> FirstByteAsync(HttpClient http, string path, CancellationToken cancellation)
    {
        var begun = Stopwatch.GetTimestamp();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellation);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellation);
        await content.ReadExactlyAsync(new byte[1], cancellation);
        var taken = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        answer.EnsureSuccessStatusCode();
        await content.CopyToAsync(Stream.Null, cancellation);
        return taken;
    }
}
