using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Http;
using static Microsoft.AspNetCore.Http.HttpMethods;

namespace Reminders.Web.Routes;

/// <summary>
/// What the SMS provider calls. Its signature stands in for a key: a call without a valid one is refused and changes nothing, also where no
/// provider is configured.
/// </summary>
public static class SmsRoutes
{
    private const int MaxBytes = 64 * 1024;

    // The provider hangs up after 15 seconds and does not repeat its call, so the call is done to its end all the same.
    private static readonly CancellationToken Unhurried = CancellationToken.None;

    private static readonly Meter Meter = new("Reminders");

    /// <summary>Reports by status and error code, which a host may export.</summary>
    private static readonly Counter<long> Receipts = Meter.CreateCounter<long>("reminders.receipts");

    /// <summary>The provider itself adds it to an address whose call has a JSON body.</summary>
    private static QueryParameter BodyHash { get; } =
        new("bodySHA256", typeof(string), "The hash of a JSON body, which the provider adds and signs.");

    public static IEnumerable<ApiRoute> Table =>
    [
        new(Post, Webhooks.StatusPath, KeyRole.Anonymous, StatusAsync)
        {
            Summary = "What the SMS provider reports of an attempt; its signature stands in for a key.",
            Query =
            [
                new("notice", typeof(string), "The notice that was sent."), new("attempt", typeof(int), "Which attempt it was."), BodyHash,
            ],
            Body = new ProviderBody(Webhooks.SignatureHeader),
            Statuses = [StatusCodes.Status204NoContent],
        },
        new(Post, Webhooks.InboundPath, KeyRole.Anonymous, InboundAsync)
        {
            Summary = "An SMS that came in, from the SMS provider, whose signature stands in for a key; the answer is TwiML.",
            MediaType = "application/xml",
            Query = [BodyHash],
            Body = new ProviderBody(Webhooks.SignatureHeader),
        },
    ];

    /// <summary>A report on one attempt. One that says nothing final, or of an unknown notice, is answered and changes nothing.</summary>
    private static async Task<IResult> StatusAsync(ApiCall call)
    {
        var form = await SignedFormAsync(call);
        Receipts.Add(1, new("status", form.Status), new KeyValuePair<string, object?>("code", form.ErrorCode));
        if (form.Receipt(call.Query("notice"), call.Query("attempt")) is { } receipt)
            await call.Services.UseCases.RecordReceipt.RunAsync(receipt, Unhurried);
        return Results.NoContent();
    }

    /// <summary>
    /// An SMS that came in. The answer goes back in this very response, so that it is said once however often the call is repeated. A call
    /// that names no sender or no text is answered with silence.
    /// </summary>
    private static async Task<IResult> InboundAsync(ApiCall call)
    {
        var form = await SignedFormAsync(call);
        var answer = form.Inbound is { } sms ? (await call.Services.UseCases.AnswerReply.RunAsync(sms, Unhurried)).Answer : null;
        return Results.Text(TwilioForm.TwiML(answer), "application/xml", Encoding.UTF8);
    }

    private static async Task<TwilioForm> SignedFormAsync(ApiCall call)
    {
        var request = call.Http.Request;
        var bytes = await Uploads.ReadAsync(
            request.Body,
            MaxBytes,
            () => new(StatusCodes.Status413PayloadTooLarge, "body-too-large", "A report of the SMS provider has no more than 64 KB."),
            call.Cancellation);
        var body = Encoding.UTF8.GetString(bytes.Span);
        var form = request.HasFormContentType ? TwilioForm.Fields(body) : null;
        if (call.Services.Webhooks is not { } webhooks
            || !webhooks.IsSigned(request.Path + request.QueryString, form, body, request.Headers[Webhooks.SignatureHeader].ToString()))
        {
            throw new ProblemException(
                StatusCodes.Status403Forbidden,
                "signature-invalid",
                $"This address is for the SMS provider, which signs its calls in the header {Webhooks.SignatureHeader}.");
        }
        var fields = form ?? TwilioForm.TryReadJson(body)
            ?? throw ProblemException.BadRequest("body-invalid", "The body is neither a form nor JSON.");
        return webhooks.IsOfAnother(fields)
            ? throw new ProblemException(
                StatusCodes.Status403Forbidden,
                "account-other",
                "This address is for calls about this office's own account at the SMS provider.")
            : new(fields);
    }
}
