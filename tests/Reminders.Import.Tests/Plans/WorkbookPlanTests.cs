namespace Reminders.Import.Tests.Plans;

/// <summary>Tables in Excel workbooks, with merged cells and dates as offices have them.</summary>
public class WorkbookPlanTests
{
    private static readonly object?[] Header = ["序号", "存在问题", "整改措施", "责任领导", "责任人", "整改时限"];

    [Fact]
    public void A_table_is_read_between_its_title_and_its_signatures()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [
                ["清河乡问题整改台账"],
                ["填报单位：清河乡人民政府", null, null, null, null, "截至2026年3月2日"],
                Header,
                [1, "河道堵塞", "清淤", "林晓燕", "王建军", new DateOnly(2026, 5, 20)],
                [2, "路灯损坏", "更换", "林晓燕", "李秀英", "2026年6月底"],
                ["合计", 2],
                ["填表人：周敏"],
            ],
            "A1:F1"), fileName: "台账.xlsx");

        Assert.Equal("清河乡问题整改台账", plan.Title);
        Assert.Equal([("1", "河道堵塞"), ("2", "路灯损坏")], plan.Items.Select(i => (i.Number!, i.Problem)));
        Assert.Equal([new LocalDate(2026, 5, 20), new LocalDate(2026, 6, 30)], plan.Items.Select(i => i.Deadline.Date!.Value));
        Assert.Equal("王建军", plan.Items[0].Persons.Names());
    }

    [Fact]
    public void A_header_of_two_rows_is_one_header()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [
                ["序号", "问题", "责任", null, null, "整改时限"],
                [null, null, "责任领导", "责任人及联系电话", null, null],
                [null, null, null, "姓名", "电话", null],
                [1, "河道堵塞", "林晓燕", "王建军", "13900000001", "2026年5月20日"],
            ],
            "A1:A3", "B1:B3", "C1:E1", "C2:C3", "D2:E2", "F1:F3"));

        var item = Assert.Single(plan.Items);
        Assert.Equal("林晓燕", item.Leaders.Names());
        Assert.Equal(("王建军", "+8613900000001"), (item.Persons[0].Name, item.Persons[0].Phone!.Value.Value));
        Assert.Equal(new LocalDate(2026, 5, 20), item.Deadline.Date);
    }

    [Fact]
    public void A_cell_merged_over_several_items_holds_for_each_item()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [Header, [1, "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"], [2, "路灯损坏", "更换", null, "李秀英", null]],
            "D2:D3", "F2:F3"));

        Assert.Equal(["林晓燕", "林晓燕"], plan.Items.Select(i => i.Leaders.Names()));
        Assert.All(plan.Items, i => Assert.Equal(new LocalDate(2026, 5, 20), i.Deadline.Date));
    }

    [Fact]
    public void An_item_over_several_rows_is_one_item()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [
                Header,
                [1, "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"],
                [null, null, "设立警示牌", null, "李秀英", null],
                [2, "路灯损坏", "更换", "林晓燕", "赵国强", "2026年6月1日"],
            ],
            "A2:A3", "B2:B3", "D2:D3", "F2:F3"));

        Assert.Equal(2, plan.Items.Length);
        var first = plan.Items[0];
        Assert.Equal(("清淤\n设立警示牌", "王建军,李秀英", "林晓燕"), (first.Measures, first.Persons.Names(), first.Leaders.Names()));
        Assert.Equal(new LocalDate(2026, 5, 20), first.Deadline.Date);
    }

    [Fact]
    public void Several_sheets_are_sections_of_one_plan_and_other_sheets_are_skipped()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            ("说明", [["填表说明"], ["请如实填写"]], []),
            ("河道", [Header, [1, "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"]], []),
            ("道路", [Header, [1, "路灯损坏", "更换", "林晓燕", "李秀英", "2026年6月1日"]], [])));

        Assert.Equal([("河道", "河道堵塞"), ("道路", "路灯损坏")], plan.Items.Select(i => (i.Section, i.Problem)));
    }

    [Fact]
    public void A_number_in_the_deadline_is_a_day_as_Excel_counts_them()
    {
        var plan = PlanFiles.Read(Xlsx.Of([Header, [1, "河道堵塞", "清淤", "林晓燕", "王建军", 46162]]));

        Assert.Equal((DeadlineKind.Date, new LocalDate(2026, 5, 20)), (plan.Items[0].Deadline.Kind, plan.Items[0].Deadline.Date!.Value));
    }

    [Fact]
    public void Findings_name_sheet_and_row()
    {
        var plan = PlanFiles.Read(Xlsx.Of([Header, [1, "河道堵塞", "清淤", "林晓燕", "**", "2026年5月20日"]]));

        var finding = Assert.Single(plan.Items[0].Findings, f => f.Code == "person-redacted");
        Assert.Contains("row 2", $"{finding}", StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_number_twice_is_refused_with_both_places()
    {
        var book = Xlsx.Of([Header, [1, "甲问题", "改", "林晓燕", "王建军", "5月20日"], [1, "乙问题", "改", "林晓燕", "王建军", "5月20日"]]);
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(book), RefusalCodes.ItemDuplicate);

        Assert.Contains("row 2 and in sheet Sheet1, row 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workbook_without_items_is_refused() =>
        PlanFiles.Refusal(() => PlanFiles.Read(Xlsx.Of([["姓名", "年龄"], ["王建军", 40]])), RefusalCodes.NoItems);

    [Fact]
    public void A_workbook_that_is_cut_off_is_refused()
    {
        var whole = Xlsx.Of([Header, [1, "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"]]);

        PlanFiles.Refusal(() => PlanFiles.Read(whole[..(whole.Length / 2)]), RefusalCodes.WorkbookInvalid);
    }
}
