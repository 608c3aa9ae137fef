using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.Benchmarks;

/// <summary>
/// Rehearses a year of plans of growing size with <c>reminders rehearse</c>: until the first SMS, the whole year, and the most memory. The
/// deadlines are spread over the year, and nothing is ever done, so at the end every item is overdue.
/// </summary>
internal static class RehearseYears
{
    private const int Leaders = 12;
    private const int Year = 2026;

    /// <summary>Longer than any line.</summary>
    private const int BufferSize = 1 << 20;

    /// <param name="published">The folder of a published <c>reminders</c>; null measures the built one.</param>
    /// <param name="sizes">The numbers of items.</param>
    /// <param name="people">How many people answer for the items.</param>
    /// <param name="cancellation">Ends the measuring.</param>
    public static async Task<int> RunAsync(DirectoryInfo? published, int[] sizes, int people, CancellationToken cancellation)
    {
        var reminders = published is null
            ? StartServes.Built("Reminders.LocalHost", "reminders")
            : Path.Combine(published.FullName, "reminders.dll");
        var folder = Directory.CreateTempSubdirectory("reminders-benchmark-");
        Console.WriteLine($"{"items",8}{"first SMS, s",14}{"year, s",10}{"memory, MB",12}{"SMS",10}{"output, MB",12}");
        foreach (var items in sizes)
        {
            var (plan, contacts) = (Path.Combine(folder.FullName, "plan.json"), Path.Combine(folder.FullName, "contacts.csv"));
            await File.WriteAllTextAsync(plan, JsonSerializer.Serialize(Plan(items, people)), cancellation);
            await File.WriteAllTextAsync(contacts, Contacts(people), cancellation);
            await MeasureAsync([reminders, "rehearse", plan, "--contacts", contacts, "--from", $"{Year}-01-01", "--to", $"{Year}-12-31",
                "--data", folder.FullName, "--lang", "en"], items, cancellation);
        }
        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task MeasureAsync(string[] command, int items, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        using var run = Process.Start(new ProcessStartInfo("dotnet", command) { RedirectStandardOutput = true })!;
        var (first, messages, size, memory) = (TimeSpan.Zero, 0, 0L, 0L);
        using var ended = new CancellationTokenSource();
        var watching = WatchMemoryAsync();
        // As bytes: to decode the lines would take time from the rehearsal, on a machine with two cores.
        var (buffer, kept) = (new byte[BufferSize], 0);
        while (await run.StandardOutput.BaseStream.ReadAsync(buffer.AsMemory(kept), cancellation) is > 0 and var read)
        {
            var bytes = buffer.AsMemory(0, kept + read);
            var lines = bytes[..(bytes.Span.LastIndexOf((byte)'\n') + 1)];
            var found = lines.Span.Count(" SMS to "u8);
            first = messages == 0 && found > 0 ? watch.Elapsed : first;
            (messages, size, kept) = (messages + found, size + read, bytes.Length - lines.Length);
            bytes[lines.Length..].CopyTo(buffer);
        }
        await run.WaitForExitAsync(cancellation);
        var year = watch.Elapsed;
        await ended.CancelAsync();
        await watching;
        if (run.ExitCode != 0)
            throw new InvalidOperationException($"The rehearsal ended with {run.ExitCode}.");
        Console.WriteLine(
            $"{items,8:N0}{first.TotalSeconds,14:0.0}{year.TotalSeconds,10:0.0}{memory / 1e6,12:N0}{messages,10:N0}{size / 1e6,12:N1}");

        // The system keeps the most memory of a process only as long as the process runs.
        async Task WatchMemoryAsync()
        {
            while (!ended.IsCancellationRequested)
            {
                run.Refresh();
                memory = Math.Max(memory, run.HasExited ? 0 : run.PeakWorkingSet64);
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private static object Plan(int items, int people) => new
    {
        title = "整改方案",
        year = Year,
        items = Enumerable.Range(0, items).Select(n => new
        {
            number = (n + 1).ToString(CultureInfo.InvariantCulture),
            title = $"第{n + 1}处排水沟淤堵",
            problem = $"第{n + 1}处排水沟淤堵，雨天路面积水，群众出行不便，已有多次反映。",
            measures = "一是组织人员清淤，二是更换破损盖板，三是落实日常巡查。",
            persons = new[] { new { name = Name(n % people) } },
            leaders = new[] { new { name = Leader(n % people) } },
            deadline = new
            {
                kind = "date",
                date = LocalDatePattern.Iso.Format(new LocalDate(Year, 1, 1).PlusDays((int)((n * 7919L) % 365))),
            },
        }),
    };

    private static string Contacts(int people) => string.Join(
        '\n',
        Enumerable.Range(0, people).Select(n => $"{Name(n)},+861390001{n:0000},person")
            .Concat(Enumerable.Range(0, Leaders).Select(n => $"{Leader(n)},+86139000000{n + 10},leader"))
            .Prepend("name,phone,role")
            .Append("赵六,+8613900000090,supervisor"));

    private static string Leader(int n) => $"钱国{"强华军伟平峰东南民庆安康"[n % Leaders]}";

    private static string Name(int n) => $"{"赵孙李周吴郑王冯陈杨"[n / 100]}{"晓明建国志强秀英海燕"[n / 10 % 10]}{"军伟芳敏静涛磊洋勇艳"[n % 10]}";
}
