using DocumentFormat.OpenXml.Spreadsheet;

namespace Reminders.Import.Tests.Plans;

/// <summary>A workbook is read as Excel shows it.</summary>
public class WorkbookViewTests
{
    private static readonly object?[] Header = ["序号", "存在问题", "整改措施", "责任领导", "责任人", "整改时限"];
    private static readonly object?[] River = [1, "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"];
    private static readonly object?[] Lamp = [2, "路灯损坏", "更换", "林晓燕", "李秀英", "2026年6月30日"];
    private static readonly object?[] Bridge = [3, "栏杆锈蚀", "刷漆", "林晓燕", "赵国强", "2026年7月31日"];

    [Theory]
    [InlineData("hidden", true)]
    [InlineData("hidden", false)]
    [InlineData("veryHidden", true)]
    [InlineData("veryHidden", false)]
    public void A_hidden_sheet_is_not_read_and_a_finding_names_it(string state, bool first)
    {
        var old = new XlsxSheet("去年底稿", [Header, Lamp]) { State = new SheetStateValues(state) };
        var now = new XlsxSheet("台账", [Header, River]);
        var plan = PlanFiles.Read(first ? Xlsx.Of(old, now) : Xlsx.Of(now, old));

        Assert.Equal("河道堵塞", Assert.Single(plan.Items).Problem);
        var finding = Assert.Single(plan.Findings, f => f.Code == "sheet-hidden");
        Assert.Contains("去年底稿", finding.Message, StringComparison.Ordinal);
        Assert.Contains("路灯损坏", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_hidden_sheet_makes_no_finding()
    {
        var empty = new XlsxSheet("空", []) { State = SheetStateValues.Hidden };
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, River]), empty));

        Assert.DoesNotContain(plan.Findings, f => f.Code == "sheet-hidden");
    }

    [Fact]
    public void A_workbook_whose_items_are_hidden_is_refused_with_the_reason()
    {
        var book = Xlsx.Of(
            new XlsxSheet("说明", [["请如实填写"]]), new XlsxSheet("台账", [Header, River]) { State = SheetStateValues.Hidden });

        Assert.Contains(
            "\"台账\" is hidden", PlanFiles.Refusal(() => PlanFiles.Read(book), RefusalCodes.NoItems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Hidden_rows_are_not_read_and_a_finding_quotes_them()
    {
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, River, Lamp, Bridge]) { HiddenRows = [3] }));

        Assert.Equal(["1", "3"], plan.Items.Select(i => i.Number));
        var finding = Assert.Single(plan.Findings, f => f.Code == "rows-hidden");
        Assert.Contains("row 3 \"2 路灯损坏", finding.Message, StringComparison.Ordinal);
        Assert.Equal("sheet 台账", finding.Place);
    }

    [Fact]
    public void A_hidden_column_is_not_read_and_a_finding_names_it()
    {
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, River, Lamp]) { HiddenColumns = [5] }));

        Assert.All(plan.Items, i => Assert.Empty(i.Persons));
        Assert.Contains("E \"责任人\"", Assert.Single(plan.Findings, f => f.Code == "columns-hidden").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merged_cell_with_a_hidden_first_row_still_holds_for_the_rows_that_show()
    {
        object?[] second = [2, "路灯损坏", "更换", null, "李秀英", "2026年6月30日"];
        object?[] third = [3, "栏杆锈蚀", "刷漆", null, "赵国强", "2026年7月31日"];
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, River, second, third], "D2:D4") { HiddenRows = [2] }));

        Assert.Equal(["林晓燕", "林晓燕"], plan.Items.Select(i => i.Leaders.Names()));
    }

    [Fact]
    public void Rows_that_a_filter_hides_are_read_and_a_finding_quotes_them()
    {
        var sheet = new XlsxSheet("台账", [Header, River, Lamp, Bridge]) { HiddenRows = [3, 4], Filter = "A1:F4" };
        var plan = PlanFiles.Read(Xlsx.Of(sheet));

        Assert.Equal(["1", "2", "3"], plan.Items.Select(i => i.Number));
        Assert.Contains("row 3 \"2 路灯损坏", Assert.Single(plan.Findings, f => f.Code == "rows-filtered").Message, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Findings, f => f.Code == "rows-hidden");
    }

    [Fact]
    public void A_row_below_the_filter_that_somebody_hid_is_not_read()
    {
        var sheet = new XlsxSheet("台账", [Header, River, Lamp, Bridge]) { HiddenRows = [3, 4], Filter = "A1:F3" };
        var plan = PlanFiles.Read(Xlsx.Of(sheet));

        Assert.Equal(["1", "2"], plan.Items.Select(i => i.Number));
        Assert.Contains("row 4", Assert.Single(plan.Findings, f => f.Code == "rows-hidden").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_that_is_struck_through_is_read_and_a_finding_quotes_it()
    {
        object?[] struck = [.. Lamp.Select(c => new XlsxCell(c!, null, IsStruck: true))];
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, River, struck])));

        Assert.Equal(2, plan.Items.Length);
        Assert.Contains("row 3 \"2 路灯损坏", Assert.Single(plan.Findings, f => f.Code == "rows-struck").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_of_a_cell_that_is_struck_through_is_a_finding_too()
    {
        object?[] row = [1, "河道堵塞", "清淤", "林晓燕", new[] { ("王建军", true), ("、李秀英", false) }, "2026年5月20日"];
        var plan = PlanFiles.Read(Xlsx.Of(new XlsxSheet("台账", [Header, row])));

        Assert.Contains("王建军", Assert.Single(plan.Findings, f => f.Code == "rows-struck").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_without_anything_hidden_makes_no_finding() =>
        Assert.DoesNotContain(
            PlanFiles.Read(Xlsx.Of([Header, River, Lamp])).Findings, f => f.Code.StartsWith("rows-", StringComparison.Ordinal));

    // 46143 is 2026-05-01 and 46162 is 2026-05-20.
    public static TheoryData<double, object?, string> Formats => new()
    {
        { 46143, "yyyy\"年\"m\"月\"", "2026-05-31" },
        { 46143, "yyyy\"年\"m\"月\";@", "2026-05-31" },
        { 46143, "[$-804]yyyy\"年\"m\"月\"", "2026-05-31" },
        { 46143, "[DBNum1][$-804]yyyy\"年\"m\"月\";@", "2026-05-31" },
        { 46143, "yyyy/m", "2026-05-31" },
        { 46143, "yyyy\\.mm", "2026-05-31" },
        { 46143, "mmm-yy", "2026-05-31" },
        { 46143, 17, "2026-05-31" },
        { 46143, 27, "2026-05-31" },
        { 46143, 36, "2026-05-31" },
        { 46143, 50, "2026-05-31" },
        { 46143, 52, "2026-05-31" },
        { 46143, 57, "2026-05-31" },
        { 46143, "m\"月\"", "2026-05-31" },
        { 46162, 14, "2026-05-20" },
        { 46162, 22, "2026-05-20" },
        { 46162, 28, "2026-05-20" },
        { 46162, 30, "2026-05-20" },
        { 46162, 31, "2026-05-20" },
        { 46162, 51, "2026-05-20" },
        { 46162, 54, "2026-05-20" },
        { 46162, 58, "2026-05-20" },
        { 46162, "m\"月\"d\"日\"", "2026-05-20" },
        { 46162, "yyyy\"年\"m\"月\"d\"日\"", "2026-05-20" },
        { 46162, "[$-804]e\"年\"m\"月\"d\"日\"", "2026-05-20" },
        { 46162, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", "2026-05-20" },
        { 46162, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2026-05-20" },
        { 46162, "yyyy\\.m\\.d", "2026-05-20" },
        { 46162, "yyyy/m/d;@", "2026-05-20" },
        { 46162.75, "yyyy/m/d h:mm;@", "2026-05-20" },
        { 46162.75, "yyyy-mm-dd hh:mm:ss.000", "2026-05-20" },
        { 46161.9999999, 31, "2026-05-20" },
        { 46161.9999999, 14, "2026-05-20" },
        { 46161.9999999, null, "2026-05-20" },
        { 46162, null, "2026-05-20" },
        { 46162.5, null, "2026-05-20" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_date_is_the_day_that_Excel_shows_in_either_date_system(double number, object? format, string date)
    {
        foreach (var is1904 in new[] { false, true })
        {
            object?[] row = [1, "河道堵塞", "清淤", "林晓燕", "王建军", new XlsxCell(number - (is1904 ? 1462 : 0), format)];
            var item = Assert.Single(PlanFiles.Read(Xlsx.Of(is1904, new XlsxSheet("台账", [Header, row])), 2026).Items);

            Assert.Equal(date, item.Deadline.Date is { } day ? $"{day:uuuu-MM-dd}" : item.Deadline.Text);
        }
    }

    [Theory]
    [InlineData(5.2, null, "5.2")]
    [InlineData(5.2, 2, "5.2")]
    [InlineData(2026.1, null, "2026.1")]
    [InlineData(12.31, null, "12.31")]
    [InlineData(0.5, null, "0.5")]
    [InlineData(5, 14, "1900-01-0")]
    [InlineData(0.75, 20, "18:00")]
    [InlineData(2026, "yyyy\"年\"", "1905年")]
    public void A_number_that_is_no_day_for_certain_gives_no_date(double number, object? format, string quoted)
    {
        object?[] row = [1, "河道堵塞", "清淤", "林晓燕", "王建军", new XlsxCell(number, format)];
        var item = Assert.Single(PlanFiles.Read(Xlsx.Of([Header, row]), 2026).Items);

        Assert.Equal((DeadlineKind.Invalid, null), (item.Deadline.Kind, item.Deadline.Date));
        Assert.Contains($"\"{quoted}", Assert.Single(item.Findings, f => f.Code == "deadline-invalid").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_number_beside_a_date_makes_the_deadline_doubtful()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [["序号", "存在问题", "责任人", "整改时限", "完成时限"], [1, "河道堵塞", "王建军", new DateOnly(2026, 5, 20), 6.1]]));

        Assert.Null(Assert.Single(plan.Items).Deadline.Date);
    }

    [Fact]
    public void Decimal_numbers_of_other_columns_are_text()
    {
        var plan = PlanFiles.Read(Xlsx.Of([["序号", "存在问题", "整改措施", "责任人", "整改时限"], [1.1, "欠缴12.5万元", 3.5, "王建军", "2026年5月20日"]]));

        var item = plan.Items[0];
        Assert.Equal(("1.1", "3.5", new LocalDate(2026, 5, 20)), (item.Number, item.Measures, item.Deadline.Date));
    }

    [Fact]
    public void An_xls_hides_rows_too()
    {
        // Row 6 of the file, item 3, gets the flag of a hidden row.
        var plan = PlanFiles.Read(Patched("01-plain-river.xls", [0x08, 0x02, 0x10, 0x00, 0x05, 0x00], (at, book) => book[at + 16] |= 0x20));

        var whole = PlanFiles.Read(PlanFiles.File("Corpus/tables/01-plain-river.xls"));
        Assert.Equal(whole.Items.Length - 1, plan.Items.Length);
        Assert.Contains("row 6", Assert.Single(plan.Findings, f => f.Code == "rows-hidden").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_xls_hides_sheets_too()
    {
        // The first entry of the list of sheets.
        var plan = PlanFiles.Read(Patched("07-sheets-housing.xls", [0x85, 0x00], (at, book) => book[at + 8] = 1, once: true));

        var whole = PlanFiles.Read(PlanFiles.File("Corpus/tables/07-sheets-housing.xls"));
        Assert.True(plan.Items.Length < whole.Items.Length);
        Assert.Single(plan.Findings, f => f.Code == "sheet-hidden");
    }

    [Fact]
    public void An_xls_strikes_text_through_too()
    {
        var plan = PlanFiles.Read(Patched("01-plain-river.xls", [0x31, 0x00], (at, book) => book[at + 6] |= 0x08));

        Assert.Single(plan.Findings, f => f.Code == "rows-struck");
    }

    [Fact]
    public void An_xls_counts_days_in_its_own_date_system()
    {
        var plan = PlanFiles.Read(Patched("11-date-forms-flood.xls", [0x22, 0x00, 0x02, 0x00], (at, book) => book[at + 4] = 1));

        Assert.Equal(
            [new LocalDate(2030, 5, 21), new LocalDate(2030, 6, 16)], plan.Items.Take(2).Select(i => i.Deadline.Date!.Value));
    }

    // Changes the records of an xls that start with these bytes.
    private static byte[] Patched(string file, byte[] record, Action<int, byte[]> change, bool once = false)
    {
        var book = PlanFiles.File($"Corpus/tables/{file}");
        var begin = book.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]);
        for (var at = begin; at + 4 <= book.Length && book[at..(at + 4)] is not [0, 0, 0, 0]; at += 4 + book[at + 2] + (book[at + 3] << 8))
        {
            if (!book.AsSpan(at).StartsWith(record))
                continue;
            change(at, book);
            if (once)
                break;
        }
        return book;
    }
}
