namespace Reminders.Core.Tests.People;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("a Chinese mobile", "+8613900000001")]
    [InlineData("the shortest", "+1234567")]
    [InlineData("the longest, 15 digits", "+123456789012345")]
    public void Reads_the_international_form(string remark, string text)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number), remark);
        Assert.Equal(text, number.Value);
        Assert.Equal(number, PhoneNumber.Parse(text));
    }

    [Theory]
    [InlineData("nothing", null)]
    [InlineData("nothing", "")]
    [InlineData("no plus sign", "8613900000001")]
    [InlineData("the national form", "13900000001")]
    [InlineData("blanks", "+86 139 0000 0001")]
    [InlineData("brackets", "+86(139)00000001")]
    [InlineData("no country begins with 0", "+0613900000001")]
    [InlineData("too short", "+123456")]
    [InlineData("16 digits", "+1234567890123456")]
    [InlineData("a letter", "+861390000000a")]
    [InlineData("full-width digits", "+８６１３９０００００００１")]
    [InlineData("masked by its office", "+86139****0001")]
    [InlineData("a line break after it", "+8613900000001\n")]
    public void Refuses_every_other_form(string remark, string? text)
    {
        Assert.False(PhoneNumber.TryParse(text, out var number), remark);
        Assert.Equal(default, number);
        Assert.Throws<FormatException>(() => PhoneNumber.Parse(text ?? ""));
    }

    [Theory]
    [InlineData("+8613900000001", "+86139…01")]
    [InlineData("+1234567", "+123…67")]
    public void Never_shows_itself_whole(string number, string masked)
    {
        Assert.Equal(masked, PhoneNumber.Parse(number).Masked);
        Assert.Equal(masked, $"{PhoneNumber.Parse(number)}");
        Assert.DoesNotContain(number, new Party("张三", PhoneNumber.Parse(number)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_phone_number_prints_as_nothing() => Assert.Equal("", default(PhoneNumber).ToString());
}
