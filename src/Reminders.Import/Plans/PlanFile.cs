namespace Reminders.Import.Plans;

/// <summary>How to read a plan.</summary>
/// <param name="Year">The year of dates without one, if somebody gave it.</param>
/// <param name="LoadedOn">The local day of loading; it gives the year if nothing else does.</param>
public sealed record PlanReadingOptions(int? Year, LocalDate LoadedOn)
{
    public FileLimits Limits { get; init; } = new();

    /// <summary>The zone of the plan, in which an instant is a day.</summary>
    public DateTimeZone Zone { get; init; } = PlanZone.Default;
}

/// <summary>
/// Reads a rectification plan (整改方案) from a file: text with headings and labels (txt, docx, doc), a table with one item per row (csv,
/// xlsx, xls, docx, doc), or the JSON that <c>import --json</c> prints. The content decides how the file is read; its name is only used if
/// the plan has no title.
/// </summary>
public static class PlanFile
{
    /// <summary>Reads the whole plan or nothing. A missing or doubtful part of an item is a finding, not an error.</summary>
    /// <exception cref="InputRefusedException">The file cannot be read as a plan; the code and the message say why.</exception>
    public static PlanDraft Read(ReadOnlyMemory<byte> content, string? fileName, PlanReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FileSize.Check(content.Length, options.Limits.MaxBytes);
        return ContentKinds.Of(content.Span) switch
        {
            ContentKind.Text => ReadText(TextDecoding.Decode(content.Span), fileName, options),
            ContentKind.Xlsx or ContentKind.Xls => DraftAssembly.Build(ReadSheets(content, options.Limits), fileName, options),
            ContentKind.Docx => DraftAssembly.Build(ReadDocument(DocxReader.Read(content, options.Limits, HoldsItems)), fileName, options),
            ContentKind.Doc => DraftAssembly.Build(ReadDocument(DocReader.Read(content, HoldsItems)), fileName, options),
            var kind => throw NotText(kind),
        };
    }

    private static PlanDraft ReadText(string text, string? fileName, PlanReadingOptions options)
    {
        FileSize.CheckNotBlank(text);
        if (JsonFaults.IsJson(text))
            return JsonPlan.Read(text, options);
        var lines = SourceLine.Split(text);
        var raw = ItemTable.Find(text) is { } table ? TablePlan.Read(table, lines) : ProsePlan.Read(lines);
        return DraftAssembly.Build(raw, fileName, options);
    }

    private static RawPlan ReadSheets(ReadOnlyMemory<byte> content, FileLimits limits) =>
        TablePlan.TryRead(Workbook.Read(content, limits)) ?? throw DraftAssembly.NoItems();

    // The tables of a document count unless its text has more items.
    private static RawPlan ReadDocument(WordDocument document)
    {
        var lines = SourceLine.Split(string.Join('\n', document.Lines));
        var prose = ProsePlan.Read(lines);
        if (document.LacksNumbers)
            prose = prose with { Findings = [.. prose.Findings, PlanFindings.NumbersNotRead] };
        if (TablePlan.TryRead(document.Tables) is not { Items.Count: > 0 } tables || prose.Items.Count > tables.Items.Count)
            return prose;
        return tables with
        {
            Title = tables.Title ?? prose.Title,
            Lines = [.. lines, .. tables.Lines],
            FrameLines = [.. lines, .. tables.FrameLines],
            BodyStart = prose.BodyStart,
        };
    }

    private static bool HoldsItems(Sheet table) => ItemTable.Find(table) is not null;

    private static InputRefusedException NotText(ContentKind kind) => new(RefusalCodes.NotText, kind switch
    {
        ContentKind.Ole or ContentKind.Rtf or ContentKind.Pdf =>
            $"The file is {kind.Name()}. Plans are read as docx, doc, xlsx, xls, txt, csv or json: save it as one of these and load that.",
        _ => $"The file is {kind.Name()}. Load the plan itself as docx, doc, xlsx, xls, txt, csv or json.",
    });
}
