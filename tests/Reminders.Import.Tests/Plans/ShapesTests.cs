namespace Reminders.Import.Tests.Plans;

/// <summary>Where an item begins and what belongs to it, in plans of unusual shape.</summary>
public class ShapesTests
{
    private const string Head = "关于仓库安全的整改方案\n";

    [Theory]
    [InlineData("问题1.管道渗漏。整改措施：检修。责任人：王宁。整改时限：5月20日。问题2.照明不足。整改措施：更换。责任人：李娜。整改时限：5月21日。")]
    [InlineData("1.管道渗漏。\n责任人：王宁 整改时限：5月20日 2.照明不足。 责任人：李娜 整改时限：5月21日")]
    [InlineData("1.管道渗漏。责任人：王宁。整改时限：5月20日。2.照明不足。责任人：李娜。整改时限：5月21日。")]
    [InlineData("1.管道渗漏。\n责任人：王宁；整改时限：5月20日；2.照明不足。责任人：李娜；整改时限：5月21日")]
    [InlineData("问题一：管道渗漏。责任人：王宁。整改时限：5月20日；问题二：照明不足。责任人：李娜。整改时限：5月21日。")]
    public void Two_items_in_one_line_are_two_items(string text)
    {
        var plan = PlanFiles.Read(Head + text, 2026);

        Assert.Equal(["管道渗漏|王宁|20", "照明不足|李娜|21"], plan.Items.Select(Duties));
    }

    [Fact]
    public void Measures_with_numbers_and_two_persons_stay_in_one_item()
    {
        var plan = PlanFiles.Read($"{Head}1.管道渗漏。\n整改措施：1.检修。2.更换。责任人：王宁。整改时限：5月20日。\n", 2026);

        Assert.Equal(["管道渗漏|王宁|20"], plan.Items.Select(Duties));
        Assert.Contains("2.更换", plan.Items[0].Measures, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("整改时限（2025年）", "5月20日", "2025-05-20")]
    [InlineData("整改时限（2027年）", "5月20日", "2027-05-20")]
    [InlineData("整改时限（2025年）", "5.20", "2025-05-20")]
    [InlineData("整改时限（2025年）", "2026年5月20日", "2026-05-20")]
    [InlineData("整改时限（2025年）", "立行立改", null)]
    public void The_year_of_a_column_is_that_of_its_dates(string column, string text, string? day)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,{column}\n1,管道渗漏,王宁,{text}\n", 2026, "台账.csv");

        Assert.Equal(day, plan.Items[0].Deadline.Date is { } date ? NodaTime.Text.LocalDatePattern.Iso.Format(date) : null);
    }

    [Fact]
    public void The_year_of_a_label_is_that_of_its_date()
    {
        var prose = PlanFiles.Read($"{Head}1.管道渗漏。\n责任人：王宁\n整改时限（2025年）：5月20日\n", 2026);
        var form = PlanFiles.Read(Docx.Of(
            "通知单", Docx.Table(["存在问题", "管道渗漏", "责任人", "王宁"], ["整改时限（2025年）", "5月20日", "整改措施", "检修"])), 2026);

        Assert.Equal(new LocalDate(2025, 5, 20), Assert.Single(prose.Items).Deadline.Date);
        Assert.Equal(new LocalDate(2025, 5, 20), Assert.Single(form.Items).Deadline.Date);
    }

    [Fact]
    public void A_heading_with_a_person_of_its_own_is_an_item_above_others()
    {
        var plan = PlanFiles.Read(
            $"{Head}1.管道渗漏。\n责任人：王宁\n整改时限：5月20日\n（1）检修阀门。\n责任人：李娜\n整改时限：5月21日\n", 2026);

        Assert.Equal(["管道渗漏|王宁|20", "检修阀门|李娜|21"], plan.Items.Select(Duties));
    }

    [Fact]
    public void A_month_behind_a_number_belongs_to_the_words()
    {
        var plan = PlanFiles.Read(
            $"{Head}3.5月份台账缺失。\n责任人：王宁\n整改时限：5月20日\n4.10月以来未检修。\n责任人：李娜\n整改时限：5月21日\n", 2026);

        Assert.Equal(["3|5月份台账缺失", "4|10月以来未检修"], plan.Items.Select(i => $"{i.Number}|{i.Title}"));
        Assert.All(plan.Items, i => Assert.Equal("", i.Section));
    }

    [Fact]
    public void Steps_below_a_problem_are_no_items_if_the_fields_follow_them()
    {
        var plan = PlanFiles.Read(
            $"{Head}1.管道渗漏。\n①检修线路（王宁，5月10日）\n②更换开关（李娜，5月30日）\n责任领导：郑和\n"
            + "2.照明不足。\n①换灯。责任人：张伟，整改时限：5月10日\n②换线。责任人：孙立，整改时限：5月30日\n",
            2026);

        Assert.StartsWith("管道渗漏。\n①检修线路", plan.Items[0].Problem, StringComparison.Ordinal);
        Assert.Equal("郑和", plan.Items[0].Leaders.Names());
        Assert.Empty(plan.Items[0].Persons);
        Assert.Equal(["张伟", "孙立"], plan.Items.Skip(1).Select(i => i.Persons.Names()));
    }

    [Theory]
    [InlineData("一、供电方面\n")]
    [InlineData("")]
    public void The_fields_of_a_chapter_are_quoted_at_each_of_its_items(string chapter)
    {
        var plan = PlanFiles.Read(
            $"{Head}{chapter}责任领导：郑和\n整改时限：6月30日\n（一）管道渗漏。\n责任人：王宁\n（二）照明不足。\n责任人：李娜\n整改时限：5月21日\n", 2026);

        Assert.Equal(["管道渗漏|王宁|", "照明不足|李娜|21"], plan.Items.Select(Duties));
        Assert.All(plan.Items, i => Assert.Contains(
            i.Findings, f => f.Code == "line-not-read" && f.Message.Contains("责任领导：郑和", StringComparison.Ordinal)));
        Assert.Contains(plan.Items[0].Findings, f => f.Message.Contains("整改时限：6月30日", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1-1 管道渗漏", "1-2 照明不足")]
    [InlineData("YH-001 管道渗漏", "YH-002 照明不足")]
    [InlineData("管道渗漏", "照明不足")]
    public void Words_above_the_first_fields_are_the_first_problem_if_the_next_item_looks_alike(string first, string second)
    {
        var plan = PlanFiles.Read(
            $"整改方案\n{first}\n责任人：王宁\n整改时限：5月20日\n\n{second}\n责任人：李娜\n整改时限：5月21日\n", 2026);

        Assert.Equal("整改方案", plan.Title);
        Assert.Equal([$"{first}|王宁|20", $"{second}|李娜|21"], plan.Items.Select(Duties));
    }

    [Fact]
    public void Words_above_the_only_fields_are_quoted()
    {
        var plan = PlanFiles.Read("整改方案\n管道渗漏\n责任人：王宁\n整改时限：5月20日\n", 2026);

        Assert.Contains(plan.Items[0].Findings, f => f.Message.Contains("管道渗漏", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_with_breaks_in_its_cells_and_no_column_of_problems_is_not_read_as_text()
    {
        var plan = PlanFiles.Read("序号,问题及整改措施,责任人,整改时限\n1,\"问题：管道渗漏\n措施：检修\",王宁,5月20日\n", 2026, "台账.csv");

        Assert.Equal(["问题：管道渗漏\n措施：检修|王宁|20"], plan.Items.Select(Duties));
        Assert.Contains(plan.Findings, f => f.Code == "column-taken");
    }

    private static string Duties(ItemDraft item) => $"{item.Problem.TrimEnd('。')}|{item.Persons.Names()}|{item.Deadline.Date?.Day}";
}
