namespace Reminders.Import.Plans;

/// <summary>Makes the draft of a plan from its raw items: first the year, then every item with that year.</summary>
internal static class DraftAssembly
{
    private const int MaxCharacters = 100_000;

    public static PlanDraft Build(RawPlan raw, string? fileName, PlanReadingOptions options)
    {
        if (raw.Items.Count == 0)
            throw NoItems();
        var context = DocumentOrigin.Year(raw, options) with { Zone = options.Zone };
        RefuseTooLong(raw);
        var assembly = new ItemAssembly(context, raw.HasSerials);
        var items = ImmutableArray.CreateBuilder<ItemDraft>(raw.Items.Count);
        foreach (var item in raw.Items)
            items.Add(assembly.Build(item, items.Count + 1));
        var assumed = assembly.AssumedYears;
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var title = raw.Title ?? Path.GetFileNameWithoutExtension(fileName) ?? "整改方案";
        if (raw.Title is null)
            findings.Add(PlanFindings.TitleMissing(title));
        if (assumed.Count > 0 && !context.Given)
            findings.Add(PlanFindings.YearAssumed(assumed, context));
        findings.AddRange(raw.Findings);
        var known = context.Given || assumed.Count > 0;
        return new(title, !known ? null : context.Year ?? assumed.Min(), known ? context.Basis : null)
        {
            IssuingUnit = DocumentOrigin.IssuingUnit(raw),
            DocumentNumber = DocumentOrigin.OwnNumber(raw)?.Text,
            YearIsWeak = assumed.Count > 0 && context.IsWeak,
            Items = items.MoveToImmutable(),
            Findings = findings.ToImmutable(),
        };
    }

    /// <param name="findings">What was not read; it may be the reason.</param>
    public static InputRefusedException NoItems(IEnumerable<Finding>? findings = null) => new(
        RefusalCodes.NoItems,
        string.Concat((findings ?? []).Select(f => f.Message + " "))
        + "No item was found. An item is a heading with labels such as 整改措施:, 责任人: and 完成期限:, a row of a table whose header has columns "
        + "such as 存在问题, 整改措施, 责任人 and 整改时限, or an entry of \"items\" in JSON. Check that this is the plan, or bring it into one of "
        + "these forms.");

    public static InputRefusedException LooksLikeTable(SourceLine header) => new(
        RefusalCodes.NoItems,
        $"The text looks like a table whose columns cannot be told apart (line {header.Number}: \"{SheetFindings.Short(header.Raw)}\"). "
        + "Load the document that it was copied from, or paste it into Excel or WPS so that each value has a cell of its own, and save it "
        + "as xlsx or CSV.");

    // A file that was split wrongly gives such an item, and a row of the ledger cannot hold it.
    private static void RefuseTooLong(RawPlan raw)
    {
        foreach (var item in raw.Items)
        {
            if (Length(item) <= MaxCharacters)
                continue;
            throw new InputRefusedException(
                RefusalCodes.ItemTooLong,
                $"The item at {item.Place} has more than {MaxCharacters} characters. "
                + "Check that its headings and labels start on their own lines.");
        }
    }

    private static int Length(RawItem item)
    {
        var length = item.Problem.Length + item.Measures.Length;
        foreach (var field in item.Fields)
            length += field.Text.Length;
        return length;
    }
}
