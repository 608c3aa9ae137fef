namespace Reminders.Core.Tests.Items;

public class LightTests
{
    [Theory]
    [InlineData("four days left", ItemState.Open, "2020-05-16", Light.OnTrack)]
    [InlineData("three days left, the threshold", ItemState.Open, "2020-05-17", Light.Near)]
    [InlineData("two days left", ItemState.Open, "2020-05-18", Light.Near)]
    [InlineData("exactly one day left", ItemState.Open, "2020-05-19", Light.Near)]
    [InlineData("the deadline day counts whole", ItemState.Open, "2020-05-20", Light.Near)]
    [InlineData("the day after", ItemState.Open, "2020-05-21", Light.Overdue)]
    [InlineData("a year after", ItemState.Open, "2021-05-20", Light.Overdue)]
    [InlineData("reported in time", ItemState.Reported, "2020-05-19", Light.Reported)]
    [InlineData("reported, whatever the date", ItemState.Reported, "2020-06-19", Light.Reported)]
    [InlineData("closed", ItemState.Closed, "2020-06-19", Light.Closed)]
    [InlineData("cancelled", ItemState.Cancelled, "2020-06-19", Light.Closed)]
    [InlineData("a draft, even past its date", ItemState.Draft, "2020-06-19", Light.Draft)]
    public void An_item_shows_how_it_stands(string remark, ItemState state, string today, Light light) =>
        Assert.Equal((remark, light), (remark, Lights.Of(Given.Item(state), Given.Day(today), nearDays: 3)));

    // 20 May 2020 is a Wednesday.
    [Theory]
    [InlineData("not yet late", ItemState.Open, "2020-05-20", null)]
    [InlineData("on the working day after", ItemState.Open, "2020-05-21", 1)]
    [InlineData("over a weekend no more is counted", ItemState.Open, "2020-05-24", 2)]
    [InlineData("and then on", ItemState.Open, "2020-05-25", 3)]
    [InlineData("what was reported waits for somebody else", ItemState.Reported, "2020-05-25", null)]
    [InlineData("a draft was told to nobody", ItemState.Draft, "2020-05-25", null)]
    public void Lateness_is_counted_in_working_days(string remark, ItemState state, string today, int? days) =>
        Assert.Equal((remark, days), (remark, Lateness.WorkingDays(Given.Item(state), Given.Day(today), WorkingCalendar.China)));

    [Fact]
    public void An_item_is_overdue_by_no_day_until_the_next_working_day() =>
        Assert.Equal(0, Lateness.WorkingDays(Given.Item("2020-05-22"), Given.Day("2020-05-24"), WorkingCalendar.China));

    [Theory]
    [InlineData(0, "2020-05-19", Light.OnTrack)]
    [InlineData(0, "2020-05-20", Light.Near)]
    [InlineData(60, "2020-03-20", Light.OnTrack)]
    [InlineData(60, "2020-03-21", Light.Near)]
    public void The_near_days_are_a_setting(int nearDays, string today, Light light) =>
        Assert.Equal(light, Lights.Of(Given.Item(ItemState.Open), Given.Day(today), nearDays));
}
