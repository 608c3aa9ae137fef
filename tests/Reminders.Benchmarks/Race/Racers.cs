namespace Reminders.Benchmarks.Race;

/// <summary>A racer, and what it promises about a message.</summary>
internal sealed record RacerOf(string Name, bool IsDurable, string Promises, Func<Course, RaceSender, string, Racer> Make)
{
    public bool IsOurs => Name.StartsWith("Reminders", StringComparison.Ordinal);
}

internal static class Racers
{
    private const string OurPromises =
        "one SMS a person and slot for all their items; its text and recipients are those of the moment of sending; the ledger says Sending "
        + "before the call and Sent after it, so a crash between is asked of the provider and not repeated; every notice is looked after.";

    private const string HangfirePromises =
        "a call at least once, with the arguments of the day of storing: a crash between the call and its record repeats the message; ten "
        + "retries.";

    private const string QuartzPromises =
        "a trigger fires once, with the data of the day of storing: a crash between the firing and the call loses the message, no retry; the "
        + "record is the job's own.";

    private const string Memory = " Nothing survives the process.";

    // As many calls at once as Hangfire makes at most by default; 2, 5 and 10 were no faster for Quartz and for Hangfire in memory.
    private const int Threads = 20;

    public static ImmutableArray<RacerOf> All { get; } =
    [
        new("Reminders, memory", false, OurPromises + Memory,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.InMemoryAsync, receivers: 1)),
        new("Hangfire.InMemory", false, HangfirePromises + Memory,
            (course, sender, _) => new HangfireRacer(course, sender, null, InMemory(sender))),
        new("Quartz, RAM", false, QuartzPromises + Memory,
            (course, sender, _) => new QuartzRacer(course, sender, null, Threads)),
        new("Reminders, SQLite", true, OurPromises,
            (course, sender, folder) => new RemindersRacer(course, sender, _ => OpenedLedger.InFileAsync(folder), receivers: 1)),
        new("Reminders, Azurite", true, OurPromises,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.OnAzuriteAsync, receivers: 4)),
        new("Hangfire, SQLite", true, HangfirePromises,
            (course, sender, folder) => new HangfireRacer(course, sender, Path.Combine(folder, "hangfire.db"), InFile(sender))),
        new("Quartz, SQLite", true, QuartzPromises,
            (course, sender, folder) => new QuartzRacer(course, sender, folder, Threads)),
    ];

    private static HangfireTuning InMemory(RaceSender _) => new(Threads, TimeSpan.FromMilliseconds(15)) { Queue = "default" };

    // Each worker and each look reads and writes the file, so fewer of them are faster, unless they wait for the provider.
    private static HangfireTuning InFile(RaceSender sender) =>
        new(sender.AnswersAtOnce ? 2 : Threads, TimeSpan.FromMilliseconds(100)) { Queue = "default" };
}
