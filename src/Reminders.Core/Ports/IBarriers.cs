namespace Reminders.Core.Ports;

/// <summary>What keeps messages from going out. The contract that all ports of a ledger share stands at <see cref="Ledger"/>.</summary>
public interface IBarriers
{
    /// <summary>The flagged numbers, the halt and the restoration, in one read.</summary>
    Task<SendBarriers> BarriersAsync(CancellationToken cancellation);

    /// <summary>Flags a number. The first flag of a number stays.</summary>
    Task FlagAsync(NumberFlag flag, CancellationToken cancellation);

    /// <summary>Removes a number's flag. A number without a flag is skipped.</summary>
    Task UnflagAsync(PhoneNumber number, CancellationToken cancellation);

    /// <summary>Replaces the halt; null lifts it.</summary>
    Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation);

    /// <summary>Replaces the restoration; null lets messages go out.</summary>
    Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation);
}
