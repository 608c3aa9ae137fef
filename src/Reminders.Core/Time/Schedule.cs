using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace Reminders.Core.Time;

/// <summary>
/// A pure function from an occasion (a deadline, a report to verify, a look-back), a policy, a calendar and a zone to the steps owed to
/// each role.
/// </summary>
public sealed class Schedule(ReminderPolicy policy, WorkingCalendar calendar)
{
    /// <summary>Bounds the memory of a host that runs for years.</summary>
    private const int MostSequences = 10_000;

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private readonly ConcurrentDictionary<(OccasionKind Kind, Role Role, LocalDate On, DateTimeZone Zone), StepSequence> sequences = [];

    public ReminderPolicy Policy => policy;

    public WorkingCalendar Calendar => calendar;

    /// <summary>Differs from that of a schedule with other steps: of another policy, calendar or edition of the time zones.</summary>
    public string Fingerprint => field ??= Convert.ToHexStringLower(
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{string.Join(',', policy.BeforeDays.Order())} {policy.SlotTime:o} "
                    + $"{policy.QuietHours.From:o} {policy.QuietHours.Until:o} "
                    + $"{policy.OverdueEveryWorkingDays} {policy.SupervisorAfterWorkingDays} {policy.SupervisorEveryDays} "
                    + $"{policy.VerifyEveryWorkingDays} {string.Join(',', calendar.Exceptions.Select(LocalDatePattern.Iso.Format))} "
                    + $"{DateTimeZoneProviders.Tzdb.VersionId}"))).AsSpan(0, 8));

    /// <summary>How many steps it has counted and keeps.</summary>
    internal int CountedSteps => sequences.Values.Sum(s => s.Count);

    /// <summary>
    /// The instant at which the day's messages are sent: the slot time of that local day, or the end of the quiet hours if that is later.
    /// </summary>
    public Instant SlotOn(LocalDate date, DateTimeZone zone) =>
        policy.QuietHours.Defer(zone.ResolveLocal(date + policy.SlotTime, Zones.Lenient).ToInstant(), zone);

    /// <summary>The slot of the first working day after the date.</summary>
    public Instant NextSlotAfter(LocalDate date, DateTimeZone zone) => SlotOn(calendar.OnOrAfter(date.PlusDays(1)), zone);

    /// <summary>
    /// All steps owed to a role, by instant: endless, or empty for a role that is not told of the occasion. A reminder on a day off moves
    /// to the working day before, except the one on the deadline day; all other steps are on working days.
    /// </summary>
    public IEnumerable<Step> Steps(Role role, Occasion occasion, DateTimeZone zone) => SequenceOf(role, occasion, zone).From(0);

    /// <summary>
    /// The steps owed to a role at <paramref name="now"/> (inclusive), from the local day of <paramref name="since"/> on. The whole day
    /// counts, so an earlier slot time loses no step.
    /// </summary>
    public OwedSteps Owed(Role role, Occasion occasion, DateTimeZone zone, Instant since, Instant now)
    {
        var (from, today) = (since.InZone(zone).Date, now.InZone(zone).Date);
        var steps = SequenceOf(role, occasion, zone);
        var (latest, passed) = ((Step?)null, (List<Step>?)null);
        for (var index = steps.IndexOf(LocalDate.Min(from, today)); steps.At(index) is { } step; index++)
        {
            if (step.At > now)
                return Found(step);
            if (step.On < from)
                continue;
            if (latest is not null)
                (passed ??= []).Add(latest);
            latest = step;
        }
        return Found(null);

        OwedSteps Found(Step? next) => new(latest, (IReadOnlyList<Step>?)passed ?? [], next);
    }

    /// <summary>
    /// When the scan first looks at an item because of an occasion, and since when its steps are owed. Of the steps before the occasion
    /// only the latest of each role is owed, at once; if there are none, the item waits for its first step.
    /// </summary>
    public (Instant At, Instant Since) FirstLook(Occasion occasion, DateTimeZone zone)
    {
        var past = Roles.Select(role => Steps(role, occasion, zone).TakeWhile(s => s.At <= occasion.Since).LastOrDefault())
            .OfType<Step>().ToList();
        if (past.Count > 0)
            return (occasion.Since, past.Min(s => s.At));
        var first = Roles.Select(role => Steps(role, occasion, zone).FirstOrDefault()).OfType<Step>().Min(step => step.At);
        return (first, first);
    }

    /// <summary>The first step after the instant, of any role. Every occasion has one.</summary>
    public Instant NextAfter(Instant now, Occasion occasion, DateTimeZone zone) =>
        Roles.Select(role => Owed(role, occasion, zone, now, now).Next).OfType<Step>().Min(step => step.At);

    // Many items share a deadline day, and each is looked at many times.
    private StepSequence SequenceOf(Role role, Occasion occasion, DateTimeZone zone)
    {
        var key = (occasion.Kind, role, occasion.On, zone);
        if (sequences.TryGetValue(key, out var known))
            return known;
        if (sequences.Count >= MostSequences)
            sequences.Clear();
        return sequences.GetOrAdd(key, new StepSequence(Counted(role, occasion, zone)));
    }

    private IEnumerable<Step> Counted(Role role, Occasion occasion, DateTimeZone zone) =>
        Days(role, occasion).Select(day => new Step(day.Name, role, day.On, SlotOn(day.On, zone)));

    private IEnumerable<(StepName Name, LocalDate On)> Days(Role role, Occasion occasion)
    {
        var kind = occasion.Kind == OccasionKind.LookBack ? StepKind.LookBack : StepKind.Verify;
        return (occasion.Kind, role) switch
        {
            (OccasionKind.Deadline, Role.Person) => Before(occasion.On).Concat(Overdue(occasion.On)),
            (OccasionKind.Deadline, Role.Leader) => Overdue(occasion.On),
            (OccasionKind.Deadline, Role.Supervisor) =>
                Supervision(occasion.On).Select((on, n) => (StepName.Of(StepKind.Supervisor, n + 1), on)),
            // The person has done their part; only leader and supervisor hear of a report or a look-back.
            (_, Role.Person) => [],
            (_, Role.Leader) => Every(FirstDay(occasion), policy.VerifyEveryWorkingDays).Select(on => (StepName.Of(kind, on), on)),
            (_, Role.Supervisor) => Supervision(occasion.On).Select(on => (StepName.Of(kind, on), on)),
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        };
    }

    private LocalDate FirstDay(Occasion occasion) =>
        occasion.Kind == OccasionKind.LookBack ? calendar.OnOrAfter(occasion.On) : calendar.After(occasion.On, 1);

    private IEnumerable<LocalDate> Every(LocalDate first, int workingDays)
    {
        for (var on = first; ; on = calendar.After(on, workingDays))
            yield return on;
    }

    private IEnumerable<(StepName Name, LocalDate On)> Before(LocalDate deadline) =>
        from days in policy.BeforeDays.OrderDescending()
        select days == 0 ? (StepName.Due, deadline) : (StepName.Of(StepKind.Before, days), calendar.OnOrBefore(deadline.PlusDays(-days)));

    private IEnumerable<(StepName Name, LocalDate On)> Overdue(LocalDate deadline) =>
        Every(calendar.After(deadline, 1), policy.OverdueEveryWorkingDays).Select(
            (on, n) => (StepName.Of(StepKind.Overdue, (n * policy.OverdueEveryWorkingDays) + 1), on));

    // Weeks count from the first alert, so a holiday does not move later steps. The planner holds a digest for a week after the last one.
    private IEnumerable<LocalDate> Supervision(LocalDate day)
    {
        var first = calendar.After(day, policy.SupervisorAfterWorkingDays + 1);
        var last = first.PlusDays(-1);
        for (var week = first; ; week = week.PlusDays(policy.SupervisorEveryDays))
        {
            var on = calendar.OnOrAfter(week);
            if (on == last)
                continue;
            yield return on;
            last = on;
        }
    }
}

/// <summary>The steps of a role because of an occasion, each counted once and then kept. Safe to use from several threads.</summary>
internal sealed class StepSequence(IEnumerable<Step> steps)
{
    private readonly Lock gate = new();
    private readonly IEnumerator<Step> rest = steps.GetEnumerator();

    // Never changed, only replaced by a longer one, so it is read without the lock.
    private volatile Step[] known = [];

    public int Count => known.Length;

    public IEnumerable<Step> From(int index)
    {
        for (; At(index) is { } step; index++)
            yield return step;
    }

    /// <summary>The index of the first step on the day or later; behind the last step if there is none.</summary>
    public int IndexOf(LocalDate on)
    {
        var counted = known;
        while ((counted.Length == 0 || counted[^1].On < on) && TryGrow(counted.Length))
            counted = known;
        var (low, high) = (0, counted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = counted[middle].On < on ? (middle + 1, high) : (low, middle);
        }
        return low;
    }

    /// <summary>The step with that index; null behind the last.</summary>
    public Step? At(int index)
    {
        var counted = known;
        while (counted.Length <= index && TryGrow(counted.Length))
            counted = known;
        return index < counted.Length ? counted[index] : null;
    }

    /// <summary>Counts one more than so many steps; false if there are no more.</summary>
    private bool TryGrow(int count)
    {
        lock (gate)
        {
            if (known.Length > count)
                return true;
            if (!rest.MoveNext())
                return false;
            known = [.. known, rest.Current];
            return true;
        }
    }
}
