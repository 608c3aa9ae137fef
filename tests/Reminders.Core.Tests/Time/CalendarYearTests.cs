namespace Reminders.Core.Tests.Time;

public class CalendarYearTests
{
    [Fact]
    public void Reads_single_days_and_ranges_with_both_ends()
    {
        var year = Assert.Single(CalendarYear.Read(
            """
            { // in an administrator's layout
              "2027": { "source": "…", "off": ["2027-01-01/2027-01-03", "2027-04-05"], "work": ["2027-01-09"], },
            }
            """));

        Assert.Equal(2027, year.Year);
        Assert.Equal(["2027-01-01", "2027-01-02", "2027-01-03", "2027-04-05"], year.Off.Select(d => d.ToString("uuuu'-'MM'-'dd", null)));
        Assert.Equal([Given.Day("2027-01-09")], year.Work);
    }

    [Fact]
    public void A_part_that_a_year_leaves_out_is_empty()
    {
        var year = Assert.Single(CalendarYear.Read("""{"2027":{}}"""));

        Assert.Empty(year.Off);
        Assert.Empty(year.Work);
    }

    [Theory]
    [InlineData("""{"2027":""", "The calendar is not JSON of the form")]
    [InlineData("[]", "The calendar is not JSON of the form")]
    [InlineData("""{"2027":[]}""", "The calendar is not JSON of the form")]
    [InlineData("""{"2027":{"off":"2027-01-01"}}""", "The calendar is not JSON of the form")]
    [InlineData("""{"2027":{"off":[20270101]}}""", "The calendar is not JSON of the form")]
    [InlineData("""{"next":{}}""", "The calendar's year 'next' is not a year between 2000 and 2200.")]
    [InlineData("""{"27":{}}""", "The calendar's year '27' is not a year between 2000 and 2200.")]
    [InlineData("""{"2027":{"off":["1.1.2027"]}}""",
        "The calendar of 2027 has '1.1.2027', which is neither a date nor a range such as 2027-01-01/2027-01-03.")]
    [InlineData("""{"2027":{"off":["2027-02-29"]}}""",
        "The calendar of 2027 has '2027-02-29', which is neither a date nor a range such as 2027-01-01/2027-01-03.")]
    [InlineData("""{"2027":{"work":["2027-01-03/2027-01-01"]}}""",
        "The calendar of 2027 has '2027-01-03/2027-01-01', which is neither a date nor a range such as 2027-01-01/2027-01-03.")]
    [InlineData("""{"2027":{"work":["2027-01-01/2027-01-02/2027-01-03"]}}""",
        "The calendar of 2027 has '2027-01-01/2027-01-02/2027-01-03', which is neither a date nor a range such as 2027-01-01/2027-01-03.")]
    [InlineData(
        """{"2027":{"off":[null]}}""", "The calendar of 2027 has '', which is neither a date nor a range such as 2027-01-01/2027-01-03.")]
    public void Says_where_a_calendar_is_wrong(string json, string message) =>
        Assert.StartsWith(message, Assert.Throws<UnreadableException>(() => CalendarYear.Read(json)).Message, StringComparison.Ordinal);
}
