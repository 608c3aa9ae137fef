namespace Reminders.Benchmarks.Race;

/// <summary>A racer, and whether its store survives the process.</summary>
internal sealed record RacerOf(string Name, bool IsDurable, Func<Course, RaceSender, string, Racer> Make)
{
    public bool IsOurs => Name.StartsWith("Reminders", StringComparison.Ordinal);

    public bool IsMeant(string part) => Name.Contains(part, StringComparison.OrdinalIgnoreCase);
}

/// <summary>All racers, and what they promise about a message.</summary>
internal static class Racers
{
    // As many calls at once as Hangfire makes at most by default; 2, 5 and 10 were no faster for Quartz and for Hangfire in memory.
    private const int Threads = 20;

    public static ImmutableArray<string> Promises { get; } =
    [
        "Reminders: one SMS a person and slot for all their items. Its text and recipients are those of the moment of sending. The ledger "
            + "says Sending before the call and Sent after it; after a crash between them the provider is asked, so nothing is sent twice. "
            + "Ten minutes later every notice is looked after.",
        "Hangfire: a call at least once, with number and text of the day of storing; a crash between the call and its record sends the "
            + "message twice. Ten retries. The record is the job's state.",
        "Quartz: a trigger fires once, with number and text of the day of storing; a crash between the firing and the call loses the "
            + "message, unless the job asks for recovery. No retry. The record is written by the job.",
        "In memory, for all: nothing survives the process.",
    ];

    public static ImmutableArray<RacerOf> All { get; } =
    [
        new("Reminders, memory", false,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.InMemoryAsync, receivers: 1)),
        new("Hangfire.InMemory", false,
            (course, sender, _) => new HangfireRacer(course, sender, null, new(Threads, TimeSpan.FromMilliseconds(15)))),
        new("Quartz, RAM", false, (course, sender, _) => new QuartzRacer(course, sender, null, Threads)),
        new("Reminders, SQLite", true,
            (course, sender, folder) => new RemindersRacer(course, sender, _ => OpenedLedger.InFileAsync(folder), receivers: 1)),
        new("Reminders, Azurite", true,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.OnAzuriteAsync, receivers: 4)),
        new("Hangfire, SQLite", true,
            (course, sender, folder) => new HangfireRacer(course, sender, Path.Combine(folder, "hangfire.db"), InFile(sender))),
        new("Quartz, SQLite", true, (course, sender, folder) => new QuartzRacer(course, sender, folder, Threads)),
    ];

    // Each worker and each look reads and writes the file, so fewer of them are faster, unless they wait for the provider.
    private static HangfireTuning InFile(RaceSender sender) =>
        new(sender.AnswersAtOnce ? 2 : Threads, TimeSpan.FromMilliseconds(100));
}
