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

    public static ImmutableArray<RacerOf> All { get; } =
    [
        new("Reminders, memory", false, OurPromises + Memory,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.InMemoryAsync, receivers: 1)),
        new("Hangfire.InMemory", false, HangfirePromises + Memory,
            (course, sender, _) => new HangfireRacer(course, sender, null, InMemory)),
        new("Quartz, RAM", false, QuartzPromises + Memory,
            (course, sender, _) => new QuartzRacer(course, sender, null, Threads)),
        new("Reminders, SQLite", true, OurPromises,
            (course, sender, folder) => new RemindersRacer(course, sender, _ => OpenedLedger.InFileAsync(folder), receivers: 1)),
        new("Reminders, Azurite", true, OurPromises,
            (course, sender, _) => new RemindersRacer(course, sender, OpenedLedger.OnAzuriteAsync, receivers: 4)),
        new("Hangfire, SQLite", true, HangfirePromises,
            (course, sender, folder) => new HangfireRacer(course, sender, Path.Combine(folder, "hangfire.db"), InFile)),
        new("Quartz, SQLite", true, QuartzPromises,
            (course, sender, folder) => new QuartzRacer(course, sender, folder, Threads)),
    ];

    private static int Threads => int.TryParse(Environment.GetEnvironmentVariable("QT"), out var w) ? w : 20;

    private static HangfireTuning InMemory => Tuned(new(20, TimeSpan.FromMilliseconds(15)) { Queue = "default" });

    private static HangfireTuning InFile =>
        Tuned(new(20, TimeSpan.FromMilliseconds(100)) { Queue = "default", QueuePolls = TimeSpan.FromMilliseconds(100) });

    private static HangfireTuning Tuned(HangfireTuning t) => t with
    {
        Workers = int.TryParse(Environment.GetEnvironmentVariable("HW"), out var w) ? w : t.Workers,
        SchedulePolls = int.TryParse(Environment.GetEnvironmentVariable("HS"), out var s) ? TimeSpan.FromMilliseconds(s) : t.SchedulePolls,
        QueuePolls = int.TryParse(Environment.GetEnvironmentVariable("HQ"), out var q) ? TimeSpan.FromMilliseconds(q) : t.QueuePolls,
        SchedulersAtOnce = int.TryParse(Environment.GetEnvironmentVariable("HP"), out var p) ? p : t.SchedulersAtOnce,
        Queue = Environment.GetEnvironmentVariable("HN") is not null ? null : t.Queue,
    };
}
