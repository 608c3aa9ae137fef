using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using NodaTime.Text;

namespace Reminders.Import;

/// <summary>The ledger 整改台账 as the office files it: how every item stands, and on a second sheet all that was done about it.</summary>
public static class LedgerWorkbook
{
    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuu'年'M'月'd'日'");

    /// <param name="plans">What is filed, in this order.</param>
    /// <param name="on">The day of the export, as the sheets say it.</param>
    /// <param name="calendar">In whose working days lateness is counted.</param>
    /// <param name="wholeNumbers">Whether telephone numbers are written whole; masked if not.</param>
    public static byte[] Make(IReadOnlyList<PlanExport> plans, LocalDate on, WorkingCalendar calendar, bool wholeNumbers)
    {
        var rows = new LedgerRows(calendar, wholeNumbers);
        var items = plans.SelectMany(p => p.Items).Select(f => f.Item).ToList();
        var note = $"导出日期：{Day.Format(on)}　共{items.Count}项，已销号{items.Count(i => i.State == ItemState.Closed)}项";
        using var stream = new MemoryStream();
        using (var package = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = package.AddWorkbookPart();
            book.Workbook = new(new Sheets());
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = LedgerStyles.Sheet();
            SheetWriter.Add(book, new("整改台账", Title(plans), note, LedgerRows.ItemColumns, plans.SelectMany(rows.Items)));
            SheetWriter.Add(book, new("办理记录", "办理记录", note, LedgerRows.HistoryColumns, plans.SelectMany(rows.History)));
        }
        return stream.ToArray();
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
