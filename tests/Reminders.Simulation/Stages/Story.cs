using System.Globalization;

namespace Reminders.Simulation.Stages;

/// <summary>The events of a play as lines for a reader. Most runs keep no story.</summary>
public sealed class Story(bool kept, DateTimeZone zone)
{
    private const int Longest = 80;

    private readonly List<(Instant At, string Line, bool Important)> lines = [];

    public bool IsKept => kept;

    /// <summary>Adds a line to the story.</summary>
    /// <param name="at">The time of the event.</param>
    /// <param name="line">The event. The handler formats it only if the story is kept.</param>
    /// <param name="important">Every story shows this line, for example a fault.</param>
    public void Tell(Instant at, FormattableString line, bool important = false)
    {
        if (kept)
            lines.Add((at, line.ToString(CultureInfo.InvariantCulture), important));
    }

    /// <summary>The important lines and the lines that contain one of the words; if there are too many, the last ones.</summary>
    public IEnumerable<string> About(IReadOnlyCollection<string> words)
    {
        var told = lines.Where(l => l.Important || words.Any(w => l.Line.Contains(w, StringComparison.Ordinal))).ToList();
        if (told.Count > Longest)
            yield return $"(… {told.Count - Longest} lines before)";
        foreach (var (at, line, _) in told.TakeLast(Longest))
            yield return $"{at.InZone(zone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {line}";
    }
}
