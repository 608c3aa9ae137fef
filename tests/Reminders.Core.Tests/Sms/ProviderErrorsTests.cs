using Reminders.Core.Sms;
using Reminders.Testing;

namespace Reminders.Core.Tests.Sms;

public class ProviderErrorsTests
{
    // Twilio's pages of the codes, as of November 2026.
    private static readonly Dictionary<Remedy, string[]> Expected = new()
    {
        [Remedy.NewNumber] = ["21211", "21217", "21610", "21614", "21635", "30005", "30006"],
        [Remedy.NewText] = ["21617", "30004", "30007"],
        [Remedy.Later] = ["20429", "21611", "30001", "30003", "30008", "63017"],
        [Remedy.Configuration] = ["21212", "21408", "21603", "21606", "21608", "21612", "21659", "21701", "21703", "21704", "30034"],
        [Remedy.StopEverything] = ["20003", "20005", "20404", "30002", "63038"],
    };

    [Fact]
    public void Every_code_has_its_remedy()
    {
        Assert.Equal(Expected.Values.SelectMany(c => c).Order(), ProviderErrors.Codes.Order());
        foreach (var (remedy, codes) in Expected)
            Assert.All(codes, code => Assert.Equal((code, remedy), (code, ProviderErrors.RemedyOf(code))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("99999")]
    public void What_nobody_knows_is_not_repeated(string? code) => Assert.Equal(Remedy.NewText, ProviderErrors.RemedyOf(code));

    [Fact]
    public void A_refusal_is_the_outcome_that_its_remedy_asks_for()
    {
        Assert.Equal(new SendOutcome.NumberRefused("21614"), SendOutcome.Refused("21614"));
        Assert.Equal(new SendOutcome.MessageRefused("30007"), SendOutcome.Refused("30007"));
        Assert.Equal(new SendOutcome.Later("30001"), SendOutcome.Refused("30001"));
        Assert.Equal(new SendOutcome.Misconfigured("21408"), SendOutcome.Refused("21408"));
        Assert.Equal(new SendOutcome.Stopped("30002"), SendOutcome.Refused("30002"));
    }

    [Fact]
    public void No_text_shows_when_a_message_is_printed() =>
        Assert.Equal("SMS n-2 to +86139…01", new Core.Sms.Sms("n", 2, Given.Phone(1), "您好").ToString());
}
