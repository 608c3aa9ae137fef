using NodaTime.Text;

namespace Reminders.LocalHost.Serving;

/// <summary>A clock that somebody else keeps in a file, so that several processes share it. It goes on when the file does.</summary>
/// <param name="path">Holds one UTC instant. Whoever sets it puts a new file in its place, so that no half of an instant is read.</param>
internal sealed class FileClock(string path) : IClock
{
    public Instant GetCurrentInstant() => InstantPattern.ExtendedIso.Parse(File.ReadAllText(path)).GetValueOrThrow();
}
