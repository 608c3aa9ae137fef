using System.Runtime.CompilerServices;

namespace Reminders.InMemory;

/// <summary>One SMS of a rehearsal: the notice, and what the phone would show at that local moment.</summary>
public sealed record RehearsedSms(OffsetDateTime At, Notice Notice, OutboxMessage Message)
{
    public static async Task<RehearsedSms> OfAsync(InMemorySystem system, OutboxMessage message, DateTimeZone zone, CancellationToken cancellation) =>
        new(
            message.At.WithOffset(zone.GetUtcOffset(message.At)),
            (await system.Ledger.Notices.FindNoticeAsync(message.Sms.Notice, cancellation))!.Value,
            message);
}

/// <summary>What is to be rehearsed. Both dates are days of the zone and count whole; an item done on a day is done and verified before that day's slot.</summary>
public sealed record RehearsalScript(PlanDraft Plan, IReadOnlyCollection<Contact> Contacts, ReminderPolicy Policy, string Zone)
{
    public LocalDate? From { get; init; }
    public LocalDate? To { get; init; }
    public IReadOnlyCollection<(int Ordinal, LocalDate On)> Done { get; init; } = [];
}

/// <summary>Plays a plan through time on the very code that sends. What it shows is what would be sent.</summary>
public sealed class Rehearsal
{
    /// <summary>How long after the last deadline a rehearsal ends by itself: long enough to see the supervisor told.</summary>
    public const int DaysAfterLastDeadline = 14;

    private readonly RehearsalScript script;
    private readonly DateTimeZone zone;
    private readonly InMemorySystem system;

    public Rehearsal(RehearsalScript script)
    {
        this.script = script;
        zone = DateTimeZoneProviders.Tzdb[script.Zone];
        var schedule = new Schedule(script.Policy, script.Policy.WorkingCalendar());
        var deadlines = script.Plan.Items.Select(i => i.Deadline.Date).OfType<LocalDate>().ToList();
        From = script.From ?? deadlines.Select(d => schedule.Steps(Role.Person, Occasion.Deadline(d), zone).First().On).DefaultIfEmpty(new(2000, 1, 1)).Min();
        To = script.To ?? deadlines.Select(d => d.PlusDays(DaysAfterLastDeadline)).DefaultIfEmpty(From).Max();
        system = new(script.Policy, script.Zone, StartOf(From));
    }

    public LocalDate From { get; }

    public LocalDate To { get; }

    /// <summary>The items as loading made them; empty before the rehearsal has begun.</summary>
    public IReadOnlyList<Item> Items { get; private set; } = [];

    /// <summary>What was doubtful about the plan as a whole; empty before the rehearsal has begun.</summary>
    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Every SMS in the order of sending.</summary>
    public async IAsyncEnumerable<RehearsedSms> PlayAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var office = new Actor("rehearsal");
        var loaded = await system.Load.RunAsync(script.Plan with { YearIsWeak = false }, script.Contacts, dryRun: false, office, cancellation);
        (Items, Findings) = (loaded.Items, loaded.Findings);
        var shown = 0;
        for (var day = From; day <= To; day = day.PlusDays(1))
        {
            foreach (var (ordinal, _) in script.Done.Where(d => d.On == day || (day == From && d.On < day)))
            {
                await system.Act.RunAsync(new(1, ordinal), new ReportItem(office, "done"), cancellation);
                await system.Act.RunAsync(new(1, ordinal), new VerifyItem(new("verifier"), new(true, true, true, true), "done"), cancellation);
            }
            await system.RunUntilAsync(StartOf(day.PlusDays(1)) - Duration.Epsilon, cancellation);
            for (; shown < system.Outbox.Messages.Count; shown++)
                yield return await RehearsedSms.OfAsync(system, system.Outbox.Messages[shown], zone, cancellation);
        }
    }

    private Instant StartOf(LocalDate date) => zone.AtStartOfDay(date).ToInstant();
}
