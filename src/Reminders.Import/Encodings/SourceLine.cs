namespace Reminders.Import.Encodings;

/// <summary>
/// One line of a file with its number, as printed (<see cref="Raw"/>) and folded (<see cref="Text"/>); both trimmed alike, so
/// that an index into one is an index into the other.
/// </summary>
internal sealed record SourceLine
{
    public SourceLine(int number, string raw)
    {
        var folded = Folding.Fold(raw);
        var start = folded.Length - folded.TrimStart().Length;
        var length = folded.Trim().Length;
        (Number, Raw, Text) = (number, raw.Substring(start, length), folded.Substring(start, length));
    }

    public int Number { get; }
    public string Raw { get; }
    public string Text { get; }
    public bool IsBlank => Text.Length == 0;
    public Place Place => new(Number);

    public static IReadOnlyList<SourceLine> Split(string text) =>
        [.. text.TrimEnd('\u001A').ReplaceLineEndings("\n").Split('\n').Select((raw, index) => new SourceLine(index + 1, raw))];
}
