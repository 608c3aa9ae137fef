using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Tests.Settings;

public class EvidenceLimitSettingsTests
{
    [Fact]
    public void What_is_not_set_keeps_its_default()
    {
        Assert.Equal(new EvidenceLimits { MaxPerItem = 30 }, Read(("maxPerItem", "30")));
        Assert.Equal(new EvidenceLimits { MaxMegabytes = 25 }, Read(("MaxMegabytes", "25")));
    }

    [Theory]
    [InlineData("MaxMegabytes", "0")]
    [InlineData("MaxMegabytes", "26")]
    [InlineData("MaxMegabytes", "-1")]
    [InlineData("MaxPerItem", "51")]
    [InlineData("MaxPerItem", "many")]
    [InlineData("MaxPages", "3")]
    public void What_is_out_of_bounds_or_unknown_is_refused_by_name(string name, string value)
    {
        var refusal = Assert.Throws<InputRefusedException>(() => Read((name, value)));
        Assert.Equal("limits-invalid", refusal.Code);
        Assert.Contains(name == "MaxPages" ? "MaxPerItem" : name, refusal.Message, StringComparison.Ordinal);
    }

    private static EvidenceLimits Read((string Name, string Value) setting) =>
        OfficeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new($"Reminders:Evidence:{setting.Name}", setting.Value)]).Build()).EvidenceLimits;
}
