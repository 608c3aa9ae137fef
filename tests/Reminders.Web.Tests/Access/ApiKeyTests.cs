using System.Security.Cryptography;
using System.Text;

namespace Reminders.Web.Tests.Access;

public sealed class ApiKeyTests
{
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData("secret"u8));

    [Theory]
    [InlineData("viewer", KeyRole.Viewer)]
    [InlineData("Operator", KeyRole.Operator)]
    [InlineData("ADMINISTRATOR", KeyRole.Administrator)]
    public void A_setting_is_a_role_and_a_hash(string role, KeyRole expected)
    {
        var key = ApiKey.Parse("office", $"{role}:{Hash.ToUpperInvariant()}");

        Assert.Equal(("office", expected), (key.Name, key.Role));
        Assert.Equal(Hash, Convert.ToHexStringLower(key.Hash.AsSpan()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("viewer")]
    [InlineData("viewer:")]
    [InlineData("viewer:secret")]
    [InlineData("anonymous:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")] // nobody needs a key to be nobody
    [InlineData("2:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")]
    [InlineData("99:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")]
    [InlineData("viewer,operator:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b")]
    [InlineData("viewer:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25")] // a digit short
    [InlineData("viewer:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25g")]
    [InlineData("viewer:2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b:")]
    public void Any_other_setting_is_refused_by_its_name(string? setting)
    {
        var refusal = Assert.Throws<UnreadableException>(() => ApiKey.Parse("office", setting));
        Assert.Contains("Reminders:Keys:office", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_made_key_is_kept_as_its_hash_alone()
    {
        var (secret, setting) = ApiKey.Make(KeyRole.Operator);

        Assert.DoesNotContain(secret, setting, StringComparison.Ordinal);
        Assert.Equal("operator:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret))), setting);
        Assert.Equal(32, secret.Length);
        Assert.All(secret, c => Assert.True(char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
        Assert.NotEqual(secret, ApiKey.Make(KeyRole.Operator).Secret);
    }
}
