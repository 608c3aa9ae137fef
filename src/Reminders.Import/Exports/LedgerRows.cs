namespace Reminders.Import.Exports;

/// <summary>What the sheets of the ledger say of each item and of each line of its history.</summary>
internal sealed class LedgerRows(WorkingCalendar calendar, bool wholeNumbers)
{
    public static IReadOnlyList<SheetColumn> ItemColumns { get; } =
    [
        new("序号", 8), new("方案", 20), new("问题", 36), new("整改措施", 40), new("责任单位", 14), new("责任领导", 16), new("责任人", 16), new("整改时限", 12),
        new("整改情况", 28), new("是否销号", 6), new("销号日期", 12), new("销号人", 10), new("佐证材料", 28), new("备注", 28),
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
                entry.Item.ToString(), entry.At.InZone(zone).LocalDateTime, LedgerWords.Of(entry), Shown(entry.By.Name),
                entry.By.RecordedBy is { } key && key != entry.By.Name ? Shown(key) : null, LedgerDetails.Of(entry),
            ];
    }

    private object?[] Of(PlanExport export, ItemFile file)
    {
        var (item, closing) = (file.Item, file.Closing);
        return
        [
            item.Code.ToString(), export.Plan.Title, Problem(item), item.Measures, string.Join('、', export.UnitsOf(item)), Names(item.Leaders), Names(item.Persons),
            item.Deadline.Date is { } date ? date : LedgerWords.Of(item.Deadline),
            Progress(item, export.On), item.State == ItemState.Closed ? "是" : "否", closing?.At.InZone(export.Plan.TimeZone).Date,
            closing is null ? null : Shown(closing.By.Name), string.Join('\n', item.Evidence.Select(Evidence)), string.Join('；', item.Missing.Select(LedgerWords.OfMissing).Concat(item.Findings.Select(LedgerWords.Of)).Distinct()),
        ];
    }

    // A title that was taken from the problem's first sentence is not said twice.
    private static string Problem(Item item) =>
        item.Problem.Length == 0 || item.Title.Length == 0 || item.Problem.StartsWith(item.Title, StringComparison.Ordinal)
            ? item.Problem.Length == 0 ? item.Title : item.Problem
            : $"{item.Title}\n{item.Problem}";

    private string Progress(Item item, LocalDate on)
    {
        var state = item.Cycle > 1 ? $"反弹后第{item.Cycle}轮，{LedgerWords.Of(item.State)}" : LedgerWords.Of(item.State);
        if (Lateness.WorkingDays(item, on, calendar) is { } days)
            state += days == 0 ? "，已逾期" : $"，已逾期{days}个工作日";
        return item.Report is { } report ? $"{state}\n{Shown(report.By.Name)}报结：{report.Note}" : state;
    }

    private static string Evidence(Evidence evidence) => (evidence.Link ?? evidence.Name) + (evidence.Note.Length > 0 ? $"（{evidence.Note}）" : "");

    private string Names(IEnumerable<Party> parties) =>
        string.Join('\n', parties.Select(p => p.Phone is { } number ? $"{p.Name} {Shown(number)}" : p.Name));

    // Who answers an SMS stands in the history by number.
    private string Shown(string name) => PhoneNumber.TryParse(name, out var number) ? Shown(number) : name;

    private string Shown(PhoneNumber number) => wholeNumbers ? number.Value : number.Masked;
}
