namespace Reminders.Simulation.Plays;

/// <summary>A host's clock, which may be fast or slow.</summary>
public sealed class SkewedClock(IClock real) : IClock
{
    public Duration Skew { get; set; }

    public Instant GetCurrentInstant() => real.GetCurrentInstant() + Skew;
}
