namespace Reminders.Core.Time;

/// <summary>
/// The schedule as a pure function: from an occasion (a deadline, a report to verify, a look-back), a policy, a calendar and a zone to the steps owed to each
/// role. It knows no clock, no store and no person.
/// </summary>
public sealed class Schedule(ReminderPolicy policy, WorkingCalendar calendar)
{
    public ReminderPolicy Policy => policy;

    public WorkingCalendar Calendar => calendar;

    /// <summary>The instant at which the day's messages go out: the policy's time of that day, after the quiet hours.</summary>
    public Instant SlotOn(LocalDate date, DateTimeZone zone) =>
        policy.QuietHours.Defer(zone.ResolveLocal(date + policy.SlotTime, Zones.Lenient).ToInstant(), zone);

    /// <summary>The slot of the first working day after the date.</summary>
    public Instant NextSlotAfter(LocalDate date, DateTimeZone zone) => SlotOn(calendar.OnOrAfter(date.PlusDays(1)), zone);

    /// <summary>
    /// All steps owed to a role, in order of their instants; without end for whoever hears of the occasion at all. Reminders on a day off move to the working
    /// day before, save the one on the deadline day; all other steps fall on working days only.
    /// </summary>
    public IEnumerable<Step> Steps(Role role, Occasion occasion, DateTimeZone zone) =>
        StepsFrom(LocalDate.MinIsoValue, role, occasion, zone);

    /// <summary>
    /// What is owed to a role at <paramref name="now"/> (a step whose instant is now is due), of the steps from the day of
    /// <paramref name="since"/> on: the day counts, so that a slot time that is set earlier loses nothing.
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

    /// <summary>When the next step of any role falls due, after now.</summary>
    public Instant NextAfter(Occasion occasion, DateTimeZone zone, Instant since, Instant now) =>
        Enum.GetValues<Role>().Select(role => Owed(role, occasion, zone, since, now).Next).OfType<Step>().Min(step => step.At);

    /// <summary>
    /// When an item is first looked at because of an occasion, and since when its steps are owed. Of the steps that were past when it began only each
    /// role's latest is owed, and that at once; when none was, the item waits for its first step.
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

    // An item that is overdue for years has hundreds of steps; only those from the day on are worth a look at the zone.
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
            // The person has done their part; those who verify it are told.
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

    // The weeks are counted from the first alert, so that these steps keep their days after a holiday. The digest that tells them comes a full week
    // after the one before.
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
