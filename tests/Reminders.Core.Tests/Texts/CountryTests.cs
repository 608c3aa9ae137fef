namespace Reminders.Core.Tests.Texts;

public class CountryTests
{
    [Fact]
    public void China_has_no_answers_and_no_links_and_a_small_budget() =>
        Assert.Equal(new("+86", TwoWay: false, Links: false, MaxSegments: 8, MaxIdentical: 2, MaxDifferent: 4), Country.Of(Given.Phone(1)));

    [Theory]
    [InlineData("+85212345678")]
    [InlineData("+4915112345678")]
    [InlineData("+12025550100")]
    public void Every_other_country_is_elsewhere(string number) => Assert.Equal(Country.Elsewhere, Country.Of(PhoneNumber.Parse(number)));

    [Theory]
    [InlineData("nothing sent yet", "", true)]
    [InlineData("sent once", "a", true)]
    [InlineData("a third identical one is rejected", "a a", false)]
    [InlineData("three others", "b c d", true)]
    [InlineData("a fifth different one sends the number to review", "b c d e", false)]
    [InlineData("the fourth text again is no fifth", "a b c d", true)]
    [InlineData("many, but of four texts only", "a b b c c d d", true)]
    [InlineData("more than four were sent already", "b c d e f", false)]
    public void A_budget_counts_identical_and_different_messages(string remark, string sent, bool allowed) =>
        Assert.Equal(
            (remark, allowed), (remark, Country.Of(Given.Phone(1)).Allows("a", sent.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
