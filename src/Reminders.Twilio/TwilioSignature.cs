using Twilio.Security;

namespace Reminders.Twilio;

/// <summary>Recognises Twilio's calls by their signature, under either token while the account's tokens are exchanged.</summary>
internal sealed class TwilioSignature(params IEnumerable<string> tokens)
{
    private readonly IReadOnlyList<RequestValidator> validators = [.. tokens.Select(t => new RequestValidator(t))];

    /// <summary>Whether one of the tokens signed the call. The address of a body that is no form must name its hash.</summary>
    public bool IsValid(string url, IReadOnlyDictionary<string, string>? form, string body, string signature)
    {
        // The library trips over the name without a value.
        if (form is null && new Uri(url).Query.TrimStart('?').Split('&').All(p => !p.StartsWith("bodySHA256=", StringComparison.Ordinal)))
            return false;
        if (url.Split('?', '&').Contains("bodySHA256"))
            return false;
        return validators.Any(v =>
            form is null ? v.Validate(url, body, signature) : v.Validate(url, new Dictionary<string, string>(form), signature));
    }
}
