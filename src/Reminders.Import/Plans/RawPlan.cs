namespace Reminders.Import.Plans;

/// <summary>What stands behind one label of one item, not yet read.</summary>
internal sealed record RawField(Field Field, string Text, Place Place);

/// <summary>One item as it stands in the file: its texts cut apart, nothing in them read yet.</summary>
internal sealed record RawItem(string? Number, string Section, Place Place)
{
    public string? Title { get; init; }
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public IReadOnlyList<RawField> Fields { get; init; } = [];
}

/// <summary>
/// A plan cut into items by one of the readers, whatever the file's form. <see cref="FrameLines"/> are the lines that belong to
/// no item's fields: title, number, date and unit of the document are looked for there, citations in all <see cref="Lines"/>.
/// </summary>
internal sealed record RawPlan(string? Title, IReadOnlyList<RawItem> Items)
{
    public IEnumerable<SourceLine> Lines { get; init; } = [];
    public IReadOnlyList<SourceLine> FrameLines { get; init; } = [];

    /// <summary>The number of the line at which the text proper starts: what stands before is the document's head.</summary>
    public int BodyStart { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether a bare number in a deadline may be a spreadsheet's day count.</summary>
    public bool HasSerials { get; init; }
}
