namespace Reminders.Web.Routes;

/// <summary>Whether a call comes from the SMS provider, by its signature, in constant time.</summary>
/// <param name="url">The address as the provider knows it, with its query.</param>
/// <param name="form">The fields of a form; null for any other body.</param>
/// <param name="body">The body as it came, for one that is no form.</param>
/// <param name="signature">What the provider signed the call with.</param>
public delegate bool CheckSignature(string url, IReadOnlyDictionary<string, string>? form, string body, string signature);

/// <summary>How calls of the SMS provider are recognised, behind whatever gateway.</summary>
/// <param name="PublicUrl">The address of this system as the provider knows it, without a path.</param>
/// <param name="IsSigned">Checks a signature.</param>
public sealed record Webhooks(Uri PublicUrl, CheckSignature IsSigned)
{
    /// <summary>
    /// The account whose calls are taken: one of another account is refused, though a token of ours may have signed it. Null where the
    /// provider has no accounts.
    /// </summary>
    public string? Account { get; init; }

    /// <summary>Whether the fields name another account; those that name none are ours, since their signature is.</summary>
    public bool IsOfAnother(IReadOnlyDictionary<string, string> fields) =>
        Account is { } ours && fields.GetValueOrDefault("AccountSid") is { } named
        && !string.Equals(named, ours, StringComparison.OrdinalIgnoreCase);
}
