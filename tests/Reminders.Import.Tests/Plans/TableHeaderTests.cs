namespace Reminders.Import.Tests.Plans;

/// <summary>The words of a header say what each column holds; a header can have two rows, and several can stand in one table.</summary>
public class TableHeaderTests
{
    [Theory]
    [InlineData("工作任务")]
    [InlineData("重点任务")]
    [InlineData("目标任务")]
    [InlineData("民生实事")]
    [InlineData("项目名称")]
    [InlineData("主要内容")]
    [InlineData("督办事项")]
    [InlineData("任务清单")]
    [InlineData("隐患名称")]
    [InlineData("隐患问题描述")]
    [InlineData("年度重点工作")]
    [InlineData("检查发现的问题")]
    [InlineData("问 题\u3000描 述")]
    public void A_header_that_can_name_the_problem_does(string header)
    {
        var plan = PlanFiles.Read($"2026年任务分解表\n序号\t{header}\t责任领导\t责任单位\t责任人\t完成时限\n1\t修复库房屋顶。\t林晓燕\t住建办\t王建军\t3月10日\n");

        var item = Assert.Single(plan.Items);
        Assert.Equal(("修复库房屋顶", "林晓燕", "王建军"), (item.Title, item.Leaders.Names(), item.Persons.Names()));
        Assert.Equal(["住建办"], item.Units);
        Assert.Equal(new LocalDate(2027, 3, 10), item.Deadline.Date);
    }

    [Theory]
    [InlineData("攻坚清障\t责任单位\t责任人\t完成时限", "an unknown header")]
    [InlineData("一本账\t牵头单位\t具体责任人\t时间节点", "all headers by their parts")]
    public void The_only_column_left_is_taken_as_the_problem_with_a_finding(string header, string remark)
    {
        var plan = PlanFiles.Read($"序号\t{header}\n1\t修复库房屋顶漏水\t住建办\t王建军\t2026年3月10日\n2\t更换消防灭火器材\t应急办\t李秀英\t2026年4月12日\n");

        Assert.True(plan.Items.Length == 2 && plan.Items[0].Title == "修复库房屋顶漏水", remark);
        Assert.Equal("王建军", plan.Items[0].Persons.Names());
        var taken = Assert.Single(plan.Findings, f => f.Code == "column-taken");
        Assert.Contains(header.Split('\t')[0], taken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    [InlineData("docx")]
    [InlineData("pipes")]
    public void Two_columns_left_are_refused_by_name(string format)
    {
        string[][] rows = [["序号", "攻坚清障", "一本账", "责任人", "完成时限"], ["1", "修复库房屋顶漏水", "每周清点一次库房", "王建军", "2026年3月10日"]];
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(PlanFiles.Content(format, rows)), RefusalCodes.NoItems);

        Assert.Contains("\"攻坚清障\", \"一本账\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_whose_duties_are_not_understood_is_refused_by_name()
    {
        var refusal = PlanFiles.Refusal(
            () => PlanFiles.Read("序号,存在问题,谁来干,啥时间干完\n1,修复库房屋顶,王建军,2026年3月20日\n"), RefusalCodes.NoItems);

        Assert.Contains("\"谁来干\", \"啥时间干完\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_may_name_people_but_is_not_known_is_quoted_in_each_item()
    {
        var plan = PlanFiles.Read("序号,存在问题,网格员,责任单位,整改时限\n1,屋顶漏雨,王建军,住建办,2026年3月10日\n");

        var item = Assert.Single(plan.Items);
        Assert.Empty(item.Persons);
        Assert.Contains(item.Findings, f => f.Message.Contains("网格员: 王建军", StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_of_names_is_not_taken_as_the_problem()
    {
        var refusal = PlanFiles.Refusal(
            () => PlanFiles.Read("序号,网格员,责任单位,完成时限\n1,王建军,住建办,2026年3月10日\n"), RefusalCodes.NoItems);

        Assert.Contains("\"网格员\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Measures_alone_are_what_is_to_be_done()
    {
        var plan = PlanFiles.Read("序号,工作举措,责任单位,完成时限\n1,修复库房屋顶漏水,住建办,2026年3月10日\n");

        Assert.Equal("修复库房屋顶漏水", Assert.Single(plan.Items).Problem);
        Assert.Contains(plan.Findings, f => f.Code == "column-taken");
    }

    [Fact]
    public void A_column_that_is_not_known_is_named()
    {
        var plan = PlanFiles.Read("序号,存在问题,包组甲乙,责任人,整改时限\n1,屋顶漏雨,陈静,王建军,2026年3月10日\n");

        Assert.Equal("王建军", Assert.Single(plan.Items).Persons.Names());
        Assert.Contains("包组甲乙", Assert.Single(plan.Findings, f => f.Code == "column-unknown").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("整改时限,整改时限", "计划,实际", "2026年5月20日,2026年6月2日", "责任人 2026-05-20")]
    [InlineData("整改时限,整改时限", "开始,结束", "2026年5月20日,", "责任人 ?")]
    [InlineData("完成时间,完成时间", "起,止", "2026年5月20日,", "责任人 ?")]
    [InlineData("整改时限,整改时限", "开始,结束", "2026年5月1日,2026年5月20日", "责任人 2026-05-20")]
    [InlineData("完成时间,完成时间", "起,止", "2026年5月1日,2026年5月20日", "责任人 2026-05-20")]
    [InlineData("整改时限,整改时限", "实际,要求", "2026年6月2日,2026年5月20日", "责任人 2026-05-20")]
    [InlineData("责任人,责任人", "整改,督办", "李秀英,陈静", "责任人,李秀英 ?")]
    [InlineData("责任人,责任人", "姓名,电话", "李秀英,13900000003", "责任人,李秀英 ?")]
    [InlineData("督办,督办", "责任人,时限", "陈静,2026年5月20日", "责任人 ?")]
    [InlineData("回访,回访", "责任人,时限", "陈静,2026年5月20日", "责任人 ?")]
    [InlineData("整改落实,整改落实", "责任人,时限", "李秀英,2026年5月20日", "责任人,李秀英 2026-05-20")]
    public void A_header_of_two_rows_means_both_words_together(string above, string below, string cells, string read)
    {
        string[] upper = ["存在问题", "责任人", .. above.Split(',')];
        string[] lower = ["", "", .. below.Split(',')], row = ["屋顶漏雨", "王建军", .. cells.Split(',')];
        foreach (var content in new[]
        {
            Xlsx.Of([upper, lower, row], "A1:A2", "B1:B2", "C1:D1"), Xlsx.Of([upper, lower, row], "C1:D1"),
            PlanFiles.Content("csv", [[.. upper[..^1], ""], lower, row]), PlanFiles.Content("docx", [[.. upper[..^1], ""], lower, row]),
        })
        {
            var item = Assert.Single(PlanFiles.Read(content).Items);
            var date = item.Deadline.Date is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : "?";
            Assert.Equal(read.Replace("责任人", "王建军", StringComparison.Ordinal), $"{item.Persons.Names()} {date}");
        }
    }

    [Fact]
    public void A_second_header_orders_the_rows_below_it()
    {
        var plan = PlanFiles.Read(
            "序号,存在问题,责任人,整改时限\n1,渠道淤堵,王建军,2026年3月10日\n\n序号,存在问题,整改时限,责任人\n1,路面破损,2026年4月12日,李秀英\n");

        Assert.Equal(["王建军", "李秀英"], plan.Items.Select(i => i.Persons.Names()));
        Assert.Equal([new(2026, 3, 10), new LocalDate(2026, 4, 12)], plan.Items.Select(i => i.Deadline.Date!.Value));
    }

    [Theory]
    [InlineData("更换井盖，责任人：王建军，完成时限：3月10日", "更换井盖|/王建军//2026-03-10", false, "labels in one line")]
    [InlineData("1.更换井盖。\n2.清淤。\n责任单位：水务站\n责任领导：林晓燕\n责任人：\n王建军 电话：13900000002\n时限：3月10日",
        "1.更换井盖。\n2.清淤。|林晓燕/王建军/水务站/2026-03-10", false, "a line each")]
    [InlineData("更换井盖。王建军负责，3月10日前", "更换井盖。王建军负责，3月10日前|///", true, "no labels")]
    public void A_column_of_several_fields_is_read_by_the_labels_in_it(string cell, string read, bool isQuoted, string remark)
    {
        foreach (var format in new[] { "xlsx", "docx" })
        {
            var plan = PlanFiles.Read(PlanFiles.Content(format, [["序号", "存在问题", "整改措施、责任人及时限"], ["1", "井盖破损", cell]]), 2026);

            var item = Assert.Single(plan.Items);
            Assert.True(read == $"{item.Measures}|{Duty(item)}", $"{remark} in {format}: {item.Measures}|{Duty(item)}");
            Assert.Equal(isQuoted, item.Findings.Any(f => f.Code == "line-not-read"));
        }
    }

    [Theory]
    [InlineData("水务站 王建军", "3月10日", "/王建军/水务站/2026-03-10", false)]
    [InlineData("水务站、王建军", "3月10日", "/王建军/水务站/2026-03-10", false)]
    [InlineData("责任领导：林晓燕\n责任人：王建军", "3月10日", "林晓燕/王建军//2026-03-10", false)]
    [InlineData("林晓燕（责任领导）、王建军", "3月10日", "///2026-03-10", true)]
    [InlineData("分管副镇长林晓燕、站长王建军", "3月10日", "///2026-03-10", true)]
    public void Four_lists_side_by_side_are_the_problem_the_measures_the_duty_and_the_deadline(
        string duty, string limit, string read, bool isQuoted)
    {
        foreach (var second in new[] { "任务清单", "整改清单", "措施清单" })
        {
            var plan = PlanFiles.Read(
                PlanFiles.Content("docx", [["序号", "问题清单", second, "责任清单", "时限清单"], ["1", "井盖破损", "更换", duty, limit]]), 2026);

            var item = Assert.Single(plan.Items);
            Assert.Equal(("井盖破损", "更换", read), (item.Problem, item.Measures, Duty(item)));
            Assert.Equal(isQuoted, item.Findings.Any(f => f.Code == "line-not-read"));
        }
    }

    // Leaders, persons, units and day.
    private static string Duty(ItemDraft item) => $"{item.Leaders.Names()}/{item.Persons.Names()}/{string.Join(',', item.Units)}/"
        + (item.Deadline.Date is { } day ? NodaTime.Text.LocalDatePattern.Iso.Format(day) : "");

    [Theory]
    [InlineData("序号,隐患名称,责任人,责任领导,整改时限", "1,路面破损,李秀英,林晓燕,2026年4月12日", "李秀英/林晓燕", null)]
    [InlineData("问题,包组甲乙,责任人,整改时限", "路面破损,陈静,李秀英,2026年4月12日", "李秀英/", "包组甲乙")]
    [InlineData("问题,督办人,督办领导,督办时间", "路面破损,陈静,周敏,2026年4月12日", null, "督办人")]
    [InlineData("序号,巡查人,巡查时间,备注", "1,陈静,2026年4月12日,无", null, "巡查人")]
    [InlineData("序号,姓名,单位,联系电话", "1,陈静,水务站,13900000002", null, "姓名")]
    public void A_header_of_other_columns_begins_another_table(string header, string row, string? read, string? quoted)
    {
        var plan = PlanFiles.Read(
            $"序号,存在问题,责任领导,责任人,整改时限\n1,渠道淤堵,林晓燕,王建军,2026年3月10日\n\n{header}\n{row}\n");

        Assert.Equal("王建军/林晓燕", $"{plan.Items[0].Persons.Names()}/{plan.Items[0].Leaders.Names()}");
        Assert.Equal(read, plan.Items.Skip(1).Select(i => $"{i.Persons.Names()}/{i.Leaders.Names()}").SingleOrDefault());
        Assert.Equal(
            quoted is null ? 0 : 1,
            plan.Findings.Count(
                f => f.Code is "table-not-read" or "column-unknown" && f.Message.Contains(quoted!, StringComparison.Ordinal)));
    }
}
