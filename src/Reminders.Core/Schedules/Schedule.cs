using NodaTime;
using Reminders.Core.Calendars;
using Reminders.Core.Contacts;

namespace Reminders.Core.Schedules;

/// <summary>
/// The schedule as a pure function: from a deadline, a policy, a calendar and a zone to the steps owed to each role. It knows no
/// clock, no store and no person.
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
    /// All steps owed to a role, in order of their instants, without end. Reminders on a day off move to the working day before, save
    /// the one on the deadline day; what follows the deadline falls on working days only.
    /// </summary>
    public IEnumerable<Step> Steps(Role role, LocalDate deadline, DateTimeZone zone) => StepsFrom(LocalDate.MinIsoValue, role, deadline, zone);

    /// <summary>
    /// What is owed to a role at <paramref name="now"/> (a step whose instant is now is due), of the steps from the day of
    /// <paramref name="since"/> on: the day counts, so that a slot time that is set earlier loses nothing.
    /// </summary>
    public OwedSteps Owed(Role role, LocalDate deadline, DateTimeZone zone, Instant since, Instant now)
    {
        var from = since.InZone(zone).Date;
        var due = new List<Step>();
        foreach (var step in StepsFrom(LocalDate.Min(from, now.InZone(zone).Date), role, deadline, zone))
        {
            if (step.At > now)
                return new(due.LastOrDefault(), due.SkipLast(1).ToList(), step);
            if (step.On >= from)
                due.Add(step);
        }
        throw new InvalidOperationException("The schedule of an open item has no end.");
    }

    /// <summary>
    /// When a newly opened item is first looked at, and since when its steps are owed. Of the steps that were past when it opened only each
    /// role's latest is owed, and that at once; when none was, the item waits for its first step.
    /// </summary>
    /// <param name="deadline">The item's deadline date.</param>
    /// <param name="zone">The plan's zone.</param>
    /// <param name="openSince">When the item became open.</param>
    public (Instant At, Instant Since) FirstVisit(LocalDate deadline, DateTimeZone zone, Instant openSince)
    {
        var roles = Enum.GetValues<Role>();
        var past = roles.Select(role => Steps(role, deadline, zone).TakeWhile(s => s.At <= openSince).LastOrDefault()).OfType<Step>().ToList();
        if (past.Count > 0)
            return (openSince, past.Min(s => s.At));
        var first = roles.Min(role => Steps(role, deadline, zone).First().At);
        return (first, first);
    }

    // An item that is overdue for years has hundreds of steps; only those from the day on are worth a look at the zone.
    private IEnumerable<Step> StepsFrom(LocalDate from, Role role, LocalDate deadline, DateTimeZone zone)
    {
        var days = role switch
        {
            Role.Person => Before(deadline).Concat(Overdue(deadline)),
            Role.Leader => Overdue(deadline),
            Role.Supervisor => Supervision(deadline),
            _ => throw new ArgumentOutOfRangeException(nameof(role)),
        };
        return days.Where(day => day.On >= from).Select(day => new Step(day.Name, role, day.On, SlotOn(day.On, zone)));
    }

    private IEnumerable<(string Name, LocalDate On)> Before(LocalDate deadline) =>
        from days in policy.BeforeDays.OrderDescending()
        select days == 0 ? (Step.Due, deadline) : ($"before-{days}", calendar.OnOrBefore(deadline.PlusDays(-days)));

    private IEnumerable<(string Name, LocalDate On)> Overdue(LocalDate deadline)
    {
        var on = calendar.After(deadline, 1);
        for (var count = 1; ; count += policy.OverdueEveryWorkingDays)
        {
            yield return ($"overdue-{count}", on);
            on = calendar.After(on, policy.OverdueEveryWorkingDays);
        }
    }

    // The weeks are counted from the first alert, so that these steps keep their days after a holiday. The digest that tells them comes a full week
    // after the one before.
    private IEnumerable<(string Name, LocalDate On)> Supervision(LocalDate deadline)
    {
        var first = calendar.After(deadline, policy.SupervisorAfterWorkingDays + 1);
        var last = first.PlusDays(-1);
        var count = 1;
        for (var day = first; ; day = day.PlusDays(policy.SupervisorEveryDays))
        {
            var on = calendar.OnOrAfter(day);
            if (on == last)
                continue;
            yield return ($"supervisor-{count++}", on);
            last = on;
        }
    }
}
