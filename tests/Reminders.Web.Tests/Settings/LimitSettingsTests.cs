using Microsoft.Extensions.Configuration;

namespace Reminders.Web.Tests.Settings;

public class LimitSettingsTests
{
    [Fact]
    public void A_limit_of_evidence_that_is_not_set_keeps_its_default()
    {
        Assert.Equal(new EvidenceLimits { MaxPerItem = 30 }, Read("Evidence:maxPerItem", "30").EvidenceLimits);
        Assert.Equal(new EvidenceLimits { MaxMegabytes = 25 }, Read("Evidence:MaxMegabytes", "25").EvidenceLimits);
    }

    [Fact]
    public void A_limit_of_files_that_is_not_set_keeps_its_default() =>
        Assert.Equal(new FileLimits { MaxRows = 500 }, Read("Import:MaxRows", "500").Limits);

    [Theory]
    [InlineData("Evidence:MaxMegabytes", "0", "MaxMegabytes")]
    [InlineData("Evidence:MaxMegabytes", "26", "MaxMegabytes")]
    [InlineData("Evidence:MaxMegabytes", "-1", "MaxMegabytes")]
    [InlineData("Evidence:MaxPerItem", "51", "MaxPerItem")]
    [InlineData("Evidence:MaxPerItem", "many", "MaxPerItem")]
    [InlineData("Evidence:MaxPages", "3", "MaxPerItem")]
    [InlineData("Import:MaxMegabytes", "0", "MaxMegabytes")]
    [InlineData("Import:MaxMegabytes", "26", "MaxMegabytes")]
    [InlineData("Import:MaxUnpackedMegabytes", "501", "MaxUnpackedMegabytes")]
    [InlineData("Import:MaxRows", "99", "MaxRows")]
    [InlineData("Import:MaxCells", "many", "MaxCells")]
    [InlineData("Import:MaxPages", "3", "MaxRows")]
    public void A_limit_that_is_unknown_or_out_of_bounds_is_refused_by_name(string name, string value, string named)
    {
        var refusal = Assert.Throws<InputRefusedException>(() => Read(name, value));
        Assert.Equal("limits-invalid", refusal.Code);
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
    }

    private static OfficeSettings Read(string name, string value) =>
        OfficeSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new($"Reminders:{name}", value)]).Build());
}
