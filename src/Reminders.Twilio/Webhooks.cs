namespace Reminders.Twilio;

/// <summary>The addresses that Twilio calls, and whether a call is Twilio's and about this office's account.</summary>
/// <param name="publicUrl">The address of this system as Twilio knows it, without a path.</param>
/// <param name="account">The account's SID: a call about another account is refused, though a token of ours may have signed it.</param>
/// <param name="tokens">The account's tokens: two while they are exchanged.</param>
public sealed class Webhooks(Uri publicUrl, string account, params IEnumerable<string> tokens)
{
    public const string SignatureHeader = "X-Twilio-Signature";
    public const string StatusPath = "/api/sms/status";
    public const string InboundPath = "/api/sms/inbound";

    private readonly TwilioSignature signature = new(tokens);

    /// <summary>The address at which Twilio reports what became of an attempt: every report brings its notice and attempt back.</summary>
    public static Uri StatusUrl(Uri publicUrl, string notice, int attempt) =>
        new(publicUrl, FormattableString.Invariant($"{StatusPath}?notice={Uri.EscapeDataString(notice)}&attempt={attempt}"));

    /// <summary>Whether Twilio has signed the call, in constant time.</summary>
    /// <param name="path">The path that was called, with its query.</param>
    /// <param name="form">The fields of a form; null for any other body.</param>
    /// <param name="body">The body as it came.</param>
    /// <param name="presented">The signature that came with the call.</param>
    public bool IsSigned(string path, IReadOnlyDictionary<string, string>? form, string body, string presented) =>
        presented.Length > 0 && signature.IsValid(new Uri(publicUrl, path).AbsoluteUri, form, body, presented);

    /// <summary>Whether the fields name another account; fields that name none are ours, since their signature is.</summary>
    public bool IsOfAnother(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("AccountSid") is { } named && !string.Equals(named, account, StringComparison.OrdinalIgnoreCase);
}
