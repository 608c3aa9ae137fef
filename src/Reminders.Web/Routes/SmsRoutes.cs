using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.WebUtilities;

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

    private const string BodyHash = "The hash of a JSON body, which the provider adds and signs.";

    private static readonly Meter Meter = new("Reminders");

    /// <summary>Reports by status and error code, which a host may export.</summary>
    private static readonly Counter<long> Receipts = Meter.CreateCounter<long>("reminders.receipts");

    internal static IEndpointRouteBuilder MapSms(this IEndpointRouteBuilder api)
    {
        var body = new BodyKinds(("application/x-www-form-urlencoded", typeof(object)), (MediaTypes.Json, typeof(object)))
        {
            SignedIn = SignatureHeader,
        };
        api.MapPost("/sms/status", StatusAsync).WithMetadata(body)
            .WithSummary("What the SMS provider reports of an attempt; its signature stands in for a key.");
        api.MapPost("/sms/inbound", InboundAsync).WithMetadata(body).Produces<string>(contentType: "application/xml")
            .WithSummary("An SMS that came in, from the SMS provider, whose signature stands in for a key; the answer is TwiML.");
        return api;
    }

    /// <summary>The address for the provider's reports of an attempt: notice and attempt come back with every report.</summary>
    public static Uri StatusUrl(Uri publicUrl, string notice, int attempt) =>
        new(publicUrl, FormattableString.Invariant($"{StatusPath}?notice={Uri.EscapeDataString(notice)}&attempt={attempt}"));

    /// <summary>Whether a message of that status of Twilio's reached the phone; null while it may or may not.</summary>
    public static bool? Arrived(string? status) => status switch
    {
        "delivered" or "read" => true,
        "undelivered" or "failed" or "canceled" => false,
        _ => null,
    };

    // A report that is not final, or of a notice that is not known here, is answered and changes nothing.
    internal static async Task<NoContent> StatusAsync(
        [Query(typeof(string), "The notice that was sent.")] string? notice,
        [Query(typeof(int), "Which attempt it was.")] string? attempt,
        [Query(typeof(string), BodyHash)] string? bodySHA256,
        HttpRequest request, ApiServices services)
    {
        var fields = await SignedFieldsAsync(request, services);
        Receipts.Add(
            1, new("status", fields.GetValueOrDefault("MessageStatus")), new KeyValuePair<string, object?>("code", ErrorCode(fields)));
        if (Arrived(fields.GetValueOrDefault("MessageStatus")) is { } arrived && notice is not null
            && int.TryParse(attempt, CultureInfo.InvariantCulture, out var number))
        {
            await services.RecordReceipt.RunAsync(new(notice, number, arrived, arrived ? null : ErrorCode(fields)), Unhurried);
        }
        return TypedResults.NoContent();
    }

    // A code is a few digits; anything else is no code, and kept nowhere.
    private static string? ErrorCode(IReadOnlyDictionary<string, string> fields) =>
        fields.GetValueOrDefault("ErrorCode") is { Length: > 0 and <= MostOfACode } code && code.All(char.IsAsciiDigit) ? code : null;

    // The answer goes back in this response (https://www.twilio.com/docs/messaging/twiml), so that it is sent once, even if the call is
    // repeated. A call without sender or text gets an empty answer.
    internal static async Task<ContentHttpResult> InboundAsync(
        [Query(typeof(string), BodyHash)] string? bodySHA256, HttpRequest request, ApiServices services)
    {
        var fields = await SignedFieldsAsync(request, services);
        string? answer = null;
        if (fields.GetValueOrDefault("MessageSid") is { Length: > 0 and <= 100 } id
            && PhoneNumber.TryParse(fields.GetValueOrDefault("From"), out var from)
            && fields.GetValueOrDefault("Body") is { Length: <= MostCharacters } text)
        {
            answer = (await services.AnswerReply.RunAsync(new(id, from, text), Unhurried)).Answer;
        }
        var response = new XElement("Response", answer is null ? null : new XElement("Message", answer));
        return TypedResults.Text(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>{response.ToString(SaveOptions.DisableFormatting)}",
            "application/xml", Encoding.UTF8);
    }

    private static async Task<IReadOnlyDictionary<string, string>> SignedFieldsAsync(HttpRequest request, ApiServices services)
    {
        var signature = request.Headers[SignatureHeader].ToString();
        var bytes = await Bodies.ReadAsync(
            request.Body, MaxBytes,
            () => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A report of the SMS provider has no more than 64 KB."),
            request.HttpContext.RequestAborted);
        var body = Encoding.UTF8.GetString(bytes.Span);
        var form = request.HasFormContentType ? QueryHelpers.ParseQuery(body).ToDictionary(f => f.Key, f => f.Value.ToString()) : null;
        if (services.Webhooks is not { } webhooks || signature.Length == 0
            || !webhooks.IsSigned(new Uri(webhooks.PublicUrl, request.Path + request.QueryString).AbsoluteUri, form, body, signature))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "signature-invalid",
                $"This address is for the SMS provider, which signs its calls in the header {SignatureHeader}.");
        }
        var fields = form ?? FromJson(body);
        return webhooks.IsOfAnother(fields)
            ? throw new ProblemException(
                StatusCodes.Status403Forbidden, "account-other",
                "This address is for calls about this office's own account at the SMS provider.")
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
