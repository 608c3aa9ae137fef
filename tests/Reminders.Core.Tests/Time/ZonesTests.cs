using NodaTime.Testing.TimeZones;

namespace Reminders.Core.Tests.Time;

/// <summary>The slot where a zone's clocks jump.</summary>
public class ZonesTests
{
    private static readonly Instant Jump = Instant.FromUtc(2020, 5, 20, 9, 0);

    // At 09:00 clocks go on to 10:00; at 10:00 clocks go back to 09:00.
    private static readonly DateTimeZone Gap = new SingleTransitionDateTimeZone(Jump, Offset.Zero, Offset.FromHours(1));
    private static readonly DateTimeZone Overlap = new SingleTransitionDateTimeZone(Jump, Offset.FromHours(1), Offset.Zero);

    [Theory]
    [InlineData("just before the gap", 8, 59, "2020-05-20T08:59:00Z")]
    [InlineData("the gap's first minute does not exist: the first moment after it", 9, 0, "2020-05-20T09:00:00Z")]
    [InlineData("the middle of the gap means that same moment", 9, 30, "2020-05-20T09:00:00Z")]
    [InlineData("the first minute after the gap", 10, 0, "2020-05-20T09:00:00Z")]
    [InlineData("after the gap", 10, 30, "2020-05-20T09:30:00Z")]
    public void A_slot_that_the_clocks_skip_is_the_first_moment_after(string remark, int hour, int minute, string slot) =>
        Assert.Equal((remark, slot), (remark, SlotIn(Gap, hour, minute)));

    [Theory]
    [InlineData("before the hour that comes twice", 8, 59, "2020-05-20T07:59:00Z")]
    [InlineData("its first minute: the first time", 9, 0, "2020-05-20T08:00:00Z")]
    [InlineData("its middle: the first time", 9, 30, "2020-05-20T08:30:00Z")]
    [InlineData("after it", 10, 0, "2020-05-20T10:00:00Z")]
    public void A_slot_that_comes_twice_is_the_first_of_the_two(string remark, int hour, int minute, string slot) =>
        Assert.Equal((remark, slot), (remark, SlotIn(Overlap, hour, minute)));

    [Theory]
    [InlineData("winter in New York", "2020-03-06", "2020-03-06T14:00:00Z")]
    [InlineData("the Sunday on which summer time begins", "2020-03-08", "2020-03-08T13:00:00Z")]
    [InlineData("the Sunday on which it ends", "2020-11-01", "2020-11-01T14:00:00Z")]
    public void A_real_zone_keeps_the_local_time(string remark, string date, string slot) =>
        Assert.Equal(
            (remark, slot), (remark, Given.Schedule().SlotOn(Given.Day(date), DateTimeZoneProviders.Tzdb["America/New_York"]).ToString()));

    private static string SlotIn(DateTimeZone zone, int hour, int minute) =>
        Given.Schedule(new ReminderPolicy { SlotTime = new(hour, minute) }).SlotOn(Given.Day("2020-05-20"), zone).ToString();
}
