namespace Reminders.Import.Tests;

public class PhoneReadingTests
{
    [Theory]
    [InlineData("13900000001")]
    [InlineData("139 0000 0001")]
    [InlineData("139-0000-0001")]
    [InlineData("+86 139 0000 0001")]
    [InlineData("+8613900000001")]
    [InlineData("0086 139 0000 0001")]
    [InlineData("１３９０００００００１")]
    [InlineData(" 13900000001 ")]
    public void A_mobile_number_is_read_as_people_write_it(string text)
    {
        Assert.True(PhoneReading.TryRead(text, out var number));
        Assert.Equal("+8613900000001", number.Value);
    }

    [Theory]
    [InlineData("", PhoneFault.Empty)]
    [InlineData("电话", PhoneFault.NotANumber)]
    [InlineData("139****0001", PhoneFault.NotANumber)]
    [InlineData("1390000", PhoneFault.NotInUse)]
    [InlineData("139000000012345", PhoneFault.TooLong)]
    [InlineData("0839-3260000", PhoneFault.FixedLine)]
    [InlineData("010-65050000", PhoneFault.FixedLine)]
    public void A_number_that_cannot_receive_an_SMS_is_refused_with_the_reason(string text, PhoneFault expected)
    {
        Assert.False(PhoneReading.TryRead(text, out var number, out var fault));
        Assert.Equal(expected, fault);
        Assert.Equal(default, number);
        Assert.NotEmpty(PhoneReading.Describe(fault).English);
    }
}
