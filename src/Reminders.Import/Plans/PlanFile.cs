namespace Reminders.Import;

/// <summary>
/// Reads a rectification plan (整改方案) from a file: text in the usual form with labels, as plain text or as a Word document (docx, doc); a ledger as a
/// table in Word, a workbook (xlsx, xls) or CSV; or the JSON that <c>import --json</c> prints. What the file is, is told from its content; the name only stands in for a missing title.
/// </summary>
public static class PlanFile
{
    /// <summary>Reads the whole plan or nothing. What is missing or doubtful inside it is a finding and no error.</summary>
    /// <exception cref="InputRefusedException">The file is no plan that can be read; the code and the message say why.</exception>
    public static PlanDraft Read(ReadOnlyMemory<byte> content, string? fileName, PlanReadingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        FileSize.Check(content.Length, options.Limits.MaxBytes);
        var raw = ContentKinds.Of(content.Span) switch
        {
            ContentKind.Text => null,
            ContentKind.Xlsx or ContentKind.Xls => LedgerPlan.TryRead(Workbook.Read(content, options.Limits)) ?? throw PlanAssembly.NoItems(),
            ContentKind.Docx => ReadDocument(WordDocument.Read(content, options.Limits)),
            ContentKind.Doc => ReadDocument(BinaryDocument.Read(content)),
            var kind => throw NotText(kind),
        };
        if (raw is not null)
            return PlanAssembly.Build(raw, fileName, options);
        var text = TextDecoding.Decode(content.Span);
        FileSize.CheckNotBlank(text);
        if (JsonPlan.IsJson(text))
            return JsonPlan.Read(text, options);
        var lines = SourceLine.Split(text);
        raw = LedgerTable.Find(text) is { } ledger ? LedgerPlan.Read(ledger, lines) : ProsePlan.Read(lines);
        return PlanAssembly.Build(raw, fileName, options);
    }

    // A document whose items stand in tables is a ledger with text around it; else it is prose.
    private static RawPlan ReadDocument(WordDocument document)
    {
        var lines = SourceLine.Split(string.Join('\n', document.Lines));
        var prose = ProsePlan.Read(lines);
        if (document.LacksNumbers)
            prose = prose with { Findings = [.. prose.Findings, ImportFindings.NumbersNotRead] };
        if (LedgerPlan.TryRead(document.Tables) is not { Items.Count: > 0 } ledger)
            return prose;
        return prose.Items.Count > ledger.Items.Count ? prose : ledger with
        {
            Title = ledger.Title ?? prose.Title,
            Lines = [.. lines, .. ledger.Lines],
            FrameLines = [.. lines, .. ledger.FrameLines],
            BodyStart = prose.BodyStart,
        };
    }

    private static InputRefusedException NotText(ContentKind kind) => new(RefusalCodes.NotText, kind switch
    {
        ContentKind.Ole or ContentKind.Rtf or ContentKind.Pdf =>
            $"The file is {kind.Name()}. This version reads plans as docx, doc, xlsx, xls, txt, csv or json: save it as one of these and load that.",
        _ => $"The file is {kind.Name()}. Load the plan itself as docx, doc, xlsx, xls, txt, csv or json.",
    });
}
