using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

namespace Reminders.Twilio;

/// <summary>
/// The fields of a call of Twilio's: a report on a message
/// (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status) or an SMS that came in
/// (https://www.twilio.com/docs/messaging/guides/webhook-request).
/// </summary>
public sealed class TwilioForm(IReadOnlyDictionary<string, string> fields)
{
    /// <summary>More than any SMS holds, joined ones included (1,600 characters).</summary>
    private const int MostCharacters = 2000;

    private const int MostOfAnId = 100;

    private const int MostOfACode = 10;

    /// <summary>The status that a report names.</summary>
    public string? Status => fields.GetValueOrDefault("MessageStatus");

    /// <summary>A code is a few digits; anything else is no code and kept nowhere.</summary>
    public string? ErrorCode =>
        fields.GetValueOrDefault("ErrorCode") is { Length: > 0 and <= MostOfACode } code && code.All(char.IsAsciiDigit) ? code : null;

    /// <summary>The SMS that came in; null when the fields name no sender or no text.</summary>
    public InboundSms? Inbound =>
        fields.GetValueOrDefault("MessageSid") is { Length: > 0 and <= MostOfAnId } id
        && PhoneNumber.TryParse(fields.GetValueOrDefault("From"), out var from)
        && fields.GetValueOrDefault("Body") is { Length: <= MostCharacters } text
            ? new(id, from, text)
            : null;

    /// <summary>The fields of a form.</summary>
    public static IReadOnlyDictionary<string, string> Fields(string form) =>
        QueryHelpers.ParseQuery(form).ToDictionary(f => f.Key, f => f.Value.ToString());

    /// <summary>The fields of a JSON body; null when it is no JSON.</summary>
    public static IReadOnlyDictionary<string, string>? TryReadJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().GroupBy(p => p.Name).ToDictionary(p => p.Key, p => p.Last().Value.ToString())
                : new Dictionary<string, string>();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // half a surrogate pair is JSON, but no text
        }
    }

    /// <summary>Whether a message of that status reached the phone; null while it may or may not.</summary>
    public static bool? Arrived(string? status) => status switch
    {
        "delivered" or "read" => true,
        "undelivered" or "failed" or "canceled" => false,
        _ => null,
    };

    /// <summary>A report on the attempt that its address names; null when it says nothing final or its address names none.</summary>
    public Receipt? Receipt(string? notice, string? attempt) =>
        Arrived(Status) is { } arrived && notice is not null && int.TryParse(attempt, CultureInfo.InvariantCulture, out var number)
            ? new(notice, number, arrived ? null : TwilioErrors.FaultOf(ErrorCode))
            : null;

    /// <summary>The answer to an SMS that came in, as TwiML (https://www.twilio.com/docs/messaging/twiml); null for silence.</summary>
    public static string TwiML(string? answer)
    {
        var response = new XElement("Response", answer is null ? null : new XElement("Message", answer));
        return $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{response.ToString(SaveOptions.DisableFormatting)}";
    }
}
