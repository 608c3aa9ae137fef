using System.Diagnostics.Metrics;
using System.Text;

namespace Reminders.Web.Routes;

/// <summary>
/// The webhooks of the SMS provider. A signature replaces the key: a call without a valid signature is refused, even if no provider is
/// configured.
/// </summary>
internal static class SmsRoutes
{
    private const int MaxBytes = 64 * 1024;

    private const string BodyHash = "The hash of a JSON body, which the provider adds and signs.";

    // The provider hangs up after 15 seconds and does not repeat its call, so the work runs to its end.
    private static readonly CancellationToken Unhurried = CancellationToken.None;

    private static readonly Meter Meter = new("Reminders");

    /// <summary>Counts reports by status and error code; a host may export the counter.</summary>
    private static readonly Counter<long> Receipts = Meter.CreateCounter<long>("reminders.receipts");

    public static IEndpointRouteBuilder MapSms(this IEndpointRouteBuilder api)
    {
        var body = new BodyKinds(("application/x-www-form-urlencoded", typeof(object)), (MediaTypes.Json, typeof(object)))
        {
            SignedIn = Webhooks.SignatureHeader,
        };
        api.MapPost("/sms/status", StatusAsync).WithMetadata(body)
            .WithSummary("Takes a report of the SMS provider about an attempt. A signature replaces the key.");
        api.MapPost("/sms/inbound", InboundAsync).WithMetadata(body).Produces<string>(contentType: "application/xml")
            .WithSummary("Takes an inbound SMS from the SMS provider and answers in TwiML. A signature replaces the key.");
        return api;
    }

    // A report that is not final or names an unknown notice changes nothing.
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

    // The reply is part of this response, so it is sent once even if the call is repeated. A call without sender or text gets no reply.
    internal static async Task<ContentHttpResult> InboundAsync(
        [Query(typeof(string), BodyHash)] string? bodySHA256, HttpRequest request, ApiServices services)
    {
        var form = await SignedFormAsync(request, services);
        // A report needs no such check: the new place of a moved ledger asks the provider for it.
        await services.RequireInUseAsync(Unhurried);
        var answer = form.Inbound is { } sms ? (await services.UseCases.AnswerReply.RunAsync(sms, Unhurried)).Answer : null;
        return TypedResults.Text(TwilioForm.TwiML(answer), "application/xml", Encoding.UTF8);
    }

    private static async Task<TwilioForm> SignedFormAsync(HttpRequest request, ApiServices services)
    {
        var bytes = await Bodies.ReadAsync(
            request.Body, MaxBytes,
            () => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", $"The body is larger than 64 KB, the limit of this call."),
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
            ?? throw ProblemException.BadRequest("body-invalid", $"The body is neither a form nor JSON.");
        return webhooks.IsOfAnother(fields)
            ? throw new ProblemException(
                StatusCodes.Status403Forbidden, "account-other",
                $"The call is about another account at the SMS provider than the account of this office.")
            : new(fields);
    }
}
