namespace Reminders.Functions.Telemetry;

/// <summary>A sender whose calls leave a span and a figure.</summary>
internal sealed class MeasuredSender(ISmsSender sender) : ISmsSender
{
    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.Start("sms");
        span?.SetTag("reminders.notice", sms.Reference);
        var outcome = await sender.SendAsync(sms, cancellation);
        var (name, code) = (outcome.GetType().Name, CodeOf(outcome));
        span?.SetTag("reminders.outcome", name).SetTag("reminders.code", code);
        ReminderTelemetry.Sends.Add(1, new("outcome", name), new KeyValuePair<string, object?>("code", code));
        return outcome;
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) => sender.FindAsync(sms, since, cancellation);

    private static string? CodeOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.NumberRefused refused => refused.Code,
        SendOutcome.MessageRefused refused => refused.Code,
        SendOutcome.Unlisted unlisted => unlisted.Code,
        SendOutcome.Later later => later.Code,
        SendOutcome.Misconfigured misconfigured => misconfigured.Code,
        SendOutcome.Stopped stopped => stopped.Code,
        SendOutcome.Unknown unknown => unknown.Detail,
        _ => null,
    };
}
