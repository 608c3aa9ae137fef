using System.Globalization;

namespace Reminders.Simulation.Stages;

/// <summary>What happened, in lines for people. Only kept where somebody will read it.</summary>
public sealed class Story(bool kept, DateTimeZone zone)
{
    private const int Longest = 80;

    private readonly List<(Instant At, string Line, bool Important)> lines = [];

    public bool IsKept => kept;

    /// <summary>Adds a line.</summary>
    /// <param name="at">When.</param>
    /// <param name="line">What, lazily put together.</param>
    /// <param name="important">Faults and what was done about items, which every story needs.</param>
    public void Tell(Instant at, FormattableString line, bool important = false)
    {
        if (kept)
            lines.Add((at, line.ToString(CultureInfo.InvariantCulture), important));
    }

    /// <summary>The lines that are important or contain one of the words, the last ones when there are many.</summary>
    public IEnumerable<string> About(IReadOnlyCollection<string> words)
    {
        var told = lines.Where(l => l.Important || words.Any(w => l.Line.Contains(w, StringComparison.Ordinal))).ToList();
        if (told.Count > Longest)
            yield return $"(… {told.Count - Longest} lines before)";
        foreach (var (at, line, _) in told.TakeLast(Longest))
            yield return $"{at.InZone(zone).ToString("uuuu-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {line}";
    }
}
