namespace Reminders.Core.Tests.Texts;

public class ProviderErrorsTests
{
    // Twilio's pages of the codes, as of November 2026.
    private static readonly Dictionary<Remedy, string[]> Expected = new()
    {
        [Remedy.NewNumber] = ["21211", "21217", "21265", "21610", "21614", "21635", "30005", "30006"],
        [Remedy.NewText] = ["21617", "21619", "30004", "30007", "30019"],
        [Remedy.Later] = ["20429", "21611", "21730", "30001", "30003", "30008", "30021", "30022", "30036", "30410", "30500", "63017"],
        [Remedy.Configuration] =
        [
            "20010", "21212", "21408", "21601", "21603", "21606", "21608", "21609", "21612", "21657", "21659", "21660", "21661", "21701",
            "21703", "21704", "21705", "21910", "30016", "30024", "30032", "30034", "30037", "30042", "30044", "30127", "63007", "572005",
        ],
        [Remedy.StopEverything] = ["10001", "20003", "20005", "20403", "20404", "30002", "63038"],
    };

    [Fact]
    public void Every_code_has_its_remedy()
    {
        Assert.Equal(Expected.Values.SelectMany(c => c).Order(), ProviderErrors.Codes.Order());
        foreach (var (remedy, codes) in Expected)
            Assert.All(codes, code => Assert.Equal((code, remedy), (code, ProviderErrors.RemedyOf(code))));
    }

    [Theory]
    [InlineData(null, Remedy.Later)]
    [InlineData("", Remedy.Later)]
    [InlineData("99999", Remedy.LookUp)]
    public void What_has_no_code_is_tried_later_and_an_unknown_code_is_looked_up(string? code, Remedy remedy) =>
        Assert.Equal(remedy, ProviderErrors.RemedyOf(code));

    [Fact]
    public void A_refusal_is_the_outcome_that_its_remedy_asks_for()
    {
        Assert.Equal(new SendOutcome.NumberRefused("21614"), SendOutcome.Refused("21614"));
        Assert.Equal(new SendOutcome.MessageRefused("30007"), SendOutcome.Refused("30007"));
        Assert.Equal(new SendOutcome.Unlisted("99999"), SendOutcome.Refused("99999"));
        Assert.Equal(new SendOutcome.Later("30001"), SendOutcome.Refused("30001"));
        Assert.Equal(new SendOutcome.Misconfigured("21408"), SendOutcome.Refused("21408"));
        Assert.Equal(new SendOutcome.Stopped("30002"), SendOutcome.Refused("30002"));
    }

    [Fact]
    public void No_text_shows_when_a_message_is_printed() =>
        Assert.Equal("SMS n-2 to +86139…01", new Sms("n", 2, Given.Phone(1), "您好").ToString());
}
