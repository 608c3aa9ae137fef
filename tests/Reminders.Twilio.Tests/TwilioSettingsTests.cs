using Microsoft.Extensions.Configuration;

namespace Reminders.Twilio.Tests;

public class TwilioSettingsTests
{
    private static readonly Dictionary<string, string?> Usable = new()
    {
        ["AccountSid"] = "AC00000000000000000000000000000000",
        ["AuthToken"] = "token",
        ["From"] = "+13900000000",
        ["Trial"] = "true",
        ["TrialNumbers"] = "+8613900000001",
    };

    [Theory]
    [InlineData("AccountSid", "", "Twilio:AccountSid must be")]
    [InlineData("AuthToken", "", "Twilio:AuthToken is missing")]
    [InlineData("ApiUrl", "http://api.example/", "Twilio:ApiUrl is for tests")]
    [InlineData("ApiUrl", "https://localhost/", "Twilio:ApiUrl is for tests")]
    [InlineData("From", "", "Twilio:From or Twilio:MessagingServiceSid must be set")]
    [InlineData("MessagingServiceSid", "MG00000000000000000000000000000000", "and not both")]
    [InlineData("From", "no_sender?", "Twilio:From must be a number")]
    [InlineData("Region", "ie1", "Twilio:Region and Twilio:Edge must both be set")]
    [InlineData("Edge", "dublin", "Twilio:Region and Twilio:Edge must both be set")]
    [InlineData("Trial", "maybe", "Twilio:Trial must be true or false")]
    [InlineData("Trial", "false", "everybody would be messaged")]
    [InlineData("TrialNumbers", "139", "Twilio:TrialNumbers must be numbers")]
    [InlineData("Region", "IE1", "Twilio:Region must be a name")]
    [InlineData("Edge", "dub.lin/", "Twilio:Edge must be a name")]
    [InlineData("Form", "+13900000000", "Twilio:Form is not a setting")]
    public void An_invalid_setting_is_named(string name, string value, string said) =>
        Assert.Contains(said, Assert.Throws<InputRefusedException>(() => Read((name, value))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_region_has_an_edge()
    {
        var settings = Read(("Region", "ie1"), ("Edge", "dublin"));

        Assert.Equal(("ie1", "dublin"), (settings.Region, settings.Edge));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(" ", false)]
    [InlineData("true", true)]
    public void Incomplete_settings_are_refused_and_no_settings_mean_no_account(string? trial, bool refused)
    {
        var section = new ConfigurationBuilder().AddInMemoryCollection([new("Trial", trial)]).Build();

        if (refused)
            Assert.Throws<InputRefusedException>(() => TwilioSettings.ReadIfAny(section));
        else
            Assert.Null(TwilioSettings.ReadIfAny(section));
    }

    [Fact]
    public void No_token_shows_when_the_settings_are_printed() =>
        Assert.DoesNotContain("token", Read().ToString(), StringComparison.Ordinal);

    private static TwilioSettings Read(params (string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string?>(Usable);
        foreach (var (name, value) in changes)
            values[name] = value;
        return TwilioSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
