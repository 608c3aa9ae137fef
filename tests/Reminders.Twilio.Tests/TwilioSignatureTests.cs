namespace Reminders.Twilio.Tests;

/// <summary>Twilio's own examples (https://www.twilio.com/docs/usage/security#validating-requests).</summary>
public class TwilioSignatureTests
{
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string Json = """{"property": "value", "boolean": true}""";
    private const string JsonUrl = Url + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";

    private static readonly Dictionary<string, string> Form = new()
    {
        ["CallSid"] = "CA1234567890ABCDE",
        ["Caller"] = "+14158675309",
        ["Digits"] = "1234",
        ["From"] = "+14158675309",
        ["To"] = "+18005551212",
    };

    private static readonly TwilioSignature Signature = new("12345");

    [Fact]
    public void A_form_is_recognised() => Assert.True(Signature.IsValid(Url, Form, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8="));

    [Fact]
    public void A_JSON_body_is_recognised_by_its_hash_in_the_address() =>
        Assert.True(Signature.IsValid(JsonUrl, null, Json, "a9nBmqA0ju/hNViExpshrM61xv4="));

    [Fact]
    public void Another_body_address_or_signature_is_refused()
    {
        Assert.False(Signature.IsValid(JsonUrl, null, Json + " ", "a9nBmqA0ju/hNViExpshrM61xv4="));
        Assert.False(Signature.IsValid(Url + "&x=1", Form, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        Assert.False(Signature.IsValid(Url, Form, "", "rSOYDt4T1cUTdK1PDd93/VVr8B8="));
        var changed = new Dictionary<string, string>(Form) { ["Digits"] = "1235" };
        Assert.False(Signature.IsValid(Url, changed, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        Assert.False(Signature.IsValid(Url, null, Json, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        Assert.False(Signature.IsValid(Url + "&bodySHA256&x=bodySHA256=", null, Json, "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
        Assert.False(Signature.IsValid(JsonUrl + "&bodySHA256", null, Json, "a9nBmqA0ju/hNViExpshrM61xv4="));
    }

    [Theory]
    [InlineData("12345", "other")]
    [InlineData("other", "12345")]
    public void Both_tokens_are_accepted(string first, string second) =>
        Assert.True(new TwilioSignature(first, second).IsValid(Url, Form, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8="));

    [Fact]
    public void The_token_of_another_account_is_refused() =>
        Assert.False(new TwilioSignature("other").IsValid(Url, Form, "", "RSOYDt4T1cUTdK1PDd93/VVr8B8="));
}
