namespace Reminders.Core.Tests.Time;

public class QuietHoursTests
{
    [Theory]
    [InlineData("over midnight: a minute before", 20, 8, "19:59", false)]
    [InlineData("over midnight: the first minute is quiet", 20, 8, "20:00", true)]
    [InlineData("over midnight: before midnight", 20, 8, "23:59", true)]
    [InlineData("over midnight: midnight", 20, 8, "00:00", true)]
    [InlineData("over midnight: the last minute", 20, 8, "07:59", true)]
    [InlineData("over midnight: the end is not quiet", 20, 8, "08:00", false)]
    [InlineData("within a day: a minute before", 12, 14, "11:59", false)]
    [InlineData("within a day: the first minute is quiet", 12, 14, "12:00", true)]
    [InlineData("within a day: the last minute", 12, 14, "13:59", true)]
    [InlineData("within a day: the end is not quiet", 12, 14, "14:00", false)]
    [InlineData("until midnight: the last minute", 22, 0, "23:59", true)]
    [InlineData("until midnight: midnight is not quiet", 22, 0, "00:00", false)]
    [InlineData("from midnight: midnight is quiet", 0, 6, "00:00", true)]
    [InlineData("none: no minute is quiet, not even the first", 8, 8, "08:00", false)]
    [InlineData("none: no other minute is quiet", 8, 8, "23:00", false)]
    [InlineData("from midnight: a minute before", 0, 6, "23:59", false)]
    public void Begin_with_their_first_minute_and_end_before_their_last(string remark, int from, int until, string time, bool quiet)
    {
        var hours = new QuietHours(new(from, 0), new(until, 0));
        var local = NodaTime.Text.LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value;

        Assert.Equal((remark, quiet), (remark, hours.Contains(local)));
        Assert.Equal(quiet, hours.Contains((Given.Day("2020-05-20") + local).InZoneStrictly(Given.Shanghai).ToInstant(), Given.Shanghai));
    }

    [Fact]
    public void Quiet_hours_begin_again_where_clocks_that_are_set_back_repeat_their_start()
    {
        var berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
        var again = Instant.FromUtc(2020, 10, 25, 1, 10); // 02:10 for the second time

        Assert.Equal(Instant.FromUtc(2020, 10, 25, 1, 30), new QuietHours(new(2, 30), new(8, 0)).NextStart(again, berlin));
    }

    [Fact]
    public void Empty_quiet_hours_never_begin() =>
        Assert.Null(new QuietHours(new(8, 0), new(8, 0)).NextStart(Given.At("2020-05-20T09:00"), Given.Shanghai));
}
