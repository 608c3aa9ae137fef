namespace Reminders.Simulation.Plays;

/// <summary>A host's idea of the time.</summary>
public sealed class SkewedClock(IClock real) : IClock
{
    public Duration Skew { get; set; }

    public Instant GetCurrentInstant() => real.GetCurrentInstant() + Skew;
}
