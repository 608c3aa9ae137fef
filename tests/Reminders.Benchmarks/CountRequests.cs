using System.Diagnostics;
using Azure.Core;
using Azure.Data.Tables;

namespace Reminders.Benchmarks;

/// <summary>
/// Counts, on the real client and Azurite, the requests from one scan to the last recorded send, for ledgers of several sizes of which the
/// same items are due.
/// </summary>
internal static class CountRequests
{
    public static async Task<int> RunAsync(
        int due, int plansWithDue, int planSize, int perPerson, int[] ledgers, CancellationToken cancellation)
    {
        if (due % plansWithDue != 0 || due / plansWithDue > planSize || ledgers.Any(l => l < plansWithDue * planSize))
        {
            await Console.Error.WriteLineAsync(
                $"The due items must divide evenly among the plans, of which a ledger has one for every {planSize} items.");
            return 2;
        }
        foreach (var items in ledgers)
        {
            var town = new Township(due, items / planSize, planSize)
            {
                PlansWithDue = plansWithDue,
                Stride = planSize * plansWithDue / due,
                ItemsPerPerson = perPerson,
            };
            await CountAsync(town, cancellation);
        }
        return 0;
    }

    private static async Task CountAsync(Township town, CancellationToken cancellation)
    {
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, Console.Error.WriteLine, cancellation);
        var (ledger, counter) = await LedgerAsync(azurite, cancellation);

        var watch = Stopwatch.StartNew();
        await town.FillAsync(ledger, atOnce: 4, cancellation);
        var filled = watch.Elapsed;
        var run = new SlotRun(ledger, Township.DueAt);
        await run.ScanBeforeAsync(cancellation);
        watch.Restart();
        var scan = await counter.CountByKindAsync(() => run.ScanAsync(cancellation));
        var scanned = watch.Elapsed;
        watch.Restart();
        var send = await counter.CountByKindAsync(() => run.SendAllAsync(cancellation));
        Console.WriteLine(
            $"{town.Items:N0} items, {town.Due} due in {town.PlansWithDue} of {town.Plans} plans, {town.ItemsPerPerson} per person"
            + $" (filled in {filled.TotalSeconds:N0} s, scanned in {scanned.TotalSeconds:N0} s,"
            + $" sent in {watch.Elapsed.TotalSeconds:N0} s)");
        Print(scan, send, run.Provider.Taken.Count);
    }

    /// <summary>An empty ledger whose requests are counted.</summary>
    public static async Task<(Ledger Ledger, RequestCounter Counter)> LedgerAsync(AzuriteProcess azurite, CancellationToken cancellation)
    {
        var counter = new RequestCounter();
        // A slow answer of Azurite must still count as one request.
        var options = new TableClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromMinutes(10) } };
        options.AddPolicy(counter, HttpPipelinePosition.PerRetry);
        return (await TableLedger.CreateAsync(azurite.NewClient(options), cancellation), counter);
    }

    private static void Print(SortedDictionary<string, int> scan, SortedDictionary<string, int> send, int notices)
    {
        Console.WriteLine($"  {"request",-24}{"scan",8}{"send",8}{"per notice",12}");
        foreach (var kind in scan.Keys.Union(send.Keys).Order(StringComparer.Ordinal))
            PrintRow(kind, scan.GetValueOrDefault(kind), send.GetValueOrDefault(kind));
        PrintRow($"all, for {notices} notices", scan.Values.Sum(), send.Values.Sum());

        void PrintRow(string kind, int scan, int send) =>
            Console.WriteLine($"  {kind,-24}{scan,8}{send,8}{(scan + send) / (double)notices,12:0.000}");
    }
}
