using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Tests.Settings;

public class OfficeSettingsTests
{
    [Theory]
    [InlineData("+13900000000", null, true)]
    [InlineData("My Office", null, false)]
    [InlineData("My Office", "true", false)] // nobody can answer it, whatever the policy says
    [InlineData("", null, true)]
    [InlineData("", "false", false)]
    public void Texts_ask_for_replies_where_the_sender_can_be_answered(string from, string? policy, bool asks)
    {
        var values = new Dictionary<string, string?> { ["Twilio:From"] = from };
        if (policy is not null)
            values["Reminders:Policy:AsksForReplies"] = policy;

        Assert.Equal(asks, OfficeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Policy.AsksForReplies);
    }

    [Theory]
    [InlineData("AC00000000000000000000000000000000", null, false)]
    [InlineData("AC00000000000000000000000000000000", "https://office.example", true)]
    [InlineData(null, null, true)]
    public void Texts_ask_for_no_replies_where_Twilio_cannot_bring_them(string? account, string? publicUrl, bool asks)
    {
        var values = new Dictionary<string, string?> { ["Twilio:AccountSid"] = account, ["Reminders:PublicUrl"] = publicUrl };

        Assert.Equal(asks, OfficeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build()).Policy.AsksForReplies);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", null)]
    [InlineData("0", "0")]
    [InlineData("0.055", "0.055")]
    public void The_price_of_a_segment_is_read(string? setting, string? price) =>
        Assert.Equal(price is null ? null : decimal.Parse(price, CultureInfo.InvariantCulture), Read(setting).SegmentPrice);

    [Theory]
    [InlineData("-1")]
    [InlineData("0,05")]
    [InlineData("five")]
    [InlineData("1001")]
    public void A_price_that_is_none_is_refused(string setting) =>
        Assert.Equal("segment-price-invalid", Assert.Throws<InputRefusedException>(() => Read(setting)).Code);

    private static OfficeSettings Read(string? segmentPrice) => OfficeSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("Reminders:SegmentPrice", segmentPrice)]).Build());

    [Fact]
    public void Two_keys_whose_names_look_the_same_are_refused()
    {
        var (_, setting) = ApiKey.Make(KeyRole.Viewer);
        var values = new Dictionary<string, string?> { ["Reminders:Keys:Duty"] = setting, ["Reminders:Keys:Ｄuty"] = setting };

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var refusal = Assert.Throws<InputRefusedException>(() => OfficeSettings.Read(configuration));

        Assert.Equal("key-invalid", refusal.Code);
        Assert.Contains("Duty twice", refusal.Message, StringComparison.Ordinal);
    }
}
