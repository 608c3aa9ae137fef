namespace Reminders.Import.Plans;

/// <summary>The findings that only reading a file can bring up.</summary>
internal static class ImportFindings
{
    public static Finding TitleMissing(string title) =>
        new("title-missing", $"The plan has no title; \"{title}\" stands for it.", null);

    public static Finding NumbersNotRead { get; } =
        new("numbers-not-read", "Word computes numbers in this document that its old format does not give away; items may be cut wrongly. Save it as docx and load that.");

    public static Finding MeasuresMissing(string place) => new("measures-missing", "No measures 整改措施 are given.", place);

    public static Finding ProblemMissing(string place) => new("problem-missing", "No problem is described.", place);

    public static Finding HeadingWithoutFields(string heading, string place) =>
        new("heading-without-fields", $"\"{heading}\" stands beside items but names no measures, person or deadline; it is not read as an item.", place);

    public static Finding FieldUnknown(string name, string place) => new("field-unknown", $"\"{name}\" is not known and was not read.", place);

    public static Finding RowWithoutProblem(string place) =>
        new("row-not-read", "The row holds no problem and is not read as an item.", place);
}
