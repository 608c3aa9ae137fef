using System.Globalization;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Sms;
using Reminders.Functions.Settings;
using Reminders.Web.Routes;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;

namespace Reminders.Functions.Twilio;

/// <summary>
/// SMS through Twilio. Twilio knows no idempotency key and its client repeats nothing, so what became of a call is told by how it failed: an answer
/// with an error code says that nothing was taken, no answer says nothing at all.
/// </summary>
/// <param name="client">The account's client, which gives up within two minutes.</param>
/// <param name="settings">The sender's number or service, and who may be messaged.</param>
/// <param name="publicUrl">Where Twilio reports what became of a message.</param>
/// <param name="clock">The moment from which a message is valid.</param>
internal sealed class TwilioSmsSender(ITwilioRestClient client, TwilioSettings settings, Uri publicUrl, IClock clock) : ISmsSender
{
    /// <summary>Who is not on the list of a trial is not messaged, and the ledger shows this in place of Twilio's id.</summary>
    public const string TrialId = "trial: not on the list";

    /// <summary>The longest and the shortest time for which Twilio may try to bring a message to the phone, in seconds.</summary>
    private const int LongestValidity = 4 * 60 * 60;
    private const int ShortestValidity = 1;

    /// <summary>How many of a number's latest messages are looked through for one whose answer was lost: carriers allow a handful a day.</summary>
    private const int MessagesLookedThrough = 100;

    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        if (!MayBeMessaged(sms.To))
            return new SendOutcome.Accepted(TrialId);
        try
        {
            var message = await MessageResource.CreateAsync(Options(sms), client);
            // Whoever answers without an id need not be Twilio.
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
    /// Twilio keeps no reference of ours that could be asked for, so the text is compared. An account on trial puts words of its own before it.
    /// </summary>
    public async Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation)
    {
        if (!MayBeMessaged(sms.To))
            return null;
        try
        {
            // By the time of creation, newest first: what still waits to be sent has no time of sending that could be asked for.
            var messages = await MessageResource.ReadAsync(to: Number(sms.To), limit: MessagesLookedThrough, client: client);
            var found = messages.FirstOrDefault(m => m.DateCreated is { } at && Instant.FromDateTimeUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc)) >= since
                && m.Body?.EndsWith(sms.Text, StringComparison.Ordinal) == true);
            return found is null ? null : new(found.Sid, SmsRoutes.Arrived(found.Status?.ToString()), found.ErrorCode?.ToString(CultureInfo.InvariantCulture));
        }
        catch (TwilioException failed)
        {
            // Not the exception itself: its message holds the address, and with it the number.
            throw new IOException($"Twilio could not be asked for {sms.Reference} ({(failed.InnerException ?? failed).GetType().Name}).");
        }
    }

    private bool MayBeMessaged(PhoneNumber to) => settings.OnlyTo?.Contains(to) != false;

    private CreateMessageOptions Options(Sms sms) => new(Number(sms.To))
    {
        Body = sms.Text,
        From = settings.From is null ? null : new(settings.From),
        MessagingServiceSid = settings.MessagingServiceSid,
        SmartEncoded = false, // the text is compared with what was sent, should the answer be lost
        StatusCallback = SmsRoutes.StatusUrl(publicUrl, sms.Notice, sms.Attempt),
        ValidityPeriod = sms.ValidUntil is { } until
            ? (int)Math.Clamp((until - clock.GetCurrentInstant()).TotalSeconds, ShortestValidity, LongestValidity)
            : LongestValidity,
    };

    private static global::Twilio.Types.PhoneNumber Number(PhoneNumber number) => new(number.Value);

    // An error whose code nobody knows is told by its status: too many requests, or an account that may not do this.
    private static SendOutcome Refused(int code, int status) => (code, status) switch
    {
        _ when ProviderErrors.Knows(code.ToString(CultureInfo.InvariantCulture)) => SendOutcome.Refused(code.ToString(CultureInfo.InvariantCulture)),
        (_, 429) => SendOutcome.Refused("20429"),
        (_, 401 or 403) => SendOutcome.Refused("20003"),
        (_, 404) => SendOutcome.Refused("20404"),
        ( > 0, _) => SendOutcome.Refused(code.ToString(CultureInfo.InvariantCulture)),
        _ => new SendOutcome.MessageRefused($"status-{status}"),
    };

    // The connection did not come about: no byte of the message has left.
    private static bool NeverLeft(Exception? cause) => cause is HttpRequestException
    {
        HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
    };
}
