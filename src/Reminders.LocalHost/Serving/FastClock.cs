using NodaTime;

namespace Reminders.LocalHost.Serving;

/// <summary>A clock that starts at a chosen instant and runs at a chosen speed, for trying things out; it never stands still.</summary>
/// <param name="real">The clock on the wall.</param>
/// <param name="start">Where this one begins.</param>
/// <param name="speed">How many times faster it runs.</param>
/// <param name="since">When on the wall it began; null for now.</param>
internal sealed class FastClock(IClock real, Instant start, double speed, Instant? since = null) : IClock
{
    private readonly Instant began = since ?? real.GetCurrentInstant();

    public Instant GetCurrentInstant() => start + ((real.GetCurrentInstant() - began) * speed);
}
