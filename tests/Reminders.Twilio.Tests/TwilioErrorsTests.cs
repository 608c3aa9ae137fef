namespace Reminders.Twilio.Tests;

public class TwilioErrorsTests
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
        Assert.Equal(Expected.Values.SelectMany(c => c).Order(), TwilioErrors.Codes.Order());
        foreach (var (remedy, codes) in Expected)
            Assert.All(codes, code => Assert.Equal((code, remedy), (code, TwilioErrors.FaultOf(code).Remedy)));
    }

    [Theory]
    [InlineData(null, Remedy.Later)]
    [InlineData("", Remedy.Later)]
    [InlineData("99999", Remedy.LookUp)]
    public void A_fault_without_a_code_is_tried_later_and_an_unknown_code_is_looked_up(string? code, Remedy remedy) =>
        Assert.Equal(remedy, TwilioErrors.FaultOf(code).Remedy);

    [Fact]
    public void A_refusal_is_the_outcome_that_its_remedy_asks_for()
    {
        Assert.Equal(new SendOutcome.NumberRefused("21614"), TwilioErrors.Refused("21614"));
        Assert.Equal(new SendOutcome.MessageRefused("30007"), TwilioErrors.Refused("30007"));
        Assert.Equal(new SendOutcome.Unlisted("99999"), TwilioErrors.Refused("99999"));
        Assert.Equal(new SendOutcome.Later("30001"), TwilioErrors.Refused("30001"));
        Assert.Equal(new SendOutcome.Misconfigured("21408"), TwilioErrors.Refused("21408"));
        Assert.Equal(new SendOutcome.Stopped("30002"), TwilioErrors.Refused("30002"));
    }
}
