namespace Reminders.Core.Time;

/// <summary>
/// A pure function from an occasion (a deadline, a report to verify, a look-back), a policy, a calendar and a zone to the steps owed to
/// each role.
/// </summary>
public sealed class Schedule(ReminderPolicy policy, WorkingCalendar calendar)
{
    public ReminderPolicy Policy => policy;

    public WorkingCalendar Calendar => calendar;

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
    public IEnumerable<Step> Steps(Role role, Occasion occasion, DateTimeZone zone) =>
        StepsFrom(LocalDate.MinIsoValue, role, occasion, zone);

    /// <summary>
    /// The steps owed to a role at <paramref name="now"/> (inclusive), from the local day of <paramref name="since"/> on. The whole day
    /// counts, so an earlier slot time loses no step.
    /// </summary>
    public OwedSteps Owed(Role role, Occasion occasion, DateTimeZone zone, Instant since, Instant now)
    {
        var from = since.InZone(zone).Date;
        var due = new List<Step>();
        Step? next = null;
        foreach (var step in StepsFrom(LocalDate.Min(from, now.InZone(zone).Date), role, occasion, zone))
        {
            if (step.At > now)
            {
                next = step;
                break;
            }
            if (step.On >= from)
                due.Add(step);
        }
        return new(due.LastOrDefault(), due.SkipLast(1).ToList(), next);
    }

    /// <summary>The instant of the first step of any role after now.</summary>
    public Instant NextAfter(Occasion occasion, DateTimeZone zone, Instant since, Instant now) =>
        Enum.GetValues<Role>().Select(role => Owed(role, occasion, zone, since, now).Next).OfType<Step>().Min(step => step.At);

    /// <summary>
    /// When the scan first looks at an item because of an occasion, and since when its steps are owed. Of the steps before the occasion
    /// only the latest of each role is owed, at once; if there are none, the item waits for its first step.
    /// </summary>
    public (Instant At, Instant Since) FirstLook(Occasion occasion, DateTimeZone zone)
    {
        var roles = Enum.GetValues<Role>();
        var past = roles.Select(role => Steps(role, occasion, zone).TakeWhile(s => s.At <= occasion.Since).LastOrDefault())
            .OfType<Step>().ToList();
        if (past.Count > 0)
            return (occasion.Since, past.Min(s => s.At));
        var first = roles.Select(role => Steps(role, occasion, zone).FirstOrDefault()).OfType<Step>().Min(step => step.At);
        return (first, first);
    }

    // An item that is years overdue has hundreds of steps. Only the steps from the day on need the zone, which is slow.
    private IEnumerable<Step> StepsFrom(LocalDate from, Role role, Occasion occasion, DateTimeZone zone) =>
        Days(role, occasion).Where(day => day.On >= from).Select(day => new Step(day.Name, role, day.On, SlotOn(day.On, zone)));

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
