namespace Reminders.Core.Ports;

/// <summary>
/// Sends SMS. Several calls may come at once. Implementations do not retry; the state in the ledger decides about another attempt.
/// </summary>
public interface ISmsSender
{
    /// <summary>
    /// Hands one message to the provider once and gives up within two minutes. After that nothing may be sent, because another sender may
    /// take over the notice. An expected refusal is an outcome; a lost answer is <see cref="SendOutcome.Unknown"/>; a fault before the
    /// request left this process may throw.
    /// </summary>
    Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation);

    /// <summary>
    /// Asks the provider whether it took this attempt, and with which result. A provider without references is asked for this text to this
    /// number since the instant. Null means that it did not take it. Throws when the provider cannot be asked.
    /// </summary>
    Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation);
}
