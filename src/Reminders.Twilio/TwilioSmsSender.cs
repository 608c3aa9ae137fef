using System.Globalization;
using System.Text.RegularExpressions;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Http;
using Twilio.Rest.Api.V2010.Account;

namespace Reminders.Twilio;

/// <summary>
/// SMS through Twilio. Twilio knows no idempotency key and its client repeats nothing, so the way in which a call fails tells what
/// became of it: after an answer with an error code nothing was taken; without an answer it is unknown.
/// </summary>
/// <param name="client">The account's client, which gives up within two minutes.</param>
/// <param name="settings">The sender's number or service, and who may be messaged.</param>
/// <param name="publicUrl">Where Twilio reports what became of a message; null where Twilio can reach nothing, and must be asked.</param>
/// <param name="clock">The moment from which a message is valid.</param>
public sealed partial class TwilioSmsSender(ITwilioRestClient client, TwilioSettings settings, Uri? publicUrl, IClock clock) : ISmsSender
{
    /// <summary>A trial messages only the numbers on its list. For all others the ledger shows this in place of Twilio's id.</summary>
    public const string TrialId = "trial: not on the list";

    /// <summary>Below the two minutes after which a sender's lease is somebody else's.</summary>
    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromSeconds(90);

    /// <summary>The longest and the shortest time for which Twilio may try to bring a message to the phone, in seconds.</summary>
    private const int LongestValidity = 4 * 60 * 60;
    private const int ShortestValidity = 1;

    /// <summary>So many of a number's latest messages are searched for one whose answer was lost: carriers allow a handful a day.</summary>
    private const int MessagesLookedThrough = 100;

    /// <summary>So many of the account's latest messages are searched where numbers may be hidden: one page.</summary>
    private const int LatestLookedThrough = 1000;

    /// <summary>A sender of the account that the settings name.</summary>
    // Not with a client from a factory, which logs addresses: those of Twilio hold numbers.
    public TwilioSmsSender(TwilioSettings settings, Uri? publicUrl, IClock clock)
        : this(NewClient(settings, new(settings.ApiUrl is { } server ? new LocalTwilio(server) : NewHandler())), settings, publicUrl, clock)
    {
    }

    /// <summary>The account's client, in its region.</summary>
    internal static TwilioRestClient NewClient(TwilioSettings settings, System.Net.Http.HttpClient http)
    {
        http.Timeout = GivesUpAfter;
        var client = new SystemNetHttpClient(http);
        return new(settings.AccountSid, settings.AuthToken, region: settings.Region, httpClient: client, edge: settings.Edge);
    }

    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        if (!MayBeMessaged(sms.To))
            return new SendOutcome.Accepted(TrialId);
        try
        {
            var message = await MessageResource.CreateAsync(Options(sms), client);
            // An answer without an id may come from a proxy in between.
            return message?.Sid is { Length: > 0 } sid ? new SendOutcome.Accepted(sid) : new SendOutcome.Unknown("no-id");
        }
        catch (ApiException answered) when (answered.Status is >= 400 and < 500 and not 408)
        {
            return Refused(answered.Code, answered.Status);
        }
        catch (ApiStandardException answered) when (answered.Status is >= 400 and < 500 and not 408)
        {
            return Refused(answered.Code, answered.Status);
        }
        catch (ApiConnectionException lost) when (NeverLeft(lost.InnerException))
        {
            return new SendOutcome.Later("no-connection");
        }
        catch (TwilioException lost)
        {
            // Its message holds the address, and with it the number.
            return new SendOutcome.Unknown((lost.InnerException ?? lost).GetType().Name);
        }
    }

    /// <summary>
    /// A message that was taken is asked for by its id. For another one Twilio keeps no reference of ours, so the text is compared, to
    /// which Twilio may add words of its own. An account may hide texts and the ends of numbers
    /// (https://www.twilio.com/docs/messaging/guides/privacy-message-redaction): a message whose text is hidden may be this one.
    /// </summary>
    public async Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation)
    {
        if (!MayBeMessaged(sms.To))
            return null;
        try
        {
            if (sms.ProviderId is { } sid && MessageId().IsMatch(sid))
                return Report(await MessageResource.FetchAsync(sid, client: client));
            // By the time of creation, newest first: what still waits to be sent has no time of sending that could be asked for.
            var toNumber = await MessageResource.ReadAsync(to: Number(sms.To), limit: MessagesLookedThrough, client: client);
            if (Likeliest(toNumber, sms, since) is { } found)
                return found;
            // What Twilio's client reads can be gone through once only.
            var latest = (await MessageResource.ReadAsync(
                pageSize: LatestLookedThrough, limit: LatestLookedThrough, client: client)).ToList();
            return Likeliest(latest.Where(m => IsMasked(m.To, sms.To)), sms, since) ?? Beyond(latest, since);
        }
        catch (ApiException gone) when (gone.Status == 404 && sms.ProviderId is not null)
        {
            return null;
        }
        catch (TwilioException failed)
        {
            // Not the exception itself: its message holds the address, and with it the number.
            throw new IOException($"Twilio could not be asked for {sms.Reference} ({(failed.InnerException ?? failed).GetType().Name}).");
        }
    }

    /// <summary>The message with this text; else one whose text is hidden, at best one that arrived or still may.</summary>
    private static ProviderReport? Likeliest(IEnumerable<MessageResource> messages, Sms sms, Instant since)
    {
        var sent = messages
            .Where(m => IsSince(m.DateCreated, since) && m.Direction != MessageResource.DirectionEnum.OutboundReply)
            .ToList();
        if (sent.Find(m => Holds(m.Body, sms.Text)) is { } found)
            return Report(found);
        var hidden = sent.FindAll(m => Hidden().IsMatch(m.Body ?? ""));
        return (hidden.Find(m => TwilioForm.Arrived(m.Status?.ToString()) != false) ?? hidden.FirstOrDefault()) is { } perhaps
            ? Report(perhaps) with { IsCertain = false }
            : null;
    }

    /// <summary>
    /// Where numbers are hidden, a page that is full of younger messages does not show whether this one was taken before them.
    /// </summary>
    private static ProviderReport? Beyond(List<MessageResource> latest, Instant since) =>
        latest.Count >= LatestLookedThrough
        && latest.All(m => IsSince(m.DateCreated, since))
        && latest.Exists(m => m.To?.Any(IsMask) == true)
            ? Report(latest[^1]) with { IsCertain = false }
            : null;

    private static ProviderReport Report(MessageResource message)
    {
        var arrived = TwilioForm.Arrived(message.Status?.ToString());
        var fault = arrived == false ? TwilioErrors.FaultOf(message.ErrorCode?.ToString(CultureInfo.InvariantCulture)) : null;
        return new(message.Sid, arrived, fault);
    }

    private static bool IsSince(DateTime? created, Instant since) =>
        created is not { } at || Instant.FromDateTimeUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc)) >= since;

    private static bool Holds(string? body, string text) => body is not null && Bare(body).Contains(Bare(text), StringComparison.Ordinal);

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    /// <summary>Whether the number is this one with some of its digits hidden.</summary>
    private static bool IsMasked(string? shown, PhoneNumber number) =>
        shown?.Length == number.Value.Length && shown.Any(IsMask)
        && shown.Zip(number.Value).All(c => c.First == c.Second || IsMask(c.First));

    private static bool IsMask(char c) => c is 'X' or 'x' or '*';

    private bool MayBeMessaged(PhoneNumber to) => settings.OnlyTo?.Contains(to) != false;

    private CreateMessageOptions Options(Sms sms) => new(Number(sms.To))
    {
        Body = sms.Text,
        From = settings.From is null ? null : new(settings.From),
        MessagingServiceSid = settings.MessagingServiceSid,
        SmartEncoded = false, // the text is compared with what was sent, should the answer be lost
        StatusCallback = publicUrl is null ? null : Webhooks.StatusUrl(publicUrl, sms.Notice, sms.Attempt),
        ValidityPeriod = sms.ValidUntil is { } until
            ? (int)Math.Clamp((until - clock.GetCurrentInstant()).TotalSeconds, ShortestValidity, LongestValidity)
            : LongestValidity,
    };

    private static global::Twilio.Types.PhoneNumber Number(PhoneNumber number) => new(number.Value);

    // The status decides where the table does not know the code: too many requests, or an account that may not do this.
    private static SendOutcome Refused(int number, int status)
    {
        var code = number.ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            _ when TwilioErrors.Knows(code) => TwilioErrors.Refused(code),
            429 => TwilioErrors.Refused("20429"),
            401 or 403 => TwilioErrors.Refused("20003"),
            404 => TwilioErrors.Refused("20404"),
            _ => new SendOutcome.Unlisted(number > 0 ? code : $"status-{status}"),
        };
    }

    // The connection did not come about: no byte of the message has left.
    private static bool NeverLeft(Exception? cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
    };

    [GeneratedRegex("^[SM]M[0-9a-fA-F]{32}$")]
    private static partial Regex MessageId();

    [GeneratedRegex(@"^[\W_]*(?:redacted[\W_]*)?$", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();

    private static SocketsHttpHandler NewHandler() =>
        new() { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };

    /// <summary>Sends the calls of Twilio's client, which knows Twilio's address alone, to a server of this machine.</summary>
    private sealed class LocalTwilio(Uri server) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new(server, request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
