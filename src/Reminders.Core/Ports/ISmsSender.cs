namespace Reminders.Core.Ports;

/// <summary>The way out to phones. Implementations do not retry: what is sent again is decided by the ledger's state.</summary>
public interface ISmsSender
{
    /// <summary>
    /// Hands one message to the provider, once, and gives up within two minutes: after that nothing may leave any more, since a notice held
    /// for longer is somebody else's. An expected refusal is an outcome; a lost answer is <see cref="SendOutcome.Unknown"/>; a fault before
    /// anything left this process may throw.
    /// </summary>
    Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation);

    /// <summary>
    /// Asks the provider whether it took this very attempt or, where it keeps no references, this very text to this number since the
    /// instant, and what became of it. Null: it did not, since nothing that it has can be this message. Throws when it cannot be asked.
    /// </summary>
    Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation);
}
