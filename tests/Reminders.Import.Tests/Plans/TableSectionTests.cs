namespace Reminders.Import.Tests.Plans;

/// <summary>A row with one text heads the rows below it.</summary>
public class TableSectionTests
{
    [Theory]
    [InlineData("一、水利工程", "二、道路工程", "Chinese numbers")]
    [InlineData("（一）水利工程", "（二）道路工程", "numbers in brackets")]
    [InlineData("水利工程", "道路工程", "no numbers")]
    [InlineData("第一部分 水利工程", "第二部分 道路工程", "chapters")]
    public void A_row_with_one_text_is_the_section_of_the_rows_below(string first, string second, string remark)
    {
        foreach (var format in new[] { "csv", "xlsx", "docx", "pipes" })
        {
            var plan = PlanFiles.Read(PlanFiles.Content(format, [
                ["序号", "存在问题", "责任单位", "责任人", "整改时限"], [first, "", "", "", ""], ["1", "渠道淤堵", "水务站", "王建军", "2026年3月10日"],
                ["2", "闸门锈蚀", "水务站", "王建军", "2026年3月10日"], [second, "", "", "", ""], ["3", "路面破损", "公路站", "李秀英", "2026年4月12日"],
            ]));

            Assert.True(
                plan.Items.Select(i => i.Section).SequenceEqual(["水利工程", "水利工程", "道路工程"]),
                $"{remark} in {format}: {plan.Items[0].Section}");
            Assert.Equal(["1", "2", "3"], plan.Items.Select(i => i.Number));
            Assert.DoesNotContain(plan.Findings, f => f.Code == "row-not-read");
        }
    }

    [Fact]
    public void A_section_in_the_column_of_the_problem_is_no_part_of_the_item_above()
    {
        var plan = PlanFiles.Read("序号,存在问题,责任人,整改时限\n1,渠道淤堵,王建军,2026年3月10日\n,二、道路工程,,\n2,路面破损,李秀英,2026年4月12日\n");

        Assert.Equal(["渠道淤堵", "路面破损"], plan.Items.Select(i => i.Problem));
        Assert.Equal(["", "道路工程"], plan.Items.Select(i => i.Section));
    }

    [Fact]
    public void Sections_nest_and_their_numbers_may_begin_again()
    {
        var plan = PlanFiles.Read(
            "序号,存在问题,责任人,整改时限\n一、工程,,,\n（一）水利,,,\n1,渠道淤堵,王建军,2026年3月10日\n（二）道路,,,\n1,路面破损,李秀英,2026年4月12日\n"
            + "二、民生,,,\n1,食堂积水,赵国强,2026年4月12日\n");

        Assert.Equal(["工程/水利", "工程/道路", "民生"], plan.Items.Select(i => i.Section));
    }

    [Fact]
    public void A_Chinese_number_over_Arabic_ones_is_a_section_too()
    {
        var plan = PlanFiles.Read("序号,存在问题,责任人,整改时限\n一,水利工程,,\n1,渠道淤堵,王建军,2026年3月10日\n二,道路工程,,\n2,路面破损,李秀英,2026年4月12日\n");

        Assert.Equal(["水利工程", "道路工程"], plan.Items.Select(i => i.Section));
    }

    [Fact]
    public void A_section_without_rows_is_a_finding()
    {
        var plan = PlanFiles.Read("序号,存在问题,责任人,整改时限\n1,渠道淤堵,王建军,2026年3月10日\n二、道路工程,,,\n");

        Assert.Contains("道路工程", Assert.Single(plan.Findings, f => f.Code == "row-not-read").Message, StringComparison.Ordinal);
    }
}
