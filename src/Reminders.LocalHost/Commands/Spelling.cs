namespace Reminders.LocalHost.Commands;

/// <summary>What somebody may have meant who mistyped a command.</summary>
internal static class Spelling
{
    private const int MostEdits = 2;

    /// <summary>That there is no such command, and which one is nearly spelt so.</summary>
    public static string Unknown(string typed, IEnumerable<string> commands)
    {
        var nearest = commands.Select(c => (Name: c, Edits: Edits(typed.ToLowerInvariant(), c))).MinBy(c => c.Edits);
        var hint = nearest.Edits <= MostEdits && nearest.Edits < nearest.Name.Length ? $" Did you mean {nearest.Name}?" : "";
        return $"There is no command '{typed}'.{hint}";
    }

    /// <summary>
    /// How many letters must be put in, taken out, exchanged or swapped with the next, to make one word of the other (optimal string
    /// alignment).
    /// </summary>
    private static int Edits(string one, string other)
    {
        var edits = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                edits[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1, edits[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[one.Length, other.Length];
    }
}
