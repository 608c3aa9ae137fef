namespace Reminders.Core.Ports;

/// <summary>
/// The barriers that stop messages: failing numbers, a halt of the provider, a restoration, a move. Shared contract: <see cref="Ledger"/>.
/// </summary>
public interface IBarriers
{
    /// <summary>Reads the flags, the halt, the restoration and the move in one read.</summary>
    Task<SendBarriers> BarriersAsync(CancellationToken cancellation);

    /// <summary>Flags a number. The first flag of a number stays, also when two calls race.</summary>
    Task FlagAsync(NumberFlag flag, CancellationToken cancellation);

    /// <summary>Removes the flag of a number. Without a flag, does nothing.</summary>
    Task UnflagAsync(PhoneNumber number, CancellationToken cancellation);

    /// <summary>Replaces the halt; null removes it. The last write stays.</summary>
    Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation);

    /// <summary>Replaces the restoration; null removes it. The last write stays.</summary>
    Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation);
}
