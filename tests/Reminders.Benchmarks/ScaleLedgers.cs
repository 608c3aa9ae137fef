using System.Collections.Concurrent;
using System.Diagnostics;
using Reminders.Rows;

namespace Reminders.Benchmarks;

/// <summary>
/// What the ledger reads and writes for the same work in a small and in a very large SQLite file: calls to the row store and rows, counted
/// at its interface, where Table Storage would make its requests. Its limits are on the rows of a partition, so the busiest one is named.
/// </summary>
internal static class ScaleLedgers
{
    private const int Due = 500;
    private const int PlansWithDue = 5;
    private const int Plans = 20;
    private const int Stride = 3;

    public static async Task<int> RunAsync(int[] sizes, CancellationToken cancellation)
    {
        const int Least = Due / PlansWithDue * Stride * Plans;
        if (sizes.Any(s => s < Least))
        {
            await Console.Error.WriteLineAsync($"{Due} items are due, so a ledger has at least {Least:N0} items.");
            return 2;
        }
        foreach (var items in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
            await using (var store = SqliteRowStore.Open(Path.Combine(folder.FullName, "ledger.db")))
            {
                var town = new Township(Due, Plans, items / Plans) { PlansWithDue = PlansWithDue, Stride = Stride, Units = 20 };
                await MeasureAsync(store, town, cancellation);
            }
            folder.Delete(recursive: true);
        }
        return 0;
    }

    private static async Task MeasureAsync(SqliteRowStore store, Township town, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await town.FillAsync(await RowLedger.CreateAsync(store, cancellation), atOnce: 1, cancellation);
        Console.WriteLine(
            $"{town.Items:N0} items in {town.Plans} plans, {town.Due} due in {town.PlansWithDue} of them; filled in "
            + $"{watch.Elapsed.TotalSeconds:N0} s, {new FileInfo(store.Place).Length / 1e6:N0} MB");
        var counted = new Counted(store);
        var ledger = await RowLedger.CreateAsync(counted, cancellation);
        var useCases = Given.UseCasesOn(ledger, new SettableClock(Township.DueAt));
        var run = new SlotRun(ledger, Township.DueAt);
        await run.ScanBeforeAsync(cancellation);
        Console.WriteLine($"  {"",-34}{"calls",10}{"rows",12}{"ms",10}{"rows of the busiest partition",33}");
        await CountAsync($"scan, {town.Due} due", () => run.ScanAsync(cancellation));
        await CountAsync($"sending {town.Due} notices", () => run.SendAllAsync(cancellation));
        await CountAsync("board page by urgency", () => PageAsync(new(), BoardOrder.Light));
        await CountAsync("board page of a unit by deadline", () => PageAsync(new() { Unit = Township.UnitOf(3) }, BoardOrder.Deadline));
        await CountAsync("board page of a person", () => PageAsync(new() { Person = "张1" }, BoardOrder.Light));
        await CountAsync("item page", () => useCases.ReadItems.FindFileAsync(new(1, 3), cancellation));
        await CountAsync($"audit of {useCases.ItemsPerAudit:N0} items", () => useCases.AuditLedger.RunAsync(cancellation));

        Task PageAsync(ItemFilter filter, BoardOrder order) => useCases.ReadBoard.PageAsync(filter, order, false, 1, null, cancellation);

        async Task CountAsync(string what, Func<Task> work)
        {
            counted.Reset();
            watch.Restart();
            await work();
            var (busiest, most) = counted.Busiest;
            Console.WriteLine(
                $"  {what,-34}{counted.Calls,10:N0}{counted.Rows,12:N0}{watch.Elapsed.TotalMilliseconds,10:N0}{most,12:N0} {busiest}");
        }
    }

    /// <summary>A store that counts calls to its tables, and the rows that they read or are given, by partition.</summary>
    private sealed class Counted : IRowStore
    {
        private readonly IRowStore store;
        private readonly ConcurrentDictionary<string, long> rows = new();
        private long calls;

        public Counted(IRowStore store)
        {
            this.store = store;
            (Directory, Items) = (Over(store.Directory), Over(store.Items));
            (Agenda, Notices) = (Over(store.Agenda), Over(store.Notices));
        }

        public long Calls => Interlocked.Read(ref calls);

        public long Rows => rows.Values.Sum();

        /// <summary>The partition with the most rows, and their number.</summary>
        public (string Partition, long Rows) Busiest => rows.Select(r => (r.Key, r.Value)).MaxBy(r => r.Value);

        public string Place => store.Place;

        public IRows Directory { get; }

        public IRows Items { get; }

        public IRows Agenda { get; }

        public IRows Notices { get; }

        public void Reset()
        {
            Interlocked.Exchange(ref calls, 0);
            rows.Clear();
        }

        public Task CreateAsync(CancellationToken cancellation) => store.CreateAsync(cancellation);

        public bool IsMissing(Exception fault) => store.IsMissing(fault);

        public Task ReadTogetherAsync(Func<IRowStore, Task> read) => store.ReadTogetherAsync(read);

        private IRows Over(IRows table) => PortProxy.Over(table, call =>
        {
            if (call.Method.Name is "get_MostTogether" or "get_Name")
                return call.Pass();
            Interlocked.Increment(ref calls);
            call.Arguments[0] = call.Arguments[0] switch
            {
                IReadOnlyList<RowWrite> writes => (List<RowWrite>)[.. writes.Select(w => (Count(w.Row.Partition), w).w)],
                IEnumerable<Row[]> sets => (List<Row[]>)[.. sets.Select(set => (set.Sum(row => Count(row.Partition)), set).set)],
                IEnumerable<Row> given => (List<Row>)[.. given.Select(row => (Count(row.Partition), row).row)],
                Row one => (Count(one.Partition), one).one,
                string partition => (Count(partition), partition).partition,
                var range => range,
            };
            var answer = call.Pass();
            return answer is IAsyncEnumerable<Row> read ? read.Select(row => (Count(row.Partition), row).row) : answer;

            int Count(string partition)
            {
                rows.AddOrUpdate($"{table.Name} {partition}", 1, (_, count) => count + 1);
                return 1;
            }
        });
    }
}
