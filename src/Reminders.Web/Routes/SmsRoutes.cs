using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>
/// What the SMS provider calls. Its signature stands in for a key: a call without a valid one is refused and changes nothing, also where no
/// provider is configured. The fields are Twilio's (https://www.twilio.com/docs/messaging/guides/track-outbound-message-status).
/// </summary>
public static class SmsRoutes
{
    public const string SignatureHeader = "X-Twilio-Signature";
    public const string StatusPath = "/api/sms/status";
    public const string InboundPath = "/api/sms/inbound";

    /// <summary>More than any SMS holds, joined ones included (1,600 characters).</summary>
    private const int MostCharacters = 2000;

    private const int MostOfACode = 10;

    private const int MaxBytes = 64 * 1024;

    // The provider hangs up after 15 seconds and does not say it again: what it said is done to its end all the same.
    private static readonly CancellationToken Unhurried = CancellationToken.None;

    private static readonly Meter Meter = new("Reminders");

    /// <summary>Reports by status and error code, which a host may export.</summary>
    private static readonly Counter<long> Receipts = Meter.CreateCounter<long>("reminders.receipts");

    /// <summary>What the provider itself adds to an address whose call has a JSON body.</summary>
    private static QueryParameter BodyHash { get; } = new("bodySHA256", typeof(string), "The hash of a JSON body, which the provider adds and signs.");

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Post, StatusPath, KeyRole.Anonymous, StatusAsync)
        {
            Summary = "What the SMS provider reports of an attempt; its signature stands in for a key.",
            Query = [new("notice", typeof(string), "The notice that was sent."), new("attempt", typeof(int), "Which attempt it was."), BodyHash],
            Body = new ProviderBody(SignatureHeader),
            Statuses = [StatusCodes.Status204NoContent],
        },
        new(Post, InboundPath, KeyRole.Anonymous, InboundAsync)
        {
            Summary = "An SMS that came in, from the SMS provider, whose signature stands in for a key; the answer is TwiML.",
            MediaType = "application/xml",
            Query = [BodyHash],
            Body = new ProviderBody(SignatureHeader),
        },
    ];

    /// <summary>The address at which the provider reports what became of an attempt: the notice's id and attempt come back with every report.</summary>
    public static Uri StatusUrl(Uri publicUrl, string notice, int attempt) =>
        new(publicUrl, FormattableString.Invariant($"{StatusPath}?notice={Uri.EscapeDataString(notice)}&attempt={attempt}"));

    /// <summary>Whether a message of that status of Twilio's reached the phone; null while it may or may not.</summary>
    public static bool? Arrived(string? status) => status switch
    {
        "delivered" or "read" => true,
        "undelivered" or "failed" or "canceled" => false,
        _ => null,
    };

    /// <summary>A report on one attempt. What says nothing final, or of a notice that is not known here, is answered and changes nothing.</summary>
    private static async Task<IResult> StatusAsync(ApiCall call)
    {
        var fields = await SignedFieldsAsync(call);
        Receipts.Add(1, new("status", fields.GetValueOrDefault("MessageStatus")), new KeyValuePair<string, object?>("code", ErrorCode(fields)));
        if (Arrived(fields.GetValueOrDefault("MessageStatus")) is { } arrived && call.Query("notice") is { } notice && int.TryParse(call.Query("attempt"), CultureInfo.InvariantCulture, out var attempt))
            await call.Services.UseCases.RecordReceipt.RunAsync(new(notice, attempt, arrived, arrived ? null : ErrorCode(fields)), Unhurried);
        return Results.NoContent();
    }

    // A code is a few digits; anything else is no code, and kept nowhere.
    private static string? ErrorCode(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("ErrorCode") is { Length: > 0 and <= MostOfACode } code && code.All(char.IsAsciiDigit) ? code : null;

    /// <summary>
    /// An SMS that came in. The answer goes back in this very response, as TwiML (https://www.twilio.com/docs/messaging/twiml), so that it is said once however
    /// often the call is repeated. What names no sender or no text is answered with silence.
    /// </summary>
    private static async Task<IResult> InboundAsync(ApiCall call)
    {
        var fields = await SignedFieldsAsync(call);
        string? answer = null;
        if (fields.GetValueOrDefault("MessageSid") is { Length: > 0 and <= 100 } id && PhoneNumber.TryParse(fields.GetValueOrDefault("From"), out var from)
            && fields.GetValueOrDefault("Body") is { Length: <= MostCharacters } text)
        {
            answer = (await call.Services.UseCases.AnswerReply.RunAsync(new(id, from, text), Unhurried)).Answer;
        }
        var response = new XElement("Response", answer is null ? null : new XElement("Message", answer));
        return Results.Text($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{response.ToString(SaveOptions.DisableFormatting)}", "application/xml", Encoding.UTF8);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SignedFieldsAsync(ApiCall call)
    {
        var request = call.Http.Request;
        var signature = request.Headers[SignatureHeader].ToString();
        var bytes = await Uploads.ReadAsync(
            request.Body, MaxBytes, () => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A report of the SMS provider has no more than 64 KB."), call.Cancellation);
        var body = Encoding.UTF8.GetString(bytes.Span);
        var form = request.HasFormContentType ? QueryHelpers.ParseQuery(body).ToDictionary(f => f.Key, f => f.Value.ToString()) : null;
        if (call.Services.Webhooks is not { } webhooks || signature.Length == 0
            || !webhooks.IsSigned(new Uri(webhooks.PublicUrl, request.Path + request.QueryString).AbsoluteUri, form, body, signature))
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, "signature-invalid", $"This address is for the SMS provider, which signs its calls in the header {SignatureHeader}.");
        }
        var fields = form ?? FromJson(body);
        return webhooks.IsOfAnother(fields)
            ? throw new ProblemException(StatusCodes.Status403Forbidden, "account-other", "This address is for calls about this office's own account at the SMS provider.")
            : fields;
    }

    private static Dictionary<string, string> FromJson(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? json.RootElement.EnumerateObject().GroupBy(p => p.Name).ToDictionary(p => p.Key, p => p.Last().Value.ToString())
                : [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair is JSON, but no text.
            throw ProblemException.BadRequest("body-invalid", "The body is neither a form nor JSON.");
        }
    }
}
