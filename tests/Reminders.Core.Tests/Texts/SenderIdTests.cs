namespace Reminders.Core.Tests.Texts;

public class SenderIdTests
{
    [Theory]
    [InlineData("+13900000000", true)]
    [InlineData("12345", true)]
    [InlineData("REMINDERS", false)]
    [InlineData("My Office", false)]
    [InlineData("A-1 + B_2&C", false)]
    [InlineData("1a", false)]
    public void Only_a_number_can_be_answered(string text, bool answered)
    {
        Assert.True(SenderId.TryParse(text, out var sender));
        Assert.Equal((text, answered), (sender.Value, sender.CanBeAnswered));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("123456789")]
    [InlineData("12 34")] // no letter
    [InlineData("TWELVELETTER")]
    [InlineData(" Office")]
    [InlineData("Office\t1")]
    [InlineData("Büro")]
    [InlineData("整改提醒")]
    [InlineData("Office!")]
    public void A_name_that_no_phone_shows_is_no_sender(string? text) => Assert.False(SenderId.TryParse(text, out _));
}
