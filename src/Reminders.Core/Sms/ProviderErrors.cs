using System.Collections.Frozen;
using static Reminders.Core.Sms.Remedy;

namespace Reminders.Core.Sms;

/// <summary>What helps against an error of the provider.</summary>
public enum Remedy
{
    /// <summary>The number fails for good: flag it, and tell the leader.</summary>
    NewNumber,

    /// <summary>This text will not be taken, now or later.</summary>
    NewText,

    /// <summary>The same again after a while.</summary>
    Later,

    /// <summary>Somebody must change the account's settings; other messages may pass.</summary>
    Configuration,

    /// <summary>Nothing passes; sending anything else is useless until this is over.</summary>
    StopEverything,
}

/// <summary>
/// The provider's error codes as one table, for answers and receipts alike. The codes are Twilio's
/// (https://www.twilio.com/docs/api/errors); another provider's sender translates its own into these.
/// </summary>
public static class ProviderErrors
{
    private static readonly FrozenDictionary<string, Remedy> Remedies = new Dictionary<string, Remedy>
    {
        ["21211"] = NewNumber, // not a telephone number
        ["21217"] = NewNumber, // not a telephone number
        ["21610"] = NewNumber, // its owner has replied STOP
        ["21614"] = NewNumber, // not a mobile number
        ["21635"] = NewNumber, // a landline
        ["30005"] = NewNumber, // unknown handset
        ["30006"] = NewNumber, // landline or unreachable carrier
        ["21617"] = NewText, // longer than 1,600 characters
        ["30004"] = NewText, // blocked
        ["30007"] = NewText, // filtered by the carrier
        ["20429"] = Later, // too many requests; never processed
        ["21611"] = Later, // the sender's queue is full
        ["30001"] = Later, // the account's queue is full
        ["30003"] = Later, // the handset cannot be reached at the moment
        ["30008"] = Later, // unknown error at the carrier
        ["63017"] = Later, // too many messages per second
        ["21212"] = Configuration, // the sender's number is none
        ["21408"] = Configuration, // the recipient's region is not enabled
        ["21603"] = Configuration, // no sender's number
        ["21606"] = Configuration, // the sender's number is not this account's, or sends no messages
        ["21608"] = Configuration, // trial account, or no approved compliance profile
        ["21612"] = Configuration, // no route from this sender to the number's country
        ["21659"] = Configuration, // the sender's number is none of the provider's
        ["21701"] = Configuration, // no such messaging service
        ["21703"] = Configuration, // the messaging service has no number
        ["21704"] = Configuration, // the messaging service has no number for this country
        ["30034"] = Configuration, // US number that is not registered for A2P
        ["20003"] = StopEverything, // wrong account or token
        ["20005"] = StopEverything, // account not active
        ["20404"] = StopEverything, // no such account
        ["30002"] = StopEverything, // account suspended
        ["63038"] = StopEverything, // the account's limit in 24 hours is reached
    }.ToFrozenDictionary();

    /// <summary>All codes that the table knows.</summary>
    public static IEnumerable<string> Codes => Remedies.Keys;

    /// <summary>Whether the table has the code.</summary>
    public static bool Knows(string code) => Remedies.ContainsKey(code);

    /// <summary>The remedy; of a code that is not in the table, that this text will not be taken: it is shown and not repeated.</summary>
    public static Remedy RemedyOf(string? code) => code is not null && Remedies.TryGetValue(code, out var remedy) ? remedy : NewText;
}
