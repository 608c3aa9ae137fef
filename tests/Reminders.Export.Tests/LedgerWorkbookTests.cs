using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using Item = Reminders.Core.Items.Item;
using Workbook = Reminders.Import.Files.Workbook;

namespace Reminders.Export.Tests;

/// <summary>The cells of the ledger's workbook, with ordinary and with hostile text.</summary>
public class LedgerWorkbookTests
{
    private static readonly LocalDate On = new(2020, 5, 23);

    private static readonly PhoneNumber[] Numbers = [.. Enumerable.Range(1, 4).Select(n => PhoneNumber.Parse($"+861390000000{n}"))];

    private static readonly Item OpenItem = Build.Item() with { State = ItemState.Open, Report = null, Cycle = 1 };

    [Fact]
    public void An_item_is_filed_under_the_columns_of_the_office()
    {
        var rows = Rows(0, Of(OpenItem));

        Assert.Equal(["2019年度考核反馈问题整改台账", "导出日期：2020年5月23日　共1项，已销号0项"], rows.Take(2).Select(r => r[0]));
        Assert.Equal(
            [
                "序号", "方案", "问题", "整改措施", "责任单位", "责任领导", "责任人", "整改时限", "整改情况", "是否销号", "销号日期", "销号人",
                "佐证材料", "备注",
            ],
            rows[2]);
        Assert.Equal(
            [
                "1-1", "2019年度考核反馈问题整改方案", "档案资料不规范\n个别村档案资料\"不规范\", <更新> 不及时。", "一是对照标准,逐户核实;\n二是建立长效机制。",
                "扶贫办、村建所", "王五 +8613900000002", "孙七 +8613900000004\n李四", "2020-05-20", "整改中，已逾期2个工作日", "否", "", "",
                "整改后.jpg（\"清运\"后）\nhttps://example.org/?a=1&b=%E5%85%AC", "5月20日 → 2020-05-20",
            ],
            rows[3]);
        Assert.Equal(4, rows.Count);
    }

    [Theory]
    [InlineData(ItemState.Draft, "待完善")] // a draft is never overdue, because no one was reminded
    [InlineData(ItemState.Open, "整改中，已逾期2个工作日")]
    [InlineData(ItemState.Reported, "待核查")]
    [InlineData(ItemState.Closed, "已销号")]
    [InlineData(ItemState.Cancelled, "已撤销")]
    public void The_state_is_in_the_offices_words(ItemState state, string words) =>
        Assert.Equal(words, Rows(0, Of(OpenItem with { State = state }))[3][8]);

    [Theory]
    [InlineData("2020-05-22", "整改中，已逾期")]
    [InlineData("2020-05-23", "整改中")] // the whole day counts
    public void An_item_is_overdue_from_the_day_after_its_deadline(string deadline, string words) =>
        Assert.Equal(words, Rows(0, Of(OpenItem with { Deadline = Deadline.On(Given.Day(deadline), "") }))[3][8]);

    [Fact]
    public void The_report_follows_the_state() =>
        Assert.Equal("待核查\n张三报结：已完成", Rows(0, Of(Build.Item() with { Cycle = 1 }))[3][8]);

    [Fact]
    public void A_deadline_without_a_date_keeps_the_words_of_the_plan()
    {
        var deadline = Deadline.None(DeadlineKind.Continuous, "长期坚持");
        var draft = Build.Item() with { State = ItemState.Draft, Leaders = [], Findings = [], Deadline = deadline };
        Assert.Equal("长期坚持", Rows(0, Of(draft))[3][7]);
        Assert.Equal("长期坚持，缺具体日期；缺责任领导", Rows(0, Of(draft))[3][13]);
        Assert.Equal("未写明", Rows(0, Of(draft with { Deadline = Deadline.None(DeadlineKind.Missing, "") }))[3][7]);
    }

    [Fact]
    public void Dates_and_times_are_spreadsheet_values_in_the_time_zone_of_the_plan()
    {
        var item = Build.Item() with { State = ItemState.Closed };
        var file = Of(item, Entry(item, "Verify", 4, Given.At("2020-05-22T00:30"), new("王五")));
        using var package = Opened(Make(file));

        Assert.Equal(["43971", "43973"], Cells(package, 0)[3].Where(c => c.StyleIndex!.Value == CellStyles.Date).Select(c => c.InnerText));
        Assert.All(Cells(package, 0)[3].Where(c => c.StyleIndex!.Value == CellStyles.Date), c => Assert.Null(c.DataType));
        Assert.Equal("43973.020833333336", Assert.Single(Cells(package, 1)[3], c => c.StyleIndex!.Value == CellStyles.Time).InnerText);
        Assert.Equal("2020-05-22 00:30", Rows(1, file)[3][1]);
    }

    [Fact]
    public void The_last_verification_names_the_person_and_time_of_closing()
    {
        var item = Build.Item() with { State = ItemState.Closed };
        HistoryEntry[] history =
        [
            Entry(item, "Verify", 4, Given.At("2020-03-01T10:00"), new("王五")),
            Entry(item, "Reopen", 5, Given.At("2020-04-01T10:00"), new("王五")),
            Entry(item, "Verify", 7, Given.At("2020-05-21T10:00"), new("赵六")),
            Entry(item, "Revise", 8, Given.At("2020-05-22T10:00"), new("办公室")),
        ];
        Assert.Equal(["是", "2020-05-21", "赵六"], Rows(0, Of(item, history))[3][9..12]);
        Assert.Equal(["否", "", ""], Rows(0, Of(item with { State = ItemState.Open }, history[..2]))[3][9..12]);
    }

    [Fact]
    public void The_second_sheet_lists_every_action_with_its_actor_and_key()
    {
        var item = Build.Item();
        var rows = Rows(
            1,
            Of(
                item,
                HistoryEntry.Loaded(item with { State = ItemState.Draft }, Build.Now, new("办公室", "办公室")),
                Entry(item, "Report", 4, Build.Now + Duration.FromMinutes(1), new("张三", "+8613900000001"), "已完成"),
                Entry(item, "Return", 5, Build.Now + Duration.FromMinutes(2), new("王五"), "照片不清楚")),
            Of(Build.Item(2), Entry(Build.Item(2), "Whatever", 4, Build.Now, new("王五"))));

        Assert.Equal(["序号", "时间", "办理", "经办人", "代录", "内容"], rows[2]);
        Assert.Equal(["1-1", "2020-05-13 09:00", "载入", "办公室", "", "待完善"], rows[3]);
        Assert.Equal(["1-1", "2020-05-13 09:01", "报结", "张三", "+8613900000001", "已完成"], rows[4]);
        Assert.Equal(["1-1", "2020-05-13 09:02", "退回", "王五", "", "照片不清楚"], rows[5]);
        Assert.Equal(["1-2", "Whatever"], [rows[6][0], rows[6][2]]);
    }

    [Theory]
    [InlineData("Reopen", "cycle 2, 2020-05-20 → 2020-09-30: 再次受潮", "反弹，第2轮整改，时限 2020-05-20 → 2020-09-30：再次受潮")]
    [InlineData("Extend", "2020-05-20 → 2020-06-30: cycle 2, 汛期", "时限 2020-05-20 → 2020-06-30：cycle 2, 汛期")]
    [InlineData("AskExtension", "2020-05-20 → 2020-06-30? 汛期", "时限 2020-05-20 → 2020-06-30：汛期")]
    [InlineData("Verify", "现场查看 (look-back 2020-08-01)", "现场查看（2020-08-01回头看）")]
    [InlineData("LookBack", "未反弹 (next 2020-12-01)", "未反弹（2020-12-01再次回头看）")]
    [InlineData("Complete", "persons 张三 → 邓文博 (for 张三); names", "责任人 张三 → 邓文博（代张三）；名单有变动")]
    [InlineData("Complete", "leaders 王五: number; deadline 2020-05-20", "责任领导 王五号码有变动；整改时限 2020-05-20")]
    [InlineData("Complete", "林晓燕 handed over to 邓文博: persons 林晓燕 → 邓文博", "林晓燕移交邓文博；责任人 林晓燕 → 邓文博")]
    [InlineData("Complete", "persons nobody → 张三; still missing: deadline-redacted, leader-missing", "责任人 无 → 张三；仍待完善：整改时限已隐去、缺责任领导")]
    [InlineData("Complete", "number of 林晓燕: flag lifted", "林晓燕的号码恢复使用")]
    [InlineData("Revise", "title: 档案 → nothing; units: nothing → 水务站", "标题 档案 → 无；责任单位 无 → 水务站")]
    [InlineData("Revise", "listed again", "重新列入方案")]
    [InlineData("Revise", "gone-from-plan: The plan lists it no longer.", "重新载入的方案不再列此项")]
    [InlineData("Report", "persons were told; cycle 2, 2020", "persons were told; cycle 2, 2020")] // people's own words
    public void Each_action_is_described_in_the_offices_words(string action, string detail, string words) =>
        Assert.Equal(words, Rows(1, Of(OpenItem, Entry(OpenItem, action, 4, Build.Now, Build.Office, detail)))[3][5]);

    [Fact]
    public void A_reopened_item_shows_its_round() =>
        Assert.Equal("反弹后第2轮，整改中，已逾期2个工作日", Rows(0, Of(OpenItem with { Cycle = 2 }))[3][8]);

    [Fact]
    public void Without_a_unit_in_the_plan_the_unit_comes_from_the_directory()
    {
        Party deputy = new("邓文博", Numbers[2]) { StandsFor = "何志强", AbsentPhone = Numbers[1] };
        var item = OpenItem with { Units = [], Unit = null, Persons = [new("林晓燕", Numbers[0]), deputy] };
        Contact[] directory =
        [
            new("林晓燕", Numbers[0], Role.Leader, "镇政府"), new("林晓燕", Numbers[0], Role.Person, "环卫站"),
            new("何志强", Numbers[1], Role.Person, "水务站"),
            new("邓文博", Numbers[2], Role.Person, "党政办"), new("林晓燕", Numbers[3], Role.Person, "卫生院"),
        ];
        string Unit(Item filed) => Texts(Make(Plan(Of(filed)) with { Contacts = directory }), 0)[3][4];

        Assert.Equal("环卫站、水务站", Unit(item));
        Assert.Equal("石桥村", Unit(item with { Unit = "石桥村" }));
        Assert.Equal("扶贫办", Unit(item with { Units = ["扶贫办"] }));
        Assert.Equal("", Unit(item with { Persons = [new("孙七")] }));
    }

    [Fact]
    public void Every_action_and_every_state_has_a_word_of_the_office()
    {
        var actions = Enum.GetNames<ItemAction>().Select(action => OfficeWords.Of(Entry(OpenItem, action, 4, Build.Now, Build.Office)));
        var states = Enum.GetValues<ItemState>().Select(OfficeWords.Of);
        var kinds = Enum.GetValues<DeadlineKind>().Where(k => k != DeadlineKind.Date)
            .Select(k => OfficeWords.OfMissing(FindingCodes.Deadline(k)));

        Assert.All([.. actions, .. states, .. kinds], words => Assert.DoesNotContain(words, char.IsAsciiLetter));
    }

    [Fact]
    public void Masked_numbers_are_masked_on_both_sheets()
    {
        var file = Of(Build.Item(), Entry(Build.Item(), "Report", 4, Build.Now, new("+8613900000001", "+8613900000002")));
        var book = LedgerWorkbook.Make([Plan(file)], On, WorkingCalendar.China, wholeNumbers: false);
        var seen = string.Join('\n', Texts(book, 0).Concat(Texts(book, 1)).SelectMany(r => r));

        Assert.DoesNotContain("1390000000", seen, StringComparison.Ordinal);
        Assert.Contains("孙七 +86139…04", seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("=HYPERLINK(\"http://example.com\",\"整改\")")]
    [InlineData("+8613900000001")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1+1")]
    [InlineData("\n=cmd|' /C calc'!A0")]
    [InlineData("'quoted")]
    [InlineData("2020-05-20")]
    [InlineData("  blanks  ")]
    public void Text_stays_text_however_it_begins(string text)
    {
        var item = Build.Item() with
        {
            Title = "",
            Problem = text,
            Measures = text,
            Units = [text],
            Deadline = Deadline.None(DeadlineKind.Invalid, text),
            Evidence = [new(new('a', 64), text, Build.Office, Build.Now)],
        };
        var file = Of(item, Entry(item, "Cancel", 4, Build.Now, new(text, text + "2"), text));
        using var package = Opened(Make(new PlanExport(Build.Plan() with { Title = text }, On, [file])));

        foreach (var (sheet, columns) in new[] { (0, (int[])[1, 2, 3, 4, 7, 12]), (1, [3, 5]) })
        {
            Assert.Empty(SheetOf(package, sheet).Descendants<CellFormula>());
            Assert.All(columns, column =>
            {
                var cell = Cells(package, sheet)[3][column];
                var shown = (sheet, column) == (1, 3) ? Folded.Name(text) : text; // a name
                Assert.Equal(
                    (CellValues.InlineString, CellStyles.Text, shown), (cell.DataType!.Value, cell.StyleIndex!.Value, cell.InnerText));
            });
        }
    }

    [Theory]
    [InlineData("a\0b\u0001c\u001f\ufffe\uffff", "abc")]
    [InlineData("𠮷 whole", "𠮷 whole")]
    [InlineData("one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour")]
    [InlineData("_x0041_ and _x004", "_x005F_x0041_ and _x004")]
    public void Characters_that_a_cell_cannot_hold_are_left_out(string text, string held) => Assert.Equal(held, CellText.Of(text));

    // A fact of its own, because an attribute cannot hold half a surrogate pair.
    [Fact]
    public void Half_a_surrogate_pair_is_left_out() =>
        Assert.Equal("half  a pair,  the other half", CellText.Of("half \ud800 a pair, \udc00 the other half\ud800"));

    [Fact]
    public void A_text_that_is_too_long_for_a_cell_is_cut_after_a_whole_character_with_a_mark()
    {
        Assert.Equal(new string('改', CellText.Longest), CellText.Of(new string('改', CellText.Longest)));
        foreach (var before in (string[])["", "改"])
        {
            var cut = CellText.Of(before + string.Concat(Enumerable.Repeat("𠮷", CellText.Longest)));
            Assert.InRange(cut.Length, CellText.Longest - 1, CellText.Longest);
            Assert.EndsWith("𠮷" + CellText.CutMark, cut, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_header_stays_in_sight_and_filters_all_rows()
    {
        using var package = Opened(Make(Of(OpenItem), Of(Build.Item(2))));

        Assert.Equal("A3:N5", SheetOf(package, 0).GetFirstChild<AutoFilter>()!.Reference!.Value);
        Assert.Equal("A4", SheetOf(package, 0).Descendants<Pane>().Single().TopLeftCell!.Value);
        Assert.Equal(["整改台账", "办理记录"], package.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().Select(s => s.Name!.Value));
    }

    [Fact]
    public void A_full_and_an_empty_workbook_are_valid()
    {
        var item = Build.Item() with { State = ItemState.Closed };
        var full = Make(Of(item, Entry(item, "Verify", 4, Build.Now, Build.Office)), Of(OpenItem));
        byte[][] books = [full, LedgerWorkbook.Make([], On, WorkingCalendar.China, true)];
        foreach (var book in books)
        {
            using var package = Opened(book);
            var faults = new OpenXmlValidator(FileFormatVersions.Office2019).Validate(package, TestContext.Current.CancellationToken);
            Assert.Equal([], faults.Select(e => $"{e.Path?.XPath}: {e.Description}"));
        }
        Assert.Equal("整改台账", Texts(books[1], 0)[0][0]);
    }

    [Fact]
    public void Twelve_thousand_items_with_their_histories_are_written()
    {
        var files = Enumerable.Range(1, 12_000).Select(n => Build.Item(n))
            .Select(i => Of(i, [.. Enumerable.Range(4, 4).Select(v => Entry(i, "Report", v, Build.Now, Build.Office))])).ToArray();

        using var package = Opened(Make(files));

        Assert.Equal("A3:N12003", SheetOf(package, 0).GetFirstChild<AutoFilter>()!.Reference!.Value);
        Assert.Equal("A3:F48003", SheetOf(package, 1).GetFirstChild<AutoFilter>()!.Reference!.Value);
    }

    private static ItemFile Of(Item item, params HistoryEntry[] history) => new(item, history, []);

    private static HistoryEntry Entry(Item item, string action, int number, Instant at, Actor by, string detail = "") =>
        new(item.Code, number, at, action, by, detail);

    private static PlanExport Plan(params ItemFile[] files) => new(Build.Plan(), On, files);

    private static byte[] Make(params ItemFile[] files) => Make(Plan(files));

    private static byte[] Make(PlanExport plan) => LedgerWorkbook.Make([plan], On, WorkingCalendar.China, wholeNumbers: true);

    private static List<string[]> Rows(int sheet, params ItemFile[] files) => Texts(Make(files), sheet);

    private static List<string[]> Texts(byte[] book, int sheet) =>
        [.. Workbook.Read(book, new FileLimits())[sheet].Rows.Select(r => r.Cells.ToArray())];

    private static SpreadsheetDocument Opened(byte[] book) => SpreadsheetDocument.Open(new MemoryStream(book), isEditable: false);

    private static Worksheet SheetOf(SpreadsheetDocument package, int number)
    {
        var sheet = package.WorkbookPart!.Workbook!.Sheets!.Elements<Sheet>().ElementAt(number);
        return ((WorksheetPart)package.WorkbookPart.GetPartById(sheet.Id!.Value!)).Worksheet!;
    }

    private static List<List<Cell>> Cells(SpreadsheetDocument package, int sheet) =>
        [.. SheetOf(package, sheet).GetFirstChild<SheetData>()!.Elements<Row>().Select(r => r.Elements<Cell>().ToList())];
}
