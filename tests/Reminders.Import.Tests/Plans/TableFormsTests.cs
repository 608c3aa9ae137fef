namespace Reminders.Import.Tests.Plans;

/// <summary>Tables in the forms that offices print: merged numbers, tables side by side, items in columns, and notes.</summary>
public class TableFormsTests
{
    [Fact]
    public void A_number_merged_over_rows_with_problems_of_their_own_gives_each_its_person_and_unit()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            [
                ["序号", "存在问题", "整改措施", "责任单位", "责任人", "整改时限"],
                [1, "渠道淤堵", "清淤", "水务站", "王建军", new XlsxCell(46143.0, 57)],
                [null, "闸门锈蚀", "除锈", null, null, null],
                [null, null, "刷漆", null, null, null],
                [2, "路面破损", "修补", "公路站", "李秀英", "2026年4月12日"],
                [null, "路灯不亮", "更换", null, "赵国强", "2026年4月30日"],
            ],
            "A2:A4", "D2:D4", "E2:E4", "F2:F4", "A5:A6", "D5:D6"));

        Assert.Equal(
            [
                ("1", "渠道淤堵", "水务站", "王建军", new(2026, 5, 31)), ("1", "闸门锈蚀", "水务站", "王建军", new(2026, 5, 31)),
                ("2", "路面破损", "公路站", "李秀英", new(2026, 4, 12)), ("2", "路灯不亮", "公路站", "赵国强", new LocalDate(2026, 4, 30)),
            ],
            plan.Items.Select(i => (i.Number!, i.Problem, string.Join(',', i.Units), i.Persons.Names(), i.Deadline.Date!.Value)));
        Assert.Equal("除锈\n刷漆", plan.Items[1].Measures);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("docx")]
    public void Tables_side_by_side_are_read_each(string format)
    {
        var plan = PlanFiles.Read(PlanFiles.Content(format, [
            ["存在问题", "责任人", "整改时限", "", "存在问题", "责任人", "整改时限"],
            ["渠道淤堵", "王建军", "2026年3月10日", "", "路面破损", "李秀英", "2026年4月12日"],
        ]));

        Assert.Equal([("渠道淤堵", "王建军"), ("路面破损", "李秀英")], plan.Items.Select(i => (i.Problem, i.Persons.Names())));
        Assert.Equal([new(2026, 3, 10), new LocalDate(2026, 4, 12)], plan.Items.Select(i => i.Deadline.Date!.Value));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("docx")]
    [InlineData("pipes")]
    public void A_table_with_an_item_in_each_column_is_refused_with_the_reason(string format)
    {
        string[][] rows = [["存在问题", "渠道淤堵", "路面破损"], ["责任人", "王建军", "李秀英"], ["整改时限", "2026年3月10日", "2026年4月12日"]];

        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(PlanFiles.Content(format, rows)), RefusalCodes.NoItems);

        Assert.Contains("an item in each column and was not read: \"渠道淤堵\", \"路面破损\"", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message.IndexOf("转置", StringComparison.Ordinal), refusal.Message.LastIndexOf("转置", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_with_an_item_in_each_column_below_other_items_is_a_finding()
    {
        var table = Docx.Table(["存在问题", "渠道淤堵", "路面破损"], ["责任人", "王建军", "李秀英"], ["整改时限", "2026年3月10日", "2026年4月12日"]);
        var plan = PlanFiles.Read(Docx.Of("整改方案", "一、井盖破损", "责任人：陈静", "整改时限：5月20日", table), 2026);

        Assert.Equal("陈静", Assert.Single(plan.Items).Persons.Names());
        Assert.Contains("路面破损", Assert.Single(plan.Findings, f => f.Code == "table-turned").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("是否销号", "是", true)]
    [InlineData("整改情况", "已完成", true)]
    [InlineData("整改情况", "已完成方案，正在施工", false)]
    [InlineData("是否销号", "否", false)]
    public void An_item_that_is_marked_as_done_is_a_finding(string header, string cell, bool isDone)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,整改时限,{header}\n1,渠道淤堵,王建军,2026年3月10日,{cell}\n");

        Assert.Equal(isDone, plan.Findings.Any(f => f.Code == "items-done" && f.Message.Contains("渠道淤堵", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_note_below_the_rows_that_names_a_duty_is_a_finding()
    {
        var plan = PlanFiles.Read("序号,存在问题,责任人,整改时限\n1,渠道淤堵,,\n备注：责任人为王建军，时限5月30日,,,\n");

        Assert.Empty(Assert.Single(plan.Items).Persons);
        Assert.Contains("王建军", Assert.Single(plan.Findings, f => f.Code == "line-not-read").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_that_repeats_the_items_of_another_is_a_finding()
    {
        object?[][] rows = [["序号", "存在问题", "责任人", "整改时限"], [1, "渠道淤堵", "王建军", "2026年3月10日"]];
        var plan = PlanFiles.Read(Xlsx.Of(("石桥村", rows, []), ("汇总", rows, [])));

        Assert.Contains("渠道淤堵", Assert.Single(plan.Findings, f => f.Code == "items-repeated").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_without_items_beside_a_list_is_named()
    {
        var plan = PlanFiles.Read(Xlsx.Of(
            ("台账", [["序号", "存在问题", "责任人", "整改时限"], [1, "渠道淤堵", "王建军", "2026年3月10日"]], []), ("附表", [["金额", "备注"], [3, "无"]], [])));

        Assert.Equal("sheet 附表", Assert.Single(plan.Findings, f => f.Code == "sheet-not-read").Place);
    }
}
