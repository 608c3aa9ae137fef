using Microsoft.Extensions.Primitives;

namespace Reminders.LocalHost.Serving;

/// <summary>The way of SMS in <c>serve</c>: through Twilio if it is configured, else into the data folder's outbox.</summary>
/// <param name="Twilio">The account; null for the outbox.</param>
/// <param name="PublicUrl">The address to which Twilio reports; if it is null, the audit asks Twilio.</param>
internal sealed record LocalSms(TwilioSettings? Twilio, Uri? PublicUrl)
{
    public SmsWay Way => Twilio is null ? SmsWay.Outbox : Twilio.OnlyTo is null ? SmsWay.Twilio : SmsWay.TwilioTrial;

    public Webhooks? Webhooks => Twilio is null || PublicUrl is null ? null : new(PublicUrl, Twilio.AccountSid, Twilio.Tokens);

    /// <summary>The allowed host names and the host of the public address, which Twilio calls.</summary>
    public ImmutableArray<StringSegment> AndItsHost(ImmutableArray<StringSegment> allowed) =>
        allowed.IsEmpty || Webhooks is null ? allowed : allowed.Add(PublicUrl!.Host);

    public static LocalSms Read(IConfiguration configuration, SettingParts parts) => new(
        parts.Read(() => TwilioSettings.ReadIfAny(configuration.GetSection("Twilio"))),
        parts.Read(() => configuration["Reminders:PublicUrl"] is { Length: > 0 } url ? TwilioSettings.ReadPublicUrl(url) : null));

    /// <exception cref="InputRefusedException">SMS would go to phones, but the clock is not the real one.</exception>
    public void RequireRealClock(IClock clock)
    {
        if (Twilio is { ApiUrl: null } && clock != SystemClock.Instance)
        {
            throw new InputRefusedException(
                "clock-not-real",
                $"With --clock or --speed Twilio would send real SMS at the wrong time; leave them out, or remove the settings Twilio:*.");
        }
    }

    /// <param name="folder">The data folder.</param>
    /// <param name="clock">Gives the moment of sending.</param>
    /// <param name="taken">Receives every message that goes into the outbox.</param>
    public ISmsSender NewSender(string folder, IClock clock, Action<OutboxMessage> taken) =>
        Twilio is null ? new FileSmsSender(folder, clock, taken) : new TwilioSmsSender(Twilio, PublicUrl, clock);

    /// <summary>The lines that the start prints.</summary>
    public IEnumerable<Wording> Lines(string folder)
    {
        if (Twilio is null)
        {
            var outbox = FileSmsSender.PathIn(folder);
            yield return $"No provider is configured: SMS are written to {outbox} and shown here; no phone is called.";
            yield break;
        }
        yield return Twilio.OnlyTo is { } numbers
            ? (Wording)$"SMS go out through Twilio as a trial: nobody is messaged but the numbers in Twilio:TrialNumbers ({numbers.Count})."
            : $"SMS go out through Twilio.";
        yield return PublicUrl is null
            ? (Wording)($"Reminders:PublicUrl is not set: no reply comes in, and Twilio cannot report what became of an SMS. "
                + $"It is asked 2, 8 and 26 hours later.")
            : $"Twilio reports what became of an SMS to {At(Webhooks.StatusPath)}; replies come in at {At(Webhooks.InboundPath)}.";

        Uri At(string path) => new(PublicUrl, path);
    }
}
