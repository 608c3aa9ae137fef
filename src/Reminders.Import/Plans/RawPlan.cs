namespace Reminders.Import.Plans;

/// <summary>The text of one field of an item, not yet interpreted.</summary>
internal sealed record RawField(Field Field, string Text, Place Place)
{
    /// <summary>Whether the text is a number of a workbook that a deadline must not read by its digits.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The day that such a number stands for; null if it stands for none.</summary>
    public LocalDate? Day { get; init; }

    /// <summary>Whether the number was given to the person before it, although it can be another's.</summary>
    public bool IsGiven { get; init; }

    /// <summary>The label in prose, for a finding.</summary>
    public string? Label { get; init; }
}

/// <summary>One item of the file, split into texts that are not yet interpreted.</summary>
internal sealed record RawItem(string? Number, string Section, Place Place)
{
    public string? Title { get; init; }
    public string Problem { get; init; } = "";
    public string Measures { get; init; } = "";
    public List<RawField> Fields { get; init; } = [];
}

/// <summary>A plan split into items, from any form of file.</summary>
internal sealed record RawPlan(string? Title, IReadOnlyList<RawItem> Items)
{
    /// <summary>All lines; they may cite document numbers.</summary>
    public IEnumerable<SourceLine> Lines { get; init; } = [];

    /// <summary>The lines outside the items' fields; they may hold the document's number, date and unit.</summary>
    public IReadOnlyList<SourceLine> FrameLines { get; init; } = [];

    /// <summary>The number of the last line of the document's head.</summary>
    public int BodyStart { get; init; }

    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>Whether a bare number in a deadline may be a spreadsheet's day count.</summary>
    public bool HasSerials { get; init; }
}
