using NodaTime.Text;

namespace Reminders.LocalHost.Serving;

/// <summary>A clock for trials: it starts at a chosen instant and runs at a chosen speed.</summary>
/// <param name="real">The real clock.</param>
/// <param name="start">The instant at which this clock starts.</param>
/// <param name="speed">How many times faster than the real clock it runs.</param>
internal sealed class FastClock(IClock real, Instant start, double speed) : IClock
{
    private readonly Instant began = real.GetCurrentInstant();

    public Instant GetCurrentInstant() => start + ((real.GetCurrentInstant() - began) * speed);
}

/// <summary>A clock in a file, which several processes share. It moves when the file changes.</summary>
/// <param name="path">The file with one UTC instant. A writer must replace the file, so that no reader sees half an instant.</param>
internal sealed class FileClock(string path) : IClock
{
    public Instant GetCurrentInstant() => InstantPattern.ExtendedIso.Parse(File.ReadAllText(path)).GetValueOrThrow();
}
