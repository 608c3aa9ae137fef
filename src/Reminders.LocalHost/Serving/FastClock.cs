namespace Reminders.LocalHost.Serving;

/// <summary>A clock that starts at a chosen instant and runs at a chosen speed, for trying things out; it never stands still.</summary>
/// <param name="real">The clock on the wall.</param>
/// <param name="start">Where this one begins.</param>
/// <param name="speed">How many times faster it runs.</param>
internal sealed class FastClock(IClock real, Instant start, double speed) : IClock
{
    private readonly Instant began = real.GetCurrentInstant();

    public Instant GetCurrentInstant() => start + ((real.GetCurrentInstant() - began) * speed);
}
