namespace Reminders.InMemory;

/// <summary>A clock that stands still until it is set. It never goes back.</summary>
public sealed class SettableClock(Instant now) : IClock
{
    private readonly Lock gate = new();
    private Instant now = now;

    public Instant GetCurrentInstant()
    {
        lock (gate)
            return now;
    }

    /// <summary>Moves the clock on; an instant that has passed leaves it as it is.</summary>
    public void SetTo(Instant instant)
    {
        lock (gate)
            now = Instant.Max(now, instant);
    }
}
