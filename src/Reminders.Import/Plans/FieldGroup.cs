namespace Reminders.Import.Plans;

/// <summary>Text followed by fields, which may be an item. A heading can have several; only the first has its number.</summary>
internal sealed class FieldGroup(SourceLine first)
{
    public SourceLine First { get; } = first;
    public List<string> Problem { get; } = [];
    public List<string> Measures { get; } = [];
    public List<RawField> Fields { get; } = [];

    /// <summary>Lines that look like fields and are not understood.</summary>
    public List<RawField> Remarks { get; } = [];

    /// <summary>Whether the problem begins behind a label.</summary>
    public bool LabelsProblem { get; set; }

    /// <summary>Whether the item begins with another label than the problem, so that this label begins the next one.</summary>
    public bool EndsAtRepeat { get; set; }

    /// <summary>The number after a label 序号, in plans without headings.</summary>
    public string? Number { get; init; }

    public bool HasMeasures { get; set; }

    /// <summary>Whether there is a label for a person, a deadline, a unit or measures. Without one the group is text only.</summary>
    public bool HasFields =>
        HasMeasures || Fields.Any(f => f.Field is not (Field.Other or Field.Oversight or Field.Contact or Field.Phone));

    /// <summary>Whether there is a field other than the measures, so that plain text behind it starts a new group.</summary>
    public bool IsClosed => Fields.Count > 0;
}
