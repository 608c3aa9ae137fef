using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Tests.Settings;

public class FileLimitSettingsTests
{
    [Fact]
    public void What_is_not_set_keeps_its_default() =>
        Assert.Equal(new FileLimits { MaxRows = 500 }, Read(("MaxRows", "500")));

    [Theory]
    [InlineData("MaxMegabytes", "0")]
    [InlineData("MaxMegabytes", "26")]
    [InlineData("MaxUnpackedMegabytes", "501")]
    [InlineData("MaxRows", "99")]
    [InlineData("MaxCells", "many")]
    [InlineData("MaxPages", "3")]
    public void What_is_out_of_bounds_or_unknown_is_refused_by_name(string name, string value)
    {
        var refusal = Assert.Throws<InputRefusedException>(() => Read((name, value)));
        Assert.Equal("limits-invalid", refusal.Code);
        Assert.Contains(name == "MaxPages" ? "MaxRows" : name, refusal.Message, StringComparison.Ordinal);
    }

    private static FileLimits Read((string Name, string Value) setting) =>
        OfficeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new($"Reminders:Import:{setting.Name}", setting.Value)]).Build()).Limits;
}
