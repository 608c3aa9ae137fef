using CsCheck;
using NodaTime.Testing.TimeZones;

namespace Reminders.Core.Tests.Time;

/// <summary>Calendar, quiet hours and schedule under every valid policy, in real zones and in zones that jump at any moment.</summary>
public class TimePropertyTests
{
    private const int Steps = 30;
    private const int Tries = 1_000;

    private static readonly LocalDate FirstDay = new(2019, 11, 1);

    private static readonly Gen<LocalDate> Dates = Gen.Int[0, 500].Select(FirstDay.PlusDays);

    private static readonly Gen<Instant> Moments =
        Gen.Int[0, 500 * 24 * 60].Select(m => FirstDay.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(m));

    // Years that are not loaded, announced years, and years that an administrator filled in at random.
    private static readonly Gen<WorkingCalendar> Calendars = Gen.OneOf(
        Gen.Const(WorkingCalendar.China),
        Gen.Const(new WorkingCalendar([])),
        Gen.Select(Dates.Array[0, 60], Dates.Array[0, 60], (off, work) => new WorkingCalendar([new(2020, [.. off], [.. work])])));

    private static readonly Gen<DateTimeZone> RealZones =
        Gen.OneOf("Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe").Select(id => DateTimeZoneProviders.Tzdb[id]);

    private static readonly Gen<SingleTransitionDateTimeZone> JumpingZones = Gen.Select(
        Moments, Gen.Int[-11, 12], Gen.Int[-59, 59], (jump, hours, minutes) => new SingleTransitionDateTimeZone(
            jump, Offset.FromHours(hours), Offset.FromHours(hours) + Offset.FromSeconds(minutes * 60)));

    private static readonly Gen<DateTimeZone> Zones = Gen.OneOf(RealZones, JumpingZones.Select(z => (DateTimeZone)z));

    // Any moment in a real zone, one within two days of a jump, or one close to it.
    private static readonly Gen<(DateTimeZone Zone, Instant Moment)> Clocks = Gen.OneOf(
        Gen.Select(RealZones, Moments),
        Gen.Select(
            JumpingZones, Gen.OneOf(Gen.Int[-2880, 2880], Gen.Int[-90, 90]),
            (zone, minutes) => ((DateTimeZone)zone, zone.Transition + Duration.FromMinutes(minutes))));

    private static readonly Gen<LocalTime> HalfHours = Gen.Int[0, 47].Select(n => LocalTime.Midnight.PlusMinutes(30 * n));

    // As long as a policy allows, and longer than any gap.
    private static readonly Gen<QuietHours> Quiet =
        Gen.Select(HalfHours, Gen.Int[3, 32], (from, halves) => new QuietHours(from, from.PlusMinutes(30 * halves)));

    private static readonly Gen<ReminderPolicy> Policies = Gen.Select(
        Gen.Int[0, 30].Array[1, 5], HalfHours, Quiet, Gen.Int[1, 5], Gen.Int[1, 6], Gen.Int[1, 10], Gen.Int[1, 4],
        (before, slot, quiet, overdue, supervisor, weekly, verify) => new ReminderPolicy
        {
            BeforeDays = [.. before.Distinct()],
            SlotTime = slot,
            QuietHours = quiet,
            OverdueEveryWorkingDays = overdue,
            SupervisorAfterWorkingDays = supervisor,
            SupervisorEveryDays = weekly,
            VerifyEveryWorkingDays = verify,
        }).Where(p => !p.Problems().Any());

    private static readonly Gen<Schedule> Schedules = Gen.Select(Policies, Calendars, (policy, calendar) => new Schedule(policy, calendar));

    private static readonly Gen<Occasion> Occasions = Gen.Select(
        Gen.OneOf(Enum.GetValues<OccasionKind>()), Dates, Moments, (kind, on, since) => new Occasion(kind, on, since, 1));

    private static readonly Gen<Role> Roles = Gen.OneOf(Enum.GetValues<Role>());

    private static readonly Gen<(Schedule Schedule, Role Role, Occasion Occasion, DateTimeZone Zone)> Owing =
        Gen.Select(Schedules, Roles, Occasions, Zones);

    [Fact]
    public void Working_days_add_up() => Gen.Select(Calendars, Dates.Array[3]).Sample((calendar, dates) =>
    {
        Array.Sort(dates);
        Assert.Equal(
            calendar.WorkingDaysBetween(dates[0], dates[2]),
            calendar.WorkingDaysBetween(dates[0], dates[1]) + calendar.WorkingDaysBetween(dates[1], dates[2]));
        Assert.Equal(calendar.IsWorkingDay(dates[0]) ? 1 : 0, calendar.WorkingDaysBetween(dates[0].PlusDays(-1), dates[0]));
    }, iter: Tries);

    [Fact]
    public void The_nth_working_day_after_a_date_has_n_working_days_up_to_it() =>
        Gen.Select(Calendars, Dates, Gen.Int[1, 60]).Sample((calendar, date, count) =>
    {
        var day = calendar.After(date, count);
        Assert.True(calendar.IsWorkingDay(day));
        Assert.Equal(count, calendar.WorkingDaysBetween(date, day));
    }, iter: Tries);

    [Fact]
    public void The_nearest_working_day_has_no_nearer_one() => Gen.Select(Calendars, Dates).Sample((calendar, date) =>
    {
        var (before, after) = (calendar.OnOrBefore(date), calendar.OnOrAfter(date));
        Assert.True(calendar.IsWorkingDay(before) && calendar.IsWorkingDay(after));
        Assert.Equal(1, calendar.WorkingDaysBetween(before.PlusDays(-1), date));
        Assert.Equal(1, calendar.WorkingDaysBetween(date.PlusDays(-1), after));
    }, iter: Tries);

    // Clocks that are set back may leave quiet hours at their beginning for a while; the schedule does not use that.
    [Fact]
    public void A_deferred_message_goes_out_at_the_first_moment_that_is_not_quiet() =>
        Gen.Select(Quiet, Clocks, Gen.Double.Unit).Sample((quiet, clock, part) =>
        {
            var (zone, moment) = clock;
            var deferred = quiet.Defer(moment, zone);
            Assert.True(deferred >= moment);
            Assert.False(quiet.Contains(deferred, zone));
            Assert.Equal(deferred, quiet.Defer(deferred, zone));
            var between = moment + ((deferred - moment) * part);
            Assert.True(between == deferred || quiet.Contains(between, zone) || zone.GetUtcOffset(between) < zone.GetUtcOffset(moment));
        }, iter: 20 * Tries); // few samples have quiet hours that end in a repeated hour

    // Clocks that are set back may fall into the end of quiet hours.
    [Fact]
    public void Quiet_hours_begin_next_at_the_first_quiet_moment_after_one_that_is_not() =>
        Gen.Select(Quiet, Clocks, Gen.Double.Unit).Sample((quiet, clock, part) =>
        {
            var (zone, moment) = (clock.Zone, quiet.Defer(clock.Moment, clock.Zone));
            var start = quiet.NextStart(moment, zone)!.Value;
            Assert.True(start > moment);
            Assert.True(quiet.NextStart(start, zone) > start);
            Assert.True(quiet.Contains(start, zone));
            var between = moment + ((start - moment) * part);
            Assert.True(between == start || !quiet.Contains(between, zone) || zone.GetUtcOffset(between) < zone.GetUtcOffset(moment));
        }, iter: 20 * Tries);

    [Fact]
    public void Steps_have_names_of_their_own_and_come_in_the_order_of_their_days_and_instants() =>
        Owing.Sample((schedule, role, occasion, zone) =>
    {
        var steps = schedule.Steps(role, occasion, zone).Take(Steps).ToList();
        Assert.Equal(steps.Count, steps.DistinctBy(s => s.Name).Count());
        Assert.Equal(steps.OrderBy(s => s.At).ThenBy(s => s.On), steps);
        Assert.All(steps, s => Assert.Equal((role, occasion.Kind), (s.Role, s.Name.Occasion)));
        Assert.Equal(occasion.Kind != OccasionKind.Deadline && role == Role.Person ? 0 : Steps, steps.Count);
    }, iter: Tries);

    [Fact]
    public void Every_step_goes_out_on_its_own_day_outside_the_quiet_hours() => Owing.Sample((schedule, role, occasion, zone) =>
    {
        foreach (var step in schedule.Steps(role, occasion, zone).Take(Steps))
        {
            Assert.Equal(step.On, step.At.InZone(zone).Date);
            Assert.False(schedule.Policy.QuietHours.Contains(step.At, zone));
        }
    }, iter: Tries);

    [Fact]
    public void Only_the_deadline_day_may_be_a_day_off() => Owing.Sample((schedule, role, occasion, zone) =>
    {
        foreach (var step in schedule.Steps(role, occasion, zone).Take(Steps))
            Assert.True(step.Name == StepName.Due ? step.On == occasion.On : schedule.Calendar.IsWorkingDay(step.On), step.ToString());
    }, iter: Tries);

    [Fact]
    public void Reminders_come_before_the_deadline_and_everything_else_after_it() => Owing.Sample((schedule, role, occasion, zone) =>
    {
        var isReminded = occasion.Kind == OccasionKind.Deadline && role == Role.Person;
        var left = isReminded ? schedule.Policy.BeforeDays.Count(d => d > 0) : 0;
        foreach (var step in schedule.Steps(role, occasion, zone).Take(Steps))
        {
            if (step.Name.Kind == StepKind.Before)
                Assert.True(left-- > 0 && step.On < occasion.On, step.ToString());
            else if (step.Name != StepName.Due)
                Assert.True(step.On > occasion.On || (step.On == occasion.On && occasion.Kind == OccasionKind.LookBack), step.ToString());
        }
        Assert.Equal(0, left);
    }, iter: Tries);

    [Fact]
    public void Scans_at_any_moments_account_for_every_step_exactly_once() =>
        Gen.Select(Owing, Moments.Array[1, 12]).Sample((owing, moments) =>
    {
        var (schedule, role, occasion, zone) = owing;
        Array.Sort(moments);
        var accounted = new List<Step>();
        var since = Instant.MinValue + Duration.FromDays(2);
        foreach (var now in moments)
        {
            var owed = schedule.Owed(role, occasion, zone, since, now);
            accounted.AddRange(owed.Passed);
            if (owed.Latest is { } latest)
                accounted.Add(latest);
            Assert.True(owed.Next is null || owed.Next.At > now);
            since = owed.Next?.At ?? since;
        }
        Assert.Equal(schedule.Steps(role, occasion, zone).TakeWhile(s => s.At <= moments[^1]), accounted);
    }, iter: Tries);

    [Fact]
    public void The_next_look_comes_with_the_first_step_of_any_role_after_now() => Gen.Select(Owing, Moments).Sample((owing, now) =>
    {
        var (schedule, _, occasion, zone) = owing;
        Assert.Equal(
            Enum.GetValues<Role>().SelectMany(r => schedule.Steps(r, occasion, zone).SkipWhile(s => s.At <= now).Take(1)).Min(s => s.At),
            Enum.GetValues<Role>().Select(r => schedule.Owed(r, occasion, zone, now, now).Next).OfType<Step>().Min(s => s.At));
    }, iter: Tries);

    [Fact]
    public void At_the_first_look_each_role_is_owed_its_latest_step_and_no_step_comes_earlier() =>
        Gen.Select(Owing, Gen.Bool).Sample((owing, startsWithStep) =>
    {
        var (schedule, _, occasion, zone) = owing;
        if (startsWithStep)
            occasion = occasion with { Since = schedule.Steps(Role.Leader, occasion, zone).ElementAt(1).At };
        var (at, since) = schedule.FirstLook(occasion, zone);
        Assert.True(since <= at && occasion.Since <= at);
        var latest = new List<Step>();
        foreach (var role in Enum.GetValues<Role>())
        {
            var due = schedule.Steps(role, occasion, zone).TakeWhile(s => s.At <= at).ToList();
            latest.AddRange(due.TakeLast(1));
            Assert.Equal(due.LastOrDefault(), schedule.Owed(role, occasion, zone, since, at).Latest);
            Assert.DoesNotContain(due, s => s.At > occasion.Since && s.At < at);
        }
        Assert.Equal(latest.Min(s => s.At), since);
    }, iter: Tries);
}
