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
            ContentKind.Docx => DraftAssembly.Build(
                ReadDocument(lines => DocxReader.Read(content, options.Limits, lines)), fileName, options),
            ContentKind.Doc => DraftAssembly.Build(ReadDocument(lines => DocReader.Read(content, lines)), fileName, options),
            var kind => throw NotText(kind),
        };
    }

    private static PlanDraft ReadText(string text, string? fileName, PlanReadingOptions options)
    {
        FileSize.CheckNotBlank(text);
        if (JsonFaults.IsJson(text))
            return JsonPlan.Read(text, options);
        var lines = SourceLine.Split(text);
        if (ItemTable.Find(text) is { } table)
        {
            var plan = TablePlan.ReadAll(table, lines);
            var above = lines.TakeWhile(l => l.Number < table.HeaderRow.Line).ToList();
            // The rows above the header are lines of the table too, and are quoted there.
            var (besides, _) = Beside(ProsePlan.Read(above).Items, above);
            return DraftAssembly.Build(plan with { Findings = [.. besides, .. plan.Findings] }, fileName, options);
        }
        return DraftAssembly.Build(ReadPasted(lines) ?? ReadWithoutProblem(lines, text) ?? ReadProse(lines, text), fileName, options);
    }

    private static RawPlan? ReadPasted(IReadOnlyList<SourceLine> lines)
    {
        if (PastedTable.Read(lines) is { } pasted && TablePlan.TryRead([pasted], mayTake: false, []) is { Items.Count: > 0 } plan)
            return WithProse(WithDocument(plan, lines, DocumentHead.Read(lines).Title), lines, pasted.Rows);
        // In prose, the rows of such a table would become false items.
        return PastedTable.HeaderLine(lines) is { } header ? throw DraftAssembly.LooksLikeTable(header) : null;
    }

    private static RawPlan WithProse(RawPlan plan, IReadOnlyList<SourceLine> lines, IReadOnlyList<TableRow> rows)
    {
        var outside = lines.Where(l => l.Number < rows[0].Line || l.Number > rows[^1].Line).ToList();
        var (besides, unread) = Beside(ProsePlan.Read(outside).Items, outside);
        return plan with { Findings = [.. besides, .. unread, .. plan.Findings] };
    }

    // What the text beside a table says: its items, and the lines that name a duty and belong to none of them.
    private static (IEnumerable<Finding> Items, IEnumerable<Finding> Lines) Beside(
        IReadOnlyList<RawItem> items, IReadOnlyList<SourceLine> lines)
    {
        var named = items.Where(i => i.Problem.Length > 0).ToList();
        var read = named.SelectMany(i => i.Fields.Select(f => f.Place.Line).Append(i.Place.Line)).ToHashSet();
        var unread = DutyNotes.In(lines.Where(l => !read.Contains(l.Number)));
        return (named.Count > 0 ? [PlanFindings.ItemsNotRead("text", named)] : [], unread);
    }

    // Below a header of several known columns, the cells would become false items of a text.
    private static RawPlan? ReadWithoutProblem(IReadOnlyList<SourceLine> lines, string text)
    {
        foreach (var sheet in ItemTable.Separated(text))
        {
            var refused = new List<Finding>();
            if (!ItemTable.IsWithoutProblem(sheet))
                continue;
            return TablePlan.TryRead([sheet], mayTake: true, refused) is { Items.Count: > 0 } plan
                ? WithDocument(plan, lines, null)
                : throw DraftAssembly.NoItems(refused.FindAll(IsReason));
        }
        return null;
    }

    private static RawPlan ReadProse(IReadOnlyList<SourceLine> lines, string text)
    {
        var prose = ProsePlan.Read(lines);
        if (prose.Items.Count > 0)
            return prose;
        var refused = new List<Finding>();
        foreach (var sheet in ItemTable.Separated(text).Append(PastedTable.Piped(lines)).OfType<Sheet>())
        {
            if (TablePlan.TryRead([sheet], mayTake: true, refused) is { Items.Count: > 0 } plan)
                return WithDocument(plan, lines, null);
        }
        throw DraftAssembly.NoItems(refused.FindAll(IsReason).Take(1));
    }

    private static RawPlan WithDocument(RawPlan plan, IReadOnlyList<SourceLine> lines, string? title) => plan with
    {
        Title = plan.Title ?? title,
        Lines = lines,
        FrameLines = [.. lines.Where(l => l.Number <= plan.BodyStart), .. plan.FrameLines],
    };

    private static RawPlan ReadSheets(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        var sheets = Workbook.Read(content, limits);
        var findings = sheets.SelectMany(SheetFindings.Of).ToList();
        return TablePlan.TryRead([.. sheets.Where(s => !s.IsHidden)], mayTake: true, findings) is { Items.Count: > 0 } plan
            ? plan with { Findings = [.. findings, .. plan.Findings] }
            : throw DraftAssembly.NoItems(findings.FindAll(IsReason));
    }

    // The tables of a document count unless its text has more items.
    private static RawPlan ReadDocument(Func<TableLines, WordDocument> read)
    {
        var all = new DocumentTables();
        var document = read(all.LinesOf);
        var sheets = all.Join(document.Tables);
        var lines = SourceLine.Split(string.Join('\n', document.Lines));
        var prose = ProsePlan.Read(lines);
        List<Finding> marks = [];
        if (document.Struck.Count > 0)
            marks.Add(PlanFindings.TextStruck(document.Struck));
        if (document.Hidden.Count > 0)
            marks.Add(PlanFindings.TextHidden(document.Hidden));
        if (document.LacksNumbers)
            prose = prose with { Findings = [.. prose.Findings, PlanFindings.NumbersNotRead] };
        var refused = new List<Finding>();
        var tables = TablePlan.TryRead(sheets, mayTake: false, refused);
        marks.AddRange(refused.FindAll(f => f.Code == PlanFindings.TableTurnedCode));
        if (prose.Items.Count == 0 && tables is not { Items.Count: > 0 })
            tables = TablePlan.TryRead(sheets, mayTake: true, refused);
        if (tables is not { Items.Count: > 0 } || prose.Items.Count > tables.Items.Count)
        {
            if (prose.Items.Count == 0)
                throw DraftAssembly.NoItems(marks.Concat(refused.FindAll(IsReason)).Distinct());
            if (tables is { Items.Count: > 0 })
                marks.Add(PlanFindings.ItemsNotRead("tables", tables.Items));
            return prose with { Findings = [.. marks, .. prose.Findings] };
        }
        var (besides, unread) = Beside(prose.Items, lines);
        marks.AddRange(besides);
        return tables with
        {
            Findings = [.. marks, .. unread, .. DocumentTables.NotRead(sheets), .. tables.Findings],
            // The title in one of several tables is that of the table.
            Title = sheets.Count(DocumentTables.HoldsItems) > 1 ? prose.Title ?? tables.Title : tables.Title ?? prose.Title,
            Lines = [.. lines, .. tables.Lines],
            FrameLines = [.. lines, .. tables.FrameLines],
            BodyStart = prose.BodyStart,
        };
    }

    // What may be the reason that there are no items. Other sheets and tables hold none.
    private static bool IsReason(Finding finding) => finding.Code != SheetFindings.NotReadCode;

    private static InputRefusedException NotText(ContentKind kind) => new(RefusalCodes.NotText, kind switch
    {
        ContentKind.Ole or ContentKind.Rtf or ContentKind.Pdf =>
            $"The file is {kind.Name()}. Plans are read as docx, doc, xlsx, xls, txt, csv or json: save it as one of these and load that.",
        _ when kind.Remedy() is { Length: > 0 } remedy => $"The file is {kind.Name()}. {remedy}",
        _ => $"The file is {kind.Name()}. Load the plan itself as docx, doc, xlsx, xls, txt, csv or json.",
    });
}
