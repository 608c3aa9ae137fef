namespace Reminders.InMemory;

/// <summary>A clock that stands still until it is set. It never moves backwards.</summary>
public sealed class SettableClock(Instant now) : IClock
{
    private readonly Lock gate = new();
    private Instant now = now;

    public Instant GetCurrentInstant()
    {
        lock (gate)
            return now;
    }

    /// <summary>Moves the clock forward; an earlier instant is ignored.</summary>
    public void SetTo(Instant instant)
    {
        lock (gate)
            now = Instant.Max(now, instant);
    }
}
