namespace Reminders.Core.UseCases;

/// <summary>Refuses work on a ledger that was moved or is being moved: a change made here would be lost.</summary>
public static class LedgerInUse
{
    /// <exception cref="LedgerUnavailableException">The ledger is out of use.</exception>
    public static void RequireInUse(this SendBarriers barriers)
    {
        if (barriers.Move is { } move)
            throw new LedgerUnavailableException($"{move.Words} Here nothing is sent and every change is refused.");
    }
}
