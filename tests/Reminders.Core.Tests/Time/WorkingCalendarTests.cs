namespace Reminders.Core.Tests.Time;

public class WorkingCalendarTests
{
    private static readonly WorkingCalendar China = WorkingCalendar.China;

    [Theory]
    [InlineData("2020-01-19", true, "Sunday, made up for the Spring Festival")]
    [InlineData("2020-01-31", false, "the epidemic made the Spring Festival longer")]
    [InlineData("2020-02-03", true, "the first Monday after it")]
    [InlineData("2020-05-09", true, "Saturday, made up for Labour Day")]
    [InlineData("2020-10-08", false, "the eighth day, since Mid-Autumn fell on National Day")]
    [InlineData("2020-10-10", true, "Saturday, made up for National Day")]
    [InlineData("2021-02-20", true, "Saturday, made up for the Spring Festival")]
    [InlineData("2021-09-20", false, "Monday of the Mid-Autumn holiday")]
    [InlineData("2021-10-09", true, "Saturday, made up for National Day")]
    [InlineData("2022-01-30", true, "Sunday, made up for the Spring Festival")]
    [InlineData("2022-05-04", false, "Wednesday of the Labour Day holiday")]
    [InlineData("2022-10-09", true, "Sunday, made up for National Day")]
    [InlineData("2022-12-30", true, "the last working day before New Year 2023")]
    [InlineData("2023-01-02", false, "Monday, given for New Year's Day on a Sunday")]
    [InlineData("2023-06-25", true, "Sunday, made up for the Dragon Boat holiday")]
    [InlineData("2023-10-06", false, "Friday of the long National Day holiday")]
    [InlineData("2024-02-17", false, "the eighth day of the Spring Festival")]
    [InlineData("2024-02-18", true, "Sunday, made up for it")]
    [InlineData("2024-10-12", true, "Saturday, made up for National Day")]
    [InlineData("2025-02-04", false, "Tuesday of the Spring Festival")]
    [InlineData("2025-04-27", true, "Sunday, made up for Labour Day")]
    [InlineData("2025-10-08", false, "the eighth day of National Day and Mid-Autumn")]
    [InlineData("2026-01-04", true, "Sunday, made up for New Year")]
    [InlineData("2026-02-23", false, "Monday, the ninth day of the Spring Festival")]
    [InlineData("2026-02-28", true, "Saturday, made up for it")]
    [InlineData("2026-10-10", true, "Saturday, made up for National Day")]
    [InlineData("2026-05-16", false, "any Saturday")]
    [InlineData("2026-05-18", true, "any Monday")]
    [InlineData("2031-10-01", true, "a Wednesday of a year that nobody has loaded")]
    [InlineData("2031-10-04", false, "a Saturday of that year")]
    public void Knows_which_days_offices_work(string date, bool works, string remark) =>
        Assert.Equal((remark, works), (remark, China.IsWorkingDay(Given.Day(date))));

    [Theory]
    [InlineData("2026-05-18", DayKind.Working, "any Monday")]
    [InlineData("2026-05-16", DayKind.Weekend, "any Saturday")]
    [InlineData("2026-02-23", DayKind.Holiday, "Monday, the ninth day of the Spring Festival")]
    [InlineData("2026-02-28", DayKind.MakeUp, "Saturday, made up for it")]
    public void Knows_why_a_day_is_off_or_worked(string date, DayKind kind, string remark) =>
        Assert.Equal((remark, kind), (remark, China.KindOf(Given.Day(date))));

    [Theory]
    [InlineData(2020, 249)] // two fewer than announced at first
    [InlineData(2021, 250)]
    [InlineData(2022, 249)]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void A_year_has_as_many_working_days_as_announced(int year, int count)
    {
        Assert.True(China.Knows(year));
        Assert.Equal(count, China.WorkingDaysBetween(new(year - 1, 12, 31), new(year, 12, 31)));
    }

    [Fact]
    public void A_year_that_is_not_loaded_is_unknown()
    {
        Assert.False(China.Knows(2019));
        Assert.False(China.Knows(2027));
    }

    [Fact]
    public void Counts_nothing_backwards()
    {
        Assert.Equal(0, China.WorkingDaysBetween(Given.Day("2020-05-20"), Given.Day("2020-05-20")));
        Assert.Equal(0, China.WorkingDaysBetween(Given.Day("2020-05-20"), Given.Day("2020-05-01")));
        Assert.Throws<ArgumentOutOfRangeException>(() => China.After(Given.Day("2020-05-20"), 0));
    }

    [Fact]
    public void A_year_that_an_administrator_adds_takes_the_place_of_the_announced_one()
    {
        var policy = new ReminderPolicy
        {
            Calendar = CalendarYear.Read("""{"2020":{"off":["2020-05-20"],"work":["2020-05-23"]},"2027":{"off":["2027-01-01"]}}"""),
        };
        var calendar = policy.WorkingCalendar();

        Assert.False(calendar.IsWorkingDay(Given.Day("2020-05-20")));
        Assert.True(calendar.IsWorkingDay(Given.Day("2020-05-23")));
        Assert.True(calendar.IsWorkingDay(Given.Day("2020-10-05")), "the announced National Day of 2020 is gone with its year");
        Assert.False(calendar.IsWorkingDay(Given.Day("2021-10-05")), "other years stay");
        Assert.True(calendar.Knows(2027));
    }
}
