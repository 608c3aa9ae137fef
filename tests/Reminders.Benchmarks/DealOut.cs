using System.Diagnostics;
using Azure.Core;
using Azure.Data.Tables;
using Reminders.Rows;

namespace Reminders.Benchmarks;

/// <summary>
/// Counts the requests of loading a plan that is dealt out to villages, of its first day, of replies, and of loading it again with one
/// village more, on the real client and Azurite; then the same on a SQLite file, which takes no requests.
/// </summary>
internal static class DealOut
{
    public static async Task<int> RunAsync(int items, int villages, CancellationToken cancellation)
    {
        var town = new DealtOut(items, villages);
        Console.WriteLine($"{items} items dealt out to {villages} villages: {town.Items:N0}");
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, Console.Error.WriteLine, cancellation);
        var counter = new RequestCounter();
        // A slow answer of Azurite must still count as one request.
        var options = new TableClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromMinutes(10) } };
        options.AddPolicy(counter, HttpPipelinePosition.PerRetry);
        Console.WriteLine(" in tables on Azurite");
        await RunAsync(town, await TableLedger.CreateAsync(azurite.NewClient(options), cancellation), counter, cancellation);

        var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
        await using (var store = SqliteRowStore.Open(Path.Combine(folder.FullName, "reminders.db")))
        {
            Console.WriteLine(" in a SQLite file");
            await RunAsync(town, RowLedger.Of(store), new(), cancellation);
            var watch = Stopwatch.StartNew();
            await store.CheckAsync(cancellation);
            Console.WriteLine($"  {"check at the start",-30}{"",8}  {watch.Elapsed.TotalSeconds,6:0.00} s");
        }
        Console.WriteLine($"  {folder.GetFiles().Sum(f => f.Length) / 1_000_000} MB");
        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task RunAsync(DealtOut town, Ledger ledger, RequestCounter counter, CancellationToken cancellation)
    {
        await PrintAsync("load", () => town.LoadAsync(ledger, cancellation));
        foreach (var (who, phone, text) in new[]
        {
            ("a reply that names its item", DealtOut.Phone(1), "1-1 已完成"),
            ("a reply that names none", DealtOut.Phone(2), "已完成"),
            ("a stranger's", Given.Phone(99), "已完成"),
            ("STOP", DealtOut.Phone(3), "STOP"),
            ("STOP again", DealtOut.Phone(3), "STOP"),
        })
        {
            await PrintAsync(who, () => ReplyAsync(ledger, new(Guid.NewGuid().ToString("N"), phone, text), cancellation));
        }
        await DayAsync("a week before", DealtOut.FirstDay(ledger));
        await DayAsync("overdue", DealtOut.OverdueDay(ledger));
        await PrintAsync("load again, a village more", () => (town with { Villages = town.Villages + 1 }).LoadAsync(ledger, cancellation));

        async Task DayAsync(string what, SlotRun day)
        {
            await PrintAsync($"scan, {what}", () => day.ScanAsync(cancellation));
            await PrintAsync($"send, {what}", () => day.SendAllAsync(cancellation));
            var told = day.Provider.Taken.Select(t => t.Sms.To).ToList();
            Console.WriteLine($"  {told.Count} SMS to {told.Distinct().Count()} numbers");
        }

        async Task PrintAsync(string what, Func<Task> action)
        {
            var watch = Stopwatch.StartNew();
            var counts = await counter.CountByKindAsync(action);
            Console.WriteLine($"  {what,-30}{counts.Values.Sum(),8}  {watch.Elapsed.TotalSeconds,6:0.00} s "
                + $" {string.Join(", ", counts.Select(c => $"{c.Value} {c.Key}"))}");
        }
    }

    private static Task<ReplyRecord> ReplyAsync(Ledger ledger, InboundSms sms, CancellationToken cancellation) =>
        Given.UseCasesOn(ledger, new SettableClock(Given.At("2020-05-12T11:00"))).AnswerReply.RunAsync(sms, cancellation);
}
