using System.Diagnostics.Metrics;
using System.Text;

namespace Reminders.Web.Routes;

/// <summary>
/// What the SMS provider calls. Its signature stands in for a key: a call without a valid one is refused and changes nothing, also where no
/// provider is configured.
/// </summary>
internal static class SmsRoutes
{
    private const int MaxBytes = 64 * 1024;

    private const string BodyHash = "The hash of a JSON body, which the provider adds and signs.";

    // The provider hangs up after 15 seconds and does not repeat its call, so the call is done to its end all the same.
    private static readonly CancellationToken Unhurried = CancellationToken.None;

    private static readonly Meter Meter = new("Reminders");

    /// <summary>Reports by status and error code, which a host may export.</summary>
    private static readonly Counter<long> Receipts = Meter.CreateCounter<long>("reminders.receipts");

    public static IEndpointRouteBuilder MapSms(this IEndpointRouteBuilder api)
    {
        var body = new BodyKinds(("application/x-www-form-urlencoded", typeof(object)), (MediaTypes.Json, typeof(object)))
        {
            SignedIn = Webhooks.SignatureHeader,
        };
        api.MapPost("/sms/status", StatusAsync).WithMetadata(body)
            .WithSummary("What the SMS provider reports of an attempt; its signature stands in for a key.");
        api.MapPost("/sms/inbound", InboundAsync).WithMetadata(body).Produces<string>(contentType: "application/xml")
            .WithSummary("An SMS that came in, from the SMS provider, whose signature stands in for a key; the answer is TwiML.");
        return api;
    }

    // A report that is not final, or of an unknown notice, is answered and changes nothing.
    internal static async Task<NoContent> StatusAsync(
        [Query(typeof(string), "The notice that was sent.")] string? notice,
        [Query(typeof(int), "Which attempt it was.")] string? attempt,
        [Query(typeof(string), BodyHash)] string? bodySHA256,
        HttpRequest request, ApiServices services)
    {
        var form = await SignedFormAsync(request, services);
        Receipts.Add(1, new("status", form.Status), new KeyValuePair<string, object?>("code", form.ErrorCode));
        if (form.Receipt(notice, attempt) is { } receipt)
            await services.UseCases.RecordReceipt.RunAsync(receipt, Unhurried);
        return TypedResults.NoContent();
    }

    // The answer goes back in this response, so that it is sent once, even if the call is repeated. A call without sender or text gets an
    // empty answer.
    internal static async Task<ContentHttpResult> InboundAsync(
        [Query(typeof(string), BodyHash)] string? bodySHA256, HttpRequest request, ApiServices services)
    {
        var form = await SignedFormAsync(request, services);
        var answer = form.Inbound is { } sms ? (await services.UseCases.AnswerReply.RunAsync(sms, Unhurried)).Answer : null;
        return TypedResults.Text(TwilioForm.TwiML(answer), "application/xml", Encoding.UTF8);
    }

    private static async Task<TwilioForm> SignedFormAsync(HttpRequest request, ApiServices services)
    {
        var bytes = await Bodies.ReadAsync(
            request.Body, MaxBytes,
            () => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A report of the SMS provider has no more than 64 KB."),
            request.HttpContext.RequestAborted);
        var body = Encoding.UTF8.GetString(bytes.Span);
        var form = request.HasFormContentType ? TwilioForm.Fields(body) : null;
        if (services.Webhooks is not { } webhooks
            || !webhooks.IsSigned(request.Path + request.QueryString, form, body, request.Headers[Webhooks.SignatureHeader].ToString()))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden, "signature-invalid",
                $"This address is for the SMS provider, which signs its calls in the header {Webhooks.SignatureHeader}.");
        }
        var fields = form ?? TwilioForm.TryReadJson(body)
            ?? throw ProblemException.BadRequest("body-invalid", "The body is neither a form nor JSON.");
        return webhooks.IsOfAnother(fields)
            ? throw new ProblemException(
                StatusCodes.Status403Forbidden, "account-other",
                "This address is for calls about this office's own account at the SMS provider.")
            : new(fields);
    }
}
