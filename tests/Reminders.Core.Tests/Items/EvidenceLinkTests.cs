namespace Reminders.Core.Tests.Items;

public class EvidenceLinkTests
{
    [Theory]
    [InlineData("https://www.example.gov.cn/news/1.html", "https://www.example.gov.cn/news/1.html", "www.example.gov.cn")]
    [InlineData("  HTTP://Example.org  ", "http://example.org/", "example.org")]
    [InlineData("https://example.org/公示?页=1#二", "https://example.org/%E5%85%AC%E7%A4%BA?%E9%A1%B5=1#%E4%BA%8C", "example.org")]
    public void A_link_is_kept_in_its_normal_form(string text, string link, string name)
    {
        var read = EvidenceLink.Read(text);
        Assert.Equal((link, name), (read.Link, read.Name));
    }

    [Theory]
    [InlineData("", "link-invalid")]
    [InlineData("www.example.org/1", "link-invalid")]
    [InlineData("/api/items", "link-invalid")]
    [InlineData("//example.org/1", "link-invalid")]
    [InlineData("javascript:alert(1)", "link-invalid")]
    [InlineData("data:text/html,<script>", "link-invalid")]
    [InlineData("file:///etc/passwd", "link-invalid")]
    [InlineData("ftp://example.org/1", "link-invalid")]
    [InlineData("https://", "link-invalid")]
    [InlineData("https://example.org/a\nb", "link-invalid")]
    [InlineData("https://user:secret@example.org/", "link-has-credentials")]
    [InlineData("https://user@example.org/", "link-has-credentials")]
    public void A_link_that_is_no_web_address_or_holds_a_password_is_refused_without_repeating_it(string text, string code)
    {
        var refused = Assert.Throws<InputRefusedException>(() => EvidenceLink.Read(text));
        Assert.Equal(code, refused.Code);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_has_a_length_in_its_normal_form()
    {
        const string Begin = "https://example.org/";
        Assert.Equal(2000, EvidenceLink.Read(Begin + new string('a', 2000 - Begin.Length)).Link.Length);
        Assert.Equal("link-too-long",
            Assert.Throws<InputRefusedException>(() => EvidenceLink.Read(Begin + new string('a', 2001 - Begin.Length))).Code);
        Assert.Equal("link-too-long", Assert.Throws<InputRefusedException>(() => EvidenceLink.Read(Begin + new string('公', 300))).Code);
    }

    [Fact]
    public void Two_spellings_of_one_address_are_one_piece_of_evidence()
    {
        Assert.Equal(
            EvidenceLink.Read("https://EXAMPLE.org/公示").Sha256, EvidenceLink.Read("https://example.org/%E5%85%AC%E7%A4%BA").Sha256);
        Assert.NotEqual(EvidenceLink.Read("https://example.org/1").Sha256, EvidenceLink.Read("https://example.org/2").Sha256);
    }
}
