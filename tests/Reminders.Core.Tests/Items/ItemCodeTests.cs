namespace Reminders.Core.Tests.Items;

public class ItemCodeTests
{
    [Theory]
    [InlineData("3-12", 3, 12)]
    [InlineData("1-1", 1, 1)]
    [InlineData("03-012", 3, 12)]
    public void Reads_plan_and_item(string text, int plan, int ordinal)
    {
        Assert.True(ItemCode.TryParse(text, out var code));
        Assert.Equal(new(plan, ordinal), code);
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("nothing", "")]
    [InlineData("one part", "3")]
    [InlineData("an empty part", "3-")]
    [InlineData("three parts", "3-12-1")]
    [InlineData("counts from 1", "0-1")]
    [InlineData("counts from 1", "1-0")]
    [InlineData("a negative part", "1--2")]
    [InlineData("a sign", "+1-2")]
    [InlineData("blanks", "3 - 12")]
    [InlineData("full-width digits", "３-１２")]
    [InlineData("a full-width dash", "3－12")]
    [InlineData("too large", "1-99999999999")]
    public void A_text_that_is_no_code_is_refused(string remark, string? text)
    {
        Assert.False(ItemCode.TryParse(text, out var code), remark);
        Assert.Equal(default, code);
    }

    [Fact]
    public void Sorts_by_number_and_not_by_letter()
    {
        Assert.Equal(["1-2", "1-10", "2-1", "10-1"],
            new ItemCode[] { new(10, 1), new(1, 10), new(2, 1), new(1, 2) }.Order().Select(c => c.ToString()));
        Assert.True(new ItemCode(1, 2) < new ItemCode(1, 10) && new ItemCode(2, 1) > new ItemCode(1, 10));
        Assert.True(new ItemCode(1, 2) <= new ItemCode(1, 2) && new ItemCode(1, 2) >= new ItemCode(1, 2));
    }
}
