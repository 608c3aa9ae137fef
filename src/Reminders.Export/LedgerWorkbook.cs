using NodaTime.Text;

namespace Reminders.Export;

/// <summary>The ledger 整改台账 as a workbook for the office's files: the items on the first sheet, their histories on the second.</summary>
public static class LedgerWorkbook
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'");

    /// <param name="plans">The plans, in this order.</param>
    /// <param name="on">The day of the export, printed on the sheets.</param>
    /// <param name="calendar">The working days in which lateness is counted.</param>
    /// <param name="wholeNumbers">Whether phone numbers are written whole, not masked.</param>
    public static byte[] Make(IReadOnlyList<PlanExport> plans, LocalDate on, WorkingCalendar calendar, bool wholeNumbers)
    {
        var rows = new LedgerRows(calendar, wholeNumbers);
        var items = plans.SelectMany(p => p.Items).Select(f => f.Item).ToList();
        var note = $"导出日期：{Day.Format(on)}　共{items.Count}项，已销号{items.Count(i => i.State == ItemState.Closed)}项";
        return SheetWriter.Make(
        [
            new("整改台账", LedgerRows.ItemColumns, plans.SelectMany(rows.Items)) { Title = Title(plans), Note = note },
            new("办理记录", LedgerRows.HistoryColumns, plans.SelectMany(rows.History)) { Title = "办理记录", Note = note },
        ]);
    }

    private static string Title(IReadOnlyList<PlanExport> plans)
    {
        const string Plan = "整改方案", Ledger = "整改台账";
        return plans switch
        {
            [var only] when only.Plan.Title.EndsWith(Plan, StringComparison.Ordinal) => only.Plan.Title[..^Plan.Length] + Ledger,
            [var only] => $"{only.Plan.Title} {Ledger}",
            _ => Ledger,
        };
    }
}

/// <summary>The rows of both sheets: one for each item, and one for each entry of its history.</summary>
internal sealed class LedgerRows(WorkingCalendar calendar, bool wholeNumbers)
{
    public static IReadOnlyList<SheetColumn> ItemColumns { get; } =
    [
        new("序号", 8), new("方案", 20), new("问题", 36), new("整改措施", 40), new("责任单位", 14), new("责任领导", 16), new("责任人", 16),
        new("整改时限", 12), new("整改情况", 28), new("是否销号", 6), new("销号日期", 12), new("销号人", 10), new("佐证材料", 28), new("备注", 28),
    ];

    public static IReadOnlyList<SheetColumn> HistoryColumns { get; } =
        [new("序号", 8), new("时间", 17), new("办理", 8), new("经办人", 16), new("代录", 16), new("内容", 80)];

    public IEnumerable<object?[]> Items(PlanExport export) => export.Items.Select(file => Of(export, file));

    public IEnumerable<object?[]> History(PlanExport export)
    {
        var zone = export.Plan.TimeZone;
        return
            from file in export.Items
            from entry in file.History
            select (object?[])
            [
                entry.Item.ToString(), entry.At.InZone(zone).LocalDateTime, OfficeWords.Of(entry), Shown(entry.By.Name),
                entry.By.RecordedBy is { } key && key != entry.By.Name ? Shown(key) : null, HistoryWords.Of(entry),
            ];
    }

    private object?[] Of(PlanExport export, ItemFile file)
    {
        var (item, closing) = (file.Item, file.Closing);
        return
        [
            item.Code.ToString(), export.Plan.Title, Problem(item), item.Measures, string.Join('、', export.UnitsOf(item)),
            Names(item.Leaders), Names(item.Persons), item.Deadline.Date is { } date ? date : OfficeWords.Of(item.Deadline),
            Progress(item, export.On), item.State == ItemState.Closed ? "是" : "否", closing?.At.InZone(export.Plan.TimeZone).Date,
            closing is null ? null : Shown(closing.By.Name), string.Join('\n', item.Evidence.Select(Evidence)),
            string.Join('；', item.Missing.Select(OfficeWords.OfMissing).Concat(item.Findings.Select(OfficeWords.Of)).Distinct()),
        ];
    }

    // A title that repeats the beginning of the problem is left out.
    private static string Problem(Item item) =>
        item.Problem.Length == 0 ? item.Title
        : item.Title.Length == 0 || item.Problem.StartsWith(item.Title, StringComparison.Ordinal) ? item.Problem
        : $"{item.Title}\n{item.Problem}";

    private string Progress(Item item, LocalDate on)
    {
        var state = item.Cycle > 1 ? $"反弹后第{item.Cycle}轮，{OfficeWords.Of(item.State)}" : OfficeWords.Of(item.State);
        if (Lateness.WorkingDays(item, on, calendar) is { } days)
            state += days == 0 ? "，已逾期" : $"，已逾期{days}个工作日";
        return item.Report is { } report ? $"{state}\n{Shown(report.By.Name)}报结：{report.Note}" : state;
    }

    private static string Evidence(Evidence evidence) =>
        (evidence.Link ?? evidence.Name) + (evidence.Note.Length > 0 ? $"（{evidence.Note}）" : "");

    private string Names(IEnumerable<Party> parties) =>
        string.Join('\n', parties.Select(p => p.Phone is { } number ? $"{p.Name} {Shown(number)}" : p.Name));

    // The history names a person who answered an SMS by their number.
    private string Shown(string name) => PhoneNumber.TryParse(name, out var number) ? Shown(number) : name;

    private string Shown(PhoneNumber number) => wholeNumbers ? number.Value : number.Masked;
}
