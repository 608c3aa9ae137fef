using System.Collections.Frozen;
using static Reminders.Core.Notices.Remedy;

namespace Reminders.Twilio;

/// <summary>
/// Twilio's error codes and what helps against each, for answers and receipts alike. Each code has a page of its own, such as
/// https://www.twilio.com/docs/api/errors/21211.
/// </summary>
public static class TwilioErrors
{
    private static readonly FrozenDictionary<string, Remedy> Remedies = new Dictionary<string, Remedy>
    {
        ["21211"] = NewNumber, // not a telephone number
        ["21217"] = NewNumber, // not a telephone number
        ["21265"] = NewNumber, // a short code, which receives nothing
        ["21610"] = NewNumber, // its owner has replied STOP
        ["21614"] = NewNumber, // not a mobile number
        ["21635"] = NewNumber, // a landline
        ["30005"] = NewNumber, // unknown handset
        ["30006"] = NewNumber, // landline or unreachable carrier
        ["21617"] = NewText, // longer than 1,600 characters
        ["21619"] = NewText, // no text
        ["30004"] = NewText, // blocked
        ["30007"] = NewText, // filtered by the carrier
        ["30019"] = NewText, // larger than the carrier takes
        ["20429"] = Later, // too many requests; never processed
        ["21611"] = Later, // the sender's queue is full
        ["21730"] = Later, // the provider is under maintenance
        ["30001"] = Later, // the account's queue is full
        ["30003"] = Later, // the handset cannot be reached at the moment
        ["30008"] = Later, // unknown error at the carrier
        ["30021"] = Later, // internal failure of the messaging service
        ["30022"] = Later, // more than the carrier takes at a time
        ["30036"] = Later, // waited in the queue for longer than it was valid
        ["30410"] = Later, // the carrier did not answer in time
        ["30500"] = Later, // internal failure of the provider
        ["63017"] = Later, // too many messages per second
        ["20010"] = Configuration, // what was asked for is switched off for this account
        ["21212"] = Configuration, // the sender's number is none
        ["21408"] = Configuration, // the recipient's region is not enabled
        ["21601"] = Configuration, // the sender's number sends no messages
        ["21603"] = Configuration, // no sender's number
        ["21606"] = Configuration, // the sender's number is not this account's, or sends no messages
        ["21608"] = Configuration, // trial account, or no approved compliance profile
        ["21609"] = Configuration, // the address for receipts is none, or cannot be reached
        ["21612"] = Configuration, // no route from this sender to the number's country
        ["21657"] = Configuration, // the sender id is not supported in the number's country
        ["21659"] = Configuration, // the sender's number is none of the provider's
        ["21660"] = Configuration, // the sender's number is another account's
        ["21661"] = Configuration, // the sender's number sends no SMS
        ["21701"] = Configuration, // no such messaging service
        ["21703"] = Configuration, // the messaging service has no number
        ["21704"] = Configuration, // the messaging service has no number for this country
        ["21705"] = Configuration, // not the id of a messaging service
        ["21910"] = Configuration, // sender and recipient are of different channels
        ["30016"] = Configuration, // sender and recipient are of different channels
        ["30024"] = Configuration, // the carrier does not know the sender's number yet
        ["30032"] = Configuration, // toll-free number that is not verified
        ["30034"] = Configuration, // US number that is not registered for A2P
        ["30037"] = Configuration, // sending is switched off for this account
        ["30042"] = Configuration, // the carrier blocks the sender id
        ["30044"] = Configuration, // trial account, which sends short messages only
        ["30127"] = Configuration, // not the id of a messaging service
        ["63007"] = Configuration, // the sender belongs to no channel of this account
        ["572005"] = Configuration, // trial account, and the number is not verified to its end
        ["10001"] = StopEverything, // account not active
        ["20003"] = StopEverything, // wrong account or token
        ["20005"] = StopEverything, // account not active
        ["20403"] = StopEverything, // account suspended or closed
        ["20404"] = StopEverything, // no such account
        ["30002"] = StopEverything, // account suspended
        ["63038"] = StopEverything, // the account's limit in 24 hours is reached
    }.ToFrozenDictionary();

    /// <summary>All codes that the table knows.</summary>
    public static IEnumerable<string> Codes => Remedies.Keys;

    /// <summary>Whether the table has the code.</summary>
    public static bool Knows(string code) => Remedies.ContainsKey(code);

    /// <summary>The outcome of a message that Twilio has refused with this code.</summary>
    public static SendOutcome Refused(string code) => SendOutcome.Refused(RemedyOf(code), code);

    /// <summary>Why a message did not arrive, by the code of its report.</summary>
    public static DeliveryFault FaultOf(string? code) =>
        string.IsNullOrEmpty(code) ? DeliveryFault.WithoutCode : new(RemedyOf(code), code);

    private static Remedy RemedyOf(string code) => Remedies.GetValueOrDefault(code, LookUp);
}
