namespace Reminders.Core.Tests.Time;

public class ScheduleTests
{
    private static readonly Schedule Schedule = Given.Schedule();

    [Fact]
    public void Two_schedules_have_one_fingerprint_if_their_steps_are_the_same()
    {
        ReminderPolicy policy = new();
        ReminderPolicy[] others =
        [
            policy with { BeforeDays = [7, 3, 1] },
            policy with { SlotTime = new(9, 1) },
            policy with { QuietHours = new(new(20, 0), new(8, 30)) },
            policy with { QuietHours = new(new(21, 0), new(8, 0)) },
            policy with { OverdueEveryWorkingDays = 3 },
            policy with { SupervisorAfterWorkingDays = 6 },
            policy with { SupervisorEveryDays = 8 },
            policy with { VerifyEveryWorkingDays = 3 },
            policy with { Calendar = [new(2027, [new(2027, 1, 1)], [])] },
        ];
        Assert.Equal(1 + others.Length, others.Append(policy).Select(p => Given.Schedule(p).Fingerprint).Distinct().Count());

        var same = policy with { BeforeDays = [0, 1, 3, 7], Office = "督查室", NearDays = 5 };
        Assert.Equal(Schedule.Fingerprint, Given.Schedule(same).Fingerprint);
    }

    [Theory]
    [InlineData("an ordinary Wednesday; the Sunday before it moves to Friday", "2020-05-20",
        "before-7 05-13, before-3 05-15, before-1 05-19, due 05-20, overdue-1 05-21, overdue-3 05-25, overdue-5 05-27")]
    [InlineData("a Saturday: told on the day itself, overdue on Monday", "2020-05-30",
        "before-7 05-22, before-3 05-27, before-1 05-29, due 05-30, overdue-1 06-01, overdue-3 06-03, overdue-5 06-05")]
    [InlineData("a holiday: two reminders fall on its eve, Saturday 10 October is worked", "2020-10-05",
        "before-7 09-28, before-3 09-30, before-1 09-30, due 10-05, overdue-1 10-09, overdue-3 10-12, overdue-5 10-14")]
    [InlineData("a make-up working Sunday after the Dragon Boat holiday", "2020-06-28",
        "before-7 06-19, before-3 06-24, before-1 06-24, due 06-28, overdue-1 06-29, overdue-3 07-01, overdue-5 07-03")]
    [InlineData("New Year's Day, a Friday: the steps cross the year", "2021-01-01",
        "before-7 12-25, before-3 12-29, before-1 12-31, due 01-01, overdue-1 01-04, overdue-3 01-06, overdue-5 01-08")]
    [InlineData("2023's notice makes 31 December 2022 a holiday", "2023-01-02",
        "before-7 12-26, before-3 12-30, before-1 12-30, due 01-02, overdue-1 01-03, overdue-3 01-05, overdue-5 01-09")]
    [InlineData("29 February", "2024-02-29",
        "before-7 02-22, before-3 02-26, before-1 02-28, due 02-29, overdue-1 03-01, overdue-3 03-05, overdue-5 03-07")]
    [InlineData("before the long Spring Festival of 2020, which the epidemic made longer", "2020-01-23",
        "before-7 01-16, before-3 01-20, before-1 01-22, due 01-23, overdue-1 02-03, overdue-3 02-05, overdue-5 02-07")]
    [InlineData("a working Saturday before the Spring Festival of 2026", "2026-02-14",
        "before-7 02-06, before-3 02-11, before-1 02-13, due 02-14, overdue-1 02-24, overdue-3 02-26, overdue-5 02-28")]
    [InlineData("a year that nobody has loaded: Monday to Friday", "2031-05-20",
        "before-7 05-13, before-3 05-16, before-1 05-19, due 05-20, overdue-1 05-21, overdue-3 05-23, overdue-5 05-27")]
    [InlineData("a year that nobody has loaded: 1 October is a day like any other", "2031-10-01",
        "before-7 09-24, before-3 09-26, before-1 09-30, due 10-01, overdue-1 10-02, overdue-3 10-06, overdue-5 10-08")]
    public void The_person_is_told_before_on_and_after_the_deadline(string remark, string deadline, string steps) =>
        Assert.True(steps == Days(Schedule, Role.Person, deadline, 7), $"{remark}: {Days(Schedule, Role.Person, deadline, 7)}");

    [Theory]
    [InlineData(
        "from the first working day after, every two", "2020-05-20", "overdue-1 05-21, overdue-3 05-25, overdue-5 05-27, overdue-7 05-29")]
    [InlineData("a holiday week is no delay that anybody could have used", "2020-09-30",
        "overdue-1 10-09, overdue-3 10-12, overdue-5 10-14, overdue-7 10-16")]
    public void The_leader_is_told_of_overdue_items_only(string remark, string deadline, string steps) =>
        Assert.True(steps == Days(Schedule, Role.Leader, deadline, 4), $"{remark}: {Days(Schedule, Role.Leader, deadline, 4)}");

    [Theory]
    [InlineData("on the sixth working day, then weekly", "2020-05-20", 7,
        "supervisor-1 05-28, supervisor-2 06-04, supervisor-3 06-11, supervisor-4 06-18")]
    [InlineData("a holiday week moves one digest, not those after it", "2020-09-22", 7,
        "supervisor-1 09-29, supervisor-2 10-09, supervisor-3 10-13, supervisor-4 10-20")]
    [InlineData("daily: what falls on a weekend is one on Monday", "2020-05-20", 1,
        "supervisor-1 05-28, supervisor-2 05-29, supervisor-3 06-01, supervisor-4 06-02")]
    public void The_supervisor_is_told_when_that_has_not_helped(string remark, string deadline, int everyDays, string steps)
    {
        var schedule = Given.Schedule(new ReminderPolicy { SupervisorEveryDays = everyDays });

        Assert.True(steps == Days(schedule, Role.Supervisor, deadline, 4), $"{remark}: {Days(schedule, Role.Supervisor, deadline, 4)}");
    }

    [Fact]
    public void Settings_move_every_step()
    {
        var policy = new ReminderPolicy
        {
            BeforeDays = [0, 14, 2],
            SlotTime = new(10, 30),
            OverdueEveryWorkingDays = 5,
            SupervisorAfterWorkingDays = 1,
        };
        var schedule = Given.Schedule(policy);

        Assert.Equal("before-14 05-06, before-2 05-18, due 05-20, overdue-1 05-21, overdue-6 05-28",
            Days(schedule, Role.Person, "2020-05-20", 5));
        Assert.Equal("supervisor-1 05-22", Days(schedule, Role.Supervisor, "2020-05-20", 1));
        Assert.All(schedule.Steps(Role.Person, Occasion.Deadline(Given.Day("2020-05-20")), Given.Shanghai).Take(9),
            s => Assert.Equal(new(10, 30), s.At.InZone(Given.Shanghai).TimeOfDay));
    }

    [Theory]
    [InlineData("nothing is due a minute before the first slot", "2020-05-13T08:59", null, "", "before-7")]
    [InlineData("a step whose instant is now is due", "2020-05-13T09:00", "before-7", "", "before-3")]
    [InlineData("the deadline is exactly one day away", "2020-05-19T09:00", "before-1", "before-7, before-3", "due")]
    [InlineData("one minute less than a day away", "2020-05-19T09:01", "before-1", "before-7, before-3", "due")]
    [InlineData("late on the deadline day, which counts whole", "2020-05-20T23:59", "due", "before-7, before-3, before-1", "overdue-1")]
    [InlineData("the first moments after it belong to no slot yet", "2020-05-21T00:00", "due", "before-7, before-3, before-1", "overdue-1")]
    [InlineData("overdue", "2020-05-21T09:00", "overdue-1", "before-7, before-3, before-1, due", "overdue-3")]
    [InlineData("after an outage of weeks the latest alone", "2020-06-03T12:00", "overdue-9",
        "before-7, before-3, before-1, due, overdue-1, overdue-3, overdue-5, overdue-7", "overdue-11")]
    public void The_latest_due_step_is_owed_and_the_others_have_passed(
        string remark, string now, string? latest, string passed, string next)
    {
        var owed = Schedule.Owed(Role.Person, Occasion.Deadline(Given.Day("2020-05-20")), Given.Shanghai, Given.At("2020-01-01T00:00"),
            Given.At(now));

        Assert.Equal((remark, latest, passed, next),
            (remark, owed.Latest?.Name.ToString(), string.Join(", ", owed.Passed.Select(s => s.Name)), owed.Next!.Name.ToString()));
    }

    [Fact]
    public void Steps_are_owed_from_a_day_on_and_not_from_the_minute_that_an_older_policy_named()
    {
        var earlier = Given.Schedule(new ReminderPolicy { SlotTime = new(8, 30) });

        var owed = earlier.Owed(Role.Person, Occasion.Deadline(Given.Day("2020-05-20")), Given.Shanghai, Given.At("2020-05-13T09:00"),
            Given.At("2020-05-13T09:00"));

        Assert.Equal("before-7", owed.Latest?.Name.ToString());
    }

    [Theory]
    [InlineData("before the first step: nothing is done until then", "2020-05-01T10:00", "2020-05-13T09:00", "2020-05-13T09:00")]
    [InlineData("between two steps: the latest is owed at once", "2020-05-14T16:00", "2020-05-14T16:00", "2020-05-13T09:00")]
    [InlineData("the deadline is one day away", "2020-05-19T16:00", "2020-05-19T16:00", "2020-05-19T09:00")]
    [InlineData("long after: since the supervisor's latest, which is the oldest of the three", "2020-06-03T12:00", "2020-06-03T12:00",
        "2020-05-28T09:00")]
    public void An_item_is_first_looked_at_when_it_owes_something(string remark, string openSince, string at, string since)
    {
        var look = Schedule.FirstLook(Occasion.Deadline(Given.Day("2020-05-20"), Given.At(openSince)), Given.Shanghai);

        Assert.Equal((remark, Given.At(at), Given.At(since)), (remark, look.At, look.Since));
    }

    [Theory]
    [InlineData("the leader, from the first working day after the report", OccasionKind.Verification, Role.Leader, "2020-05-15",
        "verify-2020-05-18, verify-2020-05-20, verify-2020-05-22")]
    [InlineData("the supervisor, after five working days and then weekly", OccasionKind.Verification, Role.Supervisor, "2020-05-15",
        "verify-2020-05-25, verify-2020-06-01, verify-2020-06-08")]
    [InlineData("not the person, who has done his part", OccasionKind.Verification, Role.Person, "2020-05-15", "")]
    [InlineData("a look-back on its very day", OccasionKind.LookBack, Role.Leader, "2020-06-30",
        "look-back-2020-06-30, look-back-2020-07-02, look-back-2020-07-06")]
    [InlineData("on a day off it waits for the working day", OccasionKind.LookBack, Role.Leader, "2020-10-01",
        "look-back-2020-10-09, look-back-2020-10-12, look-back-2020-10-14")]
    [InlineData("the supervisor, when nobody looks back", OccasionKind.LookBack, Role.Supervisor, "2020-06-30",
        "look-back-2020-07-08, look-back-2020-07-15, look-back-2020-07-22")]
    public void A_request_to_look_on_the_spot_repeats(
        string remark, OccasionKind kind, Role role, string on, string steps)
    {
        var occasion = new Occasion(kind, Given.Day(on), Given.At("2020-05-15T10:00"), 0);

        Assert.Equal(
            (remark, steps), (remark, string.Join(", ", Schedule.Steps(role, occasion, Given.Shanghai).Take(3).Select(s => s.Name))));
        Assert.All(Schedule.Steps(role, occasion, Given.Shanghai).Take(3), s => Assert.Equal(kind, s.Name.Occasion));
    }

    [Fact]
    public void A_report_is_first_looked_at_on_the_working_day_after_it()
    {
        var look = Schedule.FirstLook(new(OccasionKind.Verification, Given.Day("2020-05-15"), Given.At("2020-05-15T07:00"), 0),
            Given.Shanghai);

        Assert.Equal((Given.At("2020-05-18T09:00"), Given.At("2020-05-18T09:00")), look);
    }

    [Fact]
    public void The_next_slot_is_that_of_the_next_working_day()
    {
        Assert.Equal(Given.At("2020-10-09T09:00"), Schedule.NextSlotAfter(Given.Day("2020-09-30"), Given.Shanghai));
        Assert.Equal(Given.At("2020-10-10T09:00"), Schedule.NextSlotAfter(Given.Day("2020-10-09"), Given.Shanghai));
    }

    private static string Days(Schedule schedule, Role role, string deadline, int count) =>
        string.Join(", ", schedule.Steps(role, Occasion.Deadline(Given.Day(deadline)), Given.Shanghai).Take(count)
            .Select(s => $"{s.Name} {s.On:MM'-'dd}"));
}
