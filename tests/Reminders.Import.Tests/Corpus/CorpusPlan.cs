using System.Text.Json;

namespace Reminders.Import.Tests.Corpus;

/// <summary>The expected reading of one item of the corpus. The problem is given by its first words.</summary>
public sealed record ExpectedItem(
    string? Number, string Problem, IReadOnlyList<string> Leaders, IReadOnlyList<string> Persons, IReadOnlyList<string> Units,
    ExpectedDeadline Deadline)
{
    /// <summary>A part of the headings above the item; null where that is not compared.</summary>
    public string? Section { get; init; }

    /// <summary>
    /// The parts that the reader may not decide silently, each with the words of the plan. Such a part needs a finding; its value is the
    /// expected one or empty.
    /// </summary>
    public IReadOnlyDictionary<string, string> Doubt { get; init; } = new Dictionary<string, string>();

    /// <summary>Other right values of persons, leaders or units, where the paper allows more than one reading.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyList<string>>> Also { get; init; } =
        new Dictionary<string, IReadOnlyList<IReadOnlyList<string>>>();
}

public sealed record ExpectedDeadline(string Kind, string? Date);

/// <summary>
/// A test plan in one of the forms that offices use, with its expected reading. Its author knew descriptions of such plans, but not the
/// reader. <see cref="Text"/> is a plan in prose, <see cref="Sheets"/> a plan as a table.
/// </summary>
public sealed record CorpusPlan(string Form, string? Title, string LoadedOn, IReadOnlyList<ExpectedItem> Items)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>The year that the administrator gives if the reader asks for it; null if the document gives it.</summary>
    public int? Year { get; init; }

    public string Name { get; init; } = "";
    public string Text { get; init; } = "";
    public IReadOnlyList<CorpusSheet> Sheets { get; init; } = [];

    /// <summary>The paragraphs, numbered paragraphs <c>{"level":0,"text":"…"}</c> and tables of a Word document.</summary>
    public IReadOnlyList<JsonElement> Blocks { get; init; } = [];

    /// <summary>The encoding of a CSV file: utf-8, utf-8-bom or gb18030.</summary>
    public string? Encoding { get; init; }

    /// <summary>Words that the findings of the whole plan must quote.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The same plan in old formats; LibreOffice made these files from the docx and xlsx.</summary>
    public IReadOnlyList<string> Converted { get; init; } = [];

    public static IEnumerable<CorpusPlan> All => Prose.Concat(Tables);

    public static IEnumerable<CorpusPlan> Prose =>
        Files("prose", "*.txt").Select(file => Read(Path.ChangeExtension(file, ".json")) with { Text = File.ReadAllText(file) });

    public static IEnumerable<CorpusPlan> Tables => Files("tables", "*.json").Select(Read);

    /// <summary>Plans in one format each: txt, csv, docx or xlsx, the first word of the name.</summary>
    public static IEnumerable<CorpusPlan> Office => Files("office", "*.json").Select(file => Read(file) with
    {
        Text = new[] { ".txt", ".csv" }.Select(kind => Path.ChangeExtension(file, kind)).Where(File.Exists).Select(File.ReadAllText)
            .FirstOrDefault(""),
    });

    private static CorpusPlan Read(string file) => JsonSerializer.Deserialize<CorpusPlan>(File.ReadAllText(file), Web)! with
    {
        Name = Path.GetFileNameWithoutExtension(file),
        Converted = [.. new[] { ".doc", ".xls" }.Select(kind => Path.ChangeExtension(file, kind)).Where(File.Exists)],
    };

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Corpus", folder), pattern).Order(StringComparer.Ordinal);
}

/// <summary>
/// A sheet of a table: cells are texts, numbers, or <c>{"date":"2026-05-20"}</c>, which may have a <c>"format"</c>; merged ranges like
/// <c>A1:F1</c>; rows and columns that Excel hides, which count from 1.
/// </summary>
public sealed record CorpusSheet(string Name, IReadOnlyList<IReadOnlyList<JsonElement>> Rows, IReadOnlyList<string>? Merges)
{
    /// <summary>How Excel hides the sheet: hidden or veryHidden; null for a sheet that it shows.</summary>
    public string? State { get; init; }

    public IReadOnlyList<uint> HiddenRows { get; init; } = [];
    public IReadOnlyList<string> HiddenColumns { get; init; } = [];

    public IEnumerable<string[]> TextRows => Rows.Select(r => r.Select(Text).ToArray());

    public object?[][] CellRows => [.. Rows.Select(r => r.Select(Cell).ToArray())];

    private static string Text(JsonElement cell) =>
        cell.ValueKind == JsonValueKind.Object ? cell.GetProperty("date").GetString()! : cell.ToString();

    private static object? Cell(JsonElement cell) => cell.ValueKind switch
    {
        JsonValueKind.Object when cell.TryGetProperty("format", out var format) =>
            new XlsxCell(Day(cell).ToDateTime(default).ToOADate(), format.GetString()),
        JsonValueKind.Object => Day(cell),
        JsonValueKind.Number when cell.TryGetInt32(out var whole) => whole,
        JsonValueKind.Number => cell.GetDouble(),
        _ when cell.ToString() is { Length: > 0 } text => text,
        _ => null,
    };

    private static DateOnly Day(JsonElement cell) =>
        DateOnly.Parse(cell.GetProperty("date").GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
