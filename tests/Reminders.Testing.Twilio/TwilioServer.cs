using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reminders.Testing.Twilio;

/// <summary>An SMS that Twilio has taken, and where it is to report what became of it, if anywhere.</summary>
public sealed record TakenSms(string Sid, string To, string Text, Uri? StatusCallback, string CreatedAt)
{
    public string Status { get; set; } = "queued";
}

/// <summary>
/// Twilio's API on a port of this machine, for its real client: takes messages of one account, and tells of those it has taken. A call
/// without the account's token is refused.
/// </summary>
public sealed class TwilioServer : IAsyncDisposable
{
    public const string Account = "AC00000000000000000000000000000000";
    public const string Token = "from-the-console";

    private readonly WebApplication app;
    private readonly ConcurrentQueue<TakenSms> taken = new();

    private TwilioServer(WebApplication app)
    {
        this.app = app;
        app.MapPost($"/2010-04-01/Accounts/{Account}/Messages.json", (Delegate)TakeAsync);
        app.MapGet($"/2010-04-01/Accounts/{Account}/Messages.json", (Delegate)Find);
        app.MapGet($"/2010-04-01/Accounts/{Account}/Messages/{{sid}}.json", (Delegate)Fetch);
    }

    public string Address => app.Urls.First();

    /// <summary>What was taken, in order.</summary>
    public IReadOnlyList<TakenSms> Taken => [.. taken];

    /// <summary>Stops messages before they are taken; a message is not taken when its sender then goes away.</summary>
    public Hold? BeforeTaking { get; set; }

    /// <summary>Stops the answers to messages that were taken.</summary>
    public Hold? BeforeAnswering { get; set; }

    /// <summary>The status with which messages are refused; null while they are taken.</summary>
    public HttpStatusCode? Refuses { get; set; }

    public static async Task<TwilioServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new TwilioServer(builder.Build());
        await server.app.StartAsync();
        return server;
    }

    /// <summary>A report on a message as Twilio makes it, for the address that the message named.</summary>
    /// <param name="sms">The message.</param>
    /// <param name="status">What became of it.</param>
    /// <param name="token">What the report is signed with.</param>
    public static HttpRequestMessage Report(TakenSms sms, string status, string token = Token)
    {
        var form = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["AccountSid"] = Account,
            ["MessageSid"] = sms.Sid,
            ["MessageStatus"] = status,
            ["To"] = sms.To,
        };
        var address = sms.StatusCallback ?? throw new InvalidOperationException("The message names no address for reports.");
        var signed = address.AbsoluteUri + string.Concat(form.Select(f => f.Key + f.Value));
#pragma warning disable CA5350 // Twilio's way of signing
        var signature = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(signed)));
#pragma warning restore CA5350
        return new(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent(form),
            Headers = { { "X-Twilio-Signature", signature } },
        };
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpContext http)
    {
        if (!IsAuthorized(http))
            return Json(FakeTwilio.Error(20003, 401), HttpStatusCode.Unauthorized);
        var form = await http.Request.ReadFormAsync();
        if (BeforeTaking is { } before)
            await before.StopAsync(http.RequestAborted);
        if (Refuses is { } status)
            return Json(FakeTwilio.Error(20500, (int)status), status);
        var created = SystemClock.Instance.GetCurrentInstant().ToString("ddd, dd MMM uuuu HH:mm:ss '+0000'", CultureInfo.InvariantCulture);
        var sid = $"SM{taken.Count + 1:00000000000000000000000000000000}";
        var callback = form["StatusCallback"].ToString() is { Length: > 0 } address ? new Uri(address) : null;
        var sms = new TakenSms(sid, form["To"]!, form["Body"]!, callback, created);
        taken.Enqueue(sms);
        if (BeforeAnswering is { } answer)
            await answer.StopAsync(http.RequestAborted);
        return Json(Written(sms), HttpStatusCode.Created);
    }

    /// <summary>The messages to a number, or all, newest first.</summary>
    private IResult Find(HttpContext http)
    {
        if (!IsAuthorized(http))
            return Json(FakeTwilio.Error(20003, 401), HttpStatusCode.Unauthorized);
        var to = http.Request.Query["To"].ToString();
        return Json(FakeTwilio.Page([.. taken.Where(t => to.Length == 0 || t.To == to).Reverse().Select(Written)]), HttpStatusCode.OK);
    }

    private IResult Fetch(HttpContext http, string sid)
    {
        if (!IsAuthorized(http))
            return Json(FakeTwilio.Error(20003, 401), HttpStatusCode.Unauthorized);
        return taken.FirstOrDefault(t => t.Sid == sid) is { } found
            ? Json(Written(found), HttpStatusCode.OK)
            : Json(FakeTwilio.Error(20404, 404), HttpStatusCode.NotFound);
    }

    private static bool IsAuthorized(HttpContext http) =>
        http.Request.Headers.Authorization == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Account}:{Token}"))}";

    private static string Written(TakenSms sms) =>
        FakeTwilio.Message(sms.Sid, sms.Status, JsonEncodedText.Encode(sms.Text).Value, sms.CreatedAt, to: sms.To);

    private static IResult Json(string body, HttpStatusCode status) => Results.Text(body, "application/json", Encoding.UTF8, (int)status);
}
