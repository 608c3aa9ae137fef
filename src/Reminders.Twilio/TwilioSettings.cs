using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;

namespace Reminders.Twilio;

/// <summary>The account at Twilio.</summary>
/// <param name="AccountSid">The account.</param>
/// <param name="AuthToken">Its token, with which messages are sent and reports are signed.</param>
/// <param name="OtherAuthToken">A second token that reports may be signed with while tokens are exchanged; null for none.</param>
/// <param name="From">The number or sender id that messages come from; null when a messaging service chooses it.</param>
/// <param name="MessagingServiceSid">The messaging service; null when From says it.</param>
public sealed record TwilioSettings(string AccountSid, string AuthToken, string? OtherAuthToken, string? From, string? MessagingServiceSid)
{
    /// <summary>Only these numbers are messaged, in a test environment; null in the real one.</summary>
    public FrozenSet<PhoneNumber>? OnlyTo { get; init; }

    /// <summary>The region that handles messages and stores them, such as ie1; null for Twilio's own choice.</summary>
    public string? Region { get; init; }

    /// <summary>Where calls enter Twilio's network, such as dublin; null where there is no region.</summary>
    public string? Edge { get; init; }

    /// <summary>A server of this machine that takes the place of Twilio's in tests; null for Twilio's own.</summary>
    public Uri? ApiUrl { get; init; }

    /// <summary>With which messages are sent and reports are signed: two while tokens are exchanged.</summary>
    public IEnumerable<string> Tokens => OtherAuthToken is { } other ? [AuthToken, other] : [AuthToken];

    /// <summary>The settings; null when none is set.</summary>
    /// <exception cref="InputRefusedException">Some are set, and one is missing or cannot be used.</exception>
    public static TwilioSettings? ReadIfAny(IConfiguration section) =>
        section.GetChildren().Any(s => !string.IsNullOrWhiteSpace(s.Value)) ? Read(section) : null;

    /// <exception cref="InputRefusedException">It is no address that Twilio can call.</exception>
    public static Uri ReadPublicUrl(string? setting) =>
        Uri.TryCreate(setting, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.PathAndQuery == "/"
            ? url
            : throw new InputRefusedException(
                "public-url-invalid",
                $"The setting Reminders:PublicUrl must be this app's address as Twilio can call it, "
                + $"such as https://office.azurewebsites.net, without a path.");

    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "AccountSid", "AuthToken", "SecondAuthToken", "From", "MessagingServiceSid", "Region", "Edge", "Trial", "TrialNumbers",
            "ApiUrl",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <exception cref="InputRefusedException">A setting is missing, unknown or cannot be used.</exception>
    public static TwilioSettings Read(IConfiguration section)
    {
        var errors = new List<InputError>();
        foreach (var setting in section.GetChildren().Where(s => !Names.Contains(s.Key)))
            Refuse(setting.Key, $"is not a setting of Twilio's account; look for a misspelling.");
        if (Value("AccountSid") is not { } account || !IsSid(account, "AC"))
            Refuse("AccountSid", $"must be the account's SID, AC and 32 digits.");
        if (Value("AuthToken") is null)
            Refuse("AuthToken", $"is missing; it stands in Twilio's console beside the account's SID.");
        if (Value("From") is null == Value("MessagingServiceSid") is null)
            Refuse("From", $"or Twilio:MessagingServiceSid must be set, and not both.");
        if (Value("From") is { } from && !SenderId.TryParse(from, out _))
        {
            Refuse(
                "From",
                $"must be a number such as +13900000000, or a sender id of at most 11 letters, digits, blanks and + - _ &, "
                + $"one letter at least.");
        }
        if (Value("MessagingServiceSid") is { } service && !IsSid(service, "MG"))
            Refuse("MessagingServiceSid", $"must be the service's SID, MG and 32 digits.");
        // A call without both does not reach the region
        // (https://www.twilio.com/docs/global-infrastructure/using-the-twilio-rest-api-in-a-non-us-region).
        if (Value("Region") is null != Value("Edge") is null)
            Refuse("Region", $"and Twilio:Edge must both be set, such as ie1 and dublin, or neither.");
        foreach (var name in (string[])["Region", "Edge"])
        {
            if (Value(name) is { } place && !place.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
                Refuse(name, $"must be a name such as ie1 or dublin, in small letters.");
        }
        if (Value("Trial") is { } value && !bool.TryParse(value, out _))
            Refuse("Trial", $"must be true or false.");
        var isTrial = Value("Trial") is { } trial && bool.TryParse(trial, out var on) && on;
        var allowed = (Value("TrialNumbers") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (allowed.Any(number => !PhoneNumber.TryParse(number, out _)))
            Refuse("TrialNumbers", $"must be numbers such as +8613900000001, separated by commas.");
        if (allowed.Length > 0 && !isTrial)
        {
            Refuse(
                "TrialNumbers", $"are set, and Twilio:Trial is not true: everybody would be messaged. Set Trial, or remove the numbers.");
        }
        // The token goes to that server: only one of this machine is taken.
        var api = Value("ApiUrl") is { } server && Uri.TryCreate(server, UriKind.Absolute, out var parsed) ? parsed : null;
        if (Value("ApiUrl") is not null && api is not { IsLoopback: true, Scheme: "http", PathAndQuery: "/" })
            Refuse("ApiUrl", $"is for tests, and must be an address of this machine such as http://127.0.0.1:4010/.");
        if (errors.Count > 0)
            throw InputRefusedException.Of("twilio-invalid", $"Twilio cannot be used:", [.. errors]);
        return new(Value("AccountSid")!, Value("AuthToken")!, Value("SecondAuthToken"), Value("From"), Value("MessagingServiceSid"))
        {
            OnlyTo = isTrial ? allowed.Select(PhoneNumber.Parse).ToFrozenSet() : null,
            Region = Value("Region"),
            Edge = Value("Edge"),
            ApiUrl = api,
        };

        string? Value(string name) => section[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
        void Refuse(string name, Wording what) => errors.Add(new(null, null, $"Twilio:{name} {what}"));
    }

    /// <summary>Without tokens, so that none reaches a log by accident.</summary>
    public override string ToString() => $"Twilio account {AccountSid}";

    private static bool IsSid(string text, string prefix) =>
        text.Length == 34 && text.StartsWith(prefix, StringComparison.Ordinal) && text[2..].All(char.IsAsciiHexDigit);
}
