namespace Reminders.Import.Tests.Plans;

public class TablePlanTests
{
    private const string Csv = """"
        清河乡巡察反馈问题整改台账,,,,,,,,
        截至2026年3月31日,,,,,,,,
        序号,问题类别,存在问题,整改措施,责任领导,责 任 人,联系电话,整改时限,整改完成日期
        1,作风,"会议记录缺失。三次会议
        没有记录。","一是补齐；
        二是抽查。",李明,王芳,13900000031,2026-04-20,2026-04-01
        2,作风,"公示""不及时""",按月公示,李明,赵强,,46132,
        ,,,再次核对,,,,,

        3,财务,凭证缺失,补齐,**,各村支部,,4月底前,
        合计,3,,,,,,,
        填表人：王芳,,,,审核人：李明,,,,
        填表日期：2026年3月16日,,,,,,,,
        """";

    [Theory]
    [InlineData(",")]
    [InlineData("\t")]
    [InlineData(";")]
    public void A_table_is_read_by_the_words_of_its_header(string separator)
    {
        var plan = PlanFiles.Read(Csv.Replace(",", separator, StringComparison.Ordinal));

        Assert.Equal("清河乡巡察反馈问题整改台账", plan.Title);
        Assert.Equal(["1", "2", "3"], plan.Items.Select(i => i.Number));
        Assert.Equal(["作风", "作风", "财务"], plan.Items.Select(i => i.Section));
        Assert.Equal(["会议记录缺失", "公示\"不及时\"", "凭证缺失"], plan.Items.Select(i => i.Title));
        Assert.Equal("会议记录缺失。三次会议\n没有记录。", plan.Items[0].Problem);
        Assert.Equal("一是补齐；\n二是抽查。", plan.Items[0].Measures);
        Assert.Equal("按月公示\n再次核对", plan.Items[1].Measures);
        Assert.Equal(["李明", "李明", ""], plan.Items.Select(i => i.Leaders.Names()));
        Assert.Equal(["王芳", "赵强", ""], plan.Items.Select(i => i.Persons.Names()));
        Assert.Equal("+8613900000031", plan.Items[0].Persons[0].Phone?.Value);
        Assert.Equal([new(2026, 4, 20), new(2026, 4, 20), new LocalDate(2026, 4, 30)], plan.Items.Select(i => i.Deadline.Date));
        Assert.Equal(["", "deadline-read-as", "leader-redacted,person-group,deadline-read-as"], plan.Items.Select(i => i.Codes()));
        Assert.Equal("line 10, column 责任领导", plan.Items[2].Findings[0].Place);
        Assert.Equal(2026, plan.Year);
        Assert.Equal("year-assumed", Assert.Single(plan.Findings).Code);
    }

    [Fact]
    public void Columns_stand_in_any_order_and_a_title_column_is_used()
    {
        var item = Assert.Single(PlanFiles.Read("整改期限（年月日）,责任单位,标题,问题描述,责任人,编号\n2026/5/20,财政所,缺凭证,三张凭证没有附件,王芳,7\n").Items);

        Assert.Equal(("7", "缺凭证", "三张凭证没有附件"), (item.Number, item.Title, item.Problem));
        Assert.Equal(["财政所"], item.Units);
        Assert.Equal(new LocalDate(2026, 5, 20), item.Deadline.Date);
    }

    [Fact]
    public void Actual_dates_are_not_deadlines()
    {
        var item = Assert.Single(PlanFiles.Read("序号,存在问题,责任人,整改时限,完成时间,销号日期,实际完成时间\n1,缺凭证,王芳,,2026-04-02,2026-04-03,2026-04-01\n").Items);

        Assert.Equal(DeadlineKind.Missing, item.Deadline.Kind);
    }

    [Fact]
    public void The_same_number_twice_is_refused_with_both_lines()
    {
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read("序号,存在问题,责任人\n1,甲,王芳\n2,乙,赵强\n1,丙,王芳\n"), RefusalCodes.ItemDuplicate);

        Assert.Equal([2, 4], refusal.Errors.Select(e => e.Row));
    }

    [Fact]
    public void A_quotation_mark_that_is_never_closed_is_refused() =>
        PlanFiles.Refusal(() => PlanFiles.Read("序号,存在问题,责任人\n1,\"甲,王芳\n2,乙,赵强\n"), RefusalCodes.CsvInvalid);

    [Fact]
    public void A_row_without_a_problem_is_a_finding()
    {
        var plan = PlanFiles.Read("序号,存在问题,责任人\n1,甲,王芳\n2,,赵强\n");

        Assert.Single(plan.Items);
        Assert.Equal("line 3", Assert.Single(plan.Findings, f => f.Code == "row-not-read").Place);
    }
}
