namespace Reminders.Import.Plans;

/// <summary>Makes the draft from a plan cut into items: finds the year first, then reads every item with it.</summary>
internal static class PlanAssembly
{
    private const int MostCharacters = 100_000;

    public static PlanDraft Build(RawPlan raw, string? fileName, PlanReadingOptions options)
    {
        if (raw.Items.Count == 0)
            throw NoItems();
        var context = DocumentYear.Find(raw, options);
        RefuseEndless(raw);
        var assembly = new ItemAssembly(context, raw.HasSerials);
        var read = raw.Items.Select((item, index) => assembly.Build(item, index + 1)).ToList();
        var assumed = read.Where(r => r.Deadline.YearAssumed).Select(r => r.Deadline.Deadline.Date!.Value.Year).Distinct().ToList();
        var findings = ImmutableArray.CreateBuilder<Finding>();
        var title = raw.Title ?? Path.GetFileNameWithoutExtension(fileName) ?? "整改方案";
        if (raw.Title is null)
            findings.Add(ImportFindings.TitleMissing(title));
        if (assumed.Count > 0 && !context.Given)
            findings.Add(new(FindingCodes.YearAssumed, YearMessage(assumed, context)));
        findings.AddRange(raw.Findings);
        var known = context.Given || assumed.Count > 0;
        return new(title, !known ? null : context.Year ?? assumed.Min(), known ? context.Basis : null)
        {
            IssuingUnit = DocumentUnit.Find(raw),
            DocumentNumber = DocumentYear.OwnNumber(raw)?.Text,
            YearIsWeak = assumed.Count > 0 && context.IsWeak,
            Items = [.. read.Select(r => r.Item)],
            Findings = findings.ToImmutable(),
        };
    }

    // An item of that size is a file cut wrongly, and no row of the ledger holds it.
    private static void RefuseEndless(RawPlan raw)
    {
        if (raw.Items.FirstOrDefault(i => i.Problem.Length + i.Measures.Length + i.Fields.Sum(f => f.Text.Length) > MostCharacters) is { } endless)
        {
            throw new InputRefusedException(
                RefusalCodes.ItemTooLong, $"The item at {endless.Place} has more than {MostCharacters} characters. Check that its headings and labels stand on lines of their own.");
        }
    }

    internal static InputRefusedException NoItems() => new(
        RefusalCodes.NoItems,
        "No item was found. Looked for headings followed by labels such as 整改措施:, 责任人: and 完成期限:, for a table whose header has columns such as "
        + "存在问题, 整改措施, 责任人 and 整改时限, and for JSON with \"items\". Check that this is the plan, or bring it into one of these forms.");

    private static string YearMessage(List<int> years, YearContext context) =>
        $"Dates without a year were read as {string.Join(" and ", years.Order())}. {context.Basis} Name the year at loading if that is wrong.";
}
