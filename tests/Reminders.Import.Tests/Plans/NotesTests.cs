namespace Reminders.Import.Tests.Plans;

/// <summary>Notes that change a duty or say that the work is done: the duty stays as printed, and a finding quotes the note.</summary>
public class NotesTests
{
    private const string Head = "关于仓库安全的整改方案\n";

    [Theory]
    [InlineData("备注", "时限以6月30日为准")]
    [InlineData("备注", "延期至6月30日")]
    [InlineData("备注", "责任人改为张伟")]
    [InlineData("备注", "李娜接替王宁")]
    [InlineData("备注", "本项取消")]
    [InlineData("备注", "与第1项合并")]
    [InlineData("整改情况", "已移交李娜负责")]
    [InlineData("整改情况", "正在整改，延期到7月31日")]
    [InlineData("整改状态", "撤销")]
    [InlineData("整改状态", "合并至1")]
    [InlineData("备注", "现由张伟负责")]
    [InlineData("备注", "经研究，该问题并入第3项，本项撤销，不再单独上报和考核")]
    [InlineData("延期时限", "6月30日")]
    public void A_column_that_changes_a_duty_is_quoted(string column, string text)
    {
        var plan = PlanFiles.Read(
            $"序号,存在问题,责任人,整改时限,{column}\n1,管道渗漏,王宁,5月20日,{text}\n2,照明不足,李娜,5月21日,\n", 2026, "台账.csv");

        Assert.Equal(new LocalDate(2026, 5, 20), plan.Items[0].Deadline.Date);
        Assert.Contains(plan.Items[0].Findings, f => f.Code == "change-not-read" && f.Message.Contains(text, StringComparison.Ordinal));
        Assert.DoesNotContain(plan.Items[1].Findings, f => f.Code == "change-not-read");
    }

    [Theory]
    [InlineData("备注", "无")]
    [InlineData("备注", "资金已落实")]
    [InlineData("整改情况", "正在更换管道")]
    [InlineData("整改目标", "取消隐患")]
    [InlineData("是否重点", "是")]
    [InlineData("整改情况", "已取消违规收费项目，下一步持续推进")]
    [InlineData("整改情况", "一是成立专班；二是合并办公室；三是已约谈相关责任人3人")]
    [InlineData("延期时限", "/")]
    public void Another_note_is_not_quoted(string column, string text)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,整改时限,{column}\n1,管道渗漏,王宁,5月20日,{text}\n", 2026, "台账.csv");

        Assert.DoesNotContain(plan.Items[0].Findings, f => f.Code == "change-not-read");
        Assert.DoesNotContain(plan.Findings, f => f.Code == "items-done");
    }

    [Theory]
    [InlineData("备注：该项时限延长至6月30日，责任人变更为李娜", "延长至6月30日")]
    [InlineData("说明：此项取消", "此项取消")]
    [InlineData("（该项已延期至6月30日）", "已延期至6月30日")]
    [InlineData("(经研究,本项责任人调整为李娜,时限调整为6月30日)", "责任人调整为李娜")]
    [InlineData("（由张伟协助，6月1日前报材料）", "6月1日前报材料")]
    [InlineData("延期后整改时限：6月30日", "6月30日")]
    [InlineData("延期时限：6月30日", "6月30日")]
    [InlineData("整改延期时间：6月30日", "6月30日")]
    [InlineData("整改进展：未完成，已申请延期至7月31日，责任人变更为李娜。", "延期至7月31日")]
    public void A_line_that_changes_a_duty_is_quoted(string line, string quoted)
    {
        foreach (var next in (string[])["", "2.照明不足。\n责任人：李娜\n整改时限：5月21日\n"])
        {
            var item = PlanFiles.Read($"{Head}1.管道渗漏。\n责任人：王宁\n整改时限：5月20日\n{line}\n{next}", 2026).Items[0];

            Assert.Equal(("王宁", new LocalDate(2026, 5, 20)), (item.Persons.Names(), item.Deadline.Date));
            Assert.Contains(item.Findings, f => f.Message.Contains(quoted, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("管道渗漏。（延期至7月31日，责任人变更为张伟）", "change-not-read")]
    [InlineData("管道渗漏（已取消）。", "change-not-read")]
    [InlineData("管道渗漏（已完成）。", "items-done")]
    [InlineData("管道渗漏。（已整改）", "items-done")]
    [InlineData("管道渗漏（三处）。", null)]
    [InlineData("擅自取消、合并科室，未及时移交。", null)]
    public void A_note_in_brackets_behind_the_problem_is_quoted(string problem, string? code)
    {
        var prose = PlanFiles.Read($"{Head}1.{problem}\n责任人：王宁\n整改时限：5月20日\n2.照明不足。\n责任人：李娜\n整改时限：5月21日\n", 2026);
        var table = PlanFiles.Read($"序号,存在问题,责任人,整改时限\n1,{problem},王宁,5月20日\n", 2026, "台账.csv");

        foreach (var item in (ItemDraft[])[prose.Items[0], table.Items[0]])
            Assert.Equal(code, item.Findings.Select(f => f.Code).FirstOrDefault(c => c is "change-not-read" or "items-done"));
    }

    [Theory]
    [InlineData("整改状态：已销号")]
    [InlineData("是否销号：是")]
    [InlineData("完成情况：已完成")]
    [InlineData("整改结果：已整改完成。")]
    [InlineData("整改成效：已于4月20日完成线路检修。")]
    [InlineData("备注：已办结")]
    public void A_line_that_says_that_the_item_is_done_is_quoted(string line)
    {
        var item = PlanFiles.Read($"{Head}1.管道渗漏。\n责任人：王宁\n整改时限：5月20日\n{line}\n", 2026).Items[0];

        Assert.Contains(item.Findings, f => f.Code == "items-done" && f.Message.Contains(line.Split('：')[1], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("整改进展：已完成80%。")]
    [InlineData("整改状态：未完成")]
    [InlineData("是否销号：否")]
    [InlineData("整改目标：整改完成")]
    [InlineData("整改进展：已完成前期工作，正在施工。")]
    public void An_item_that_is_not_done_is_not_said_to_be(string line)
    {
        var item = PlanFiles.Read($"{Head}1.管道渗漏。\n责任人：王宁\n整改时限：5月20日\n{line}\n", 2026).Items[0];

        Assert.DoesNotContain(item.Findings, f => f.Code == "items-done");
    }

    [Theory]
    [InlineData("已闭环", true)]
    [InlineData("闭环", true)]
    [InlineData("已关闭", true)]
    [InlineData("已验收", true)]
    [InlineData("已摘牌", true)]
    [InlineData("已落实", true)]
    [InlineData("已整改", true)]
    [InlineData("100%", true)]
    [InlineData("已于4月30日整改完毕", true)]
    [InlineData("已完成整改，已申请验收", true)]
    [InlineData("Y", true)]
    [InlineData("基本完成", false)]
    [InlineData("未销号", false)]
    [InlineData("正在整改", false)]
    [InlineData("达到序时进度", false)]
    [InlineData("80%", false)]
    [InlineData("已完成80%", false)]
    public void A_row_that_is_done_is_quoted(string status, bool isDone)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,整改时限,整改状态\n1,管道渗漏,王宁,5月20日,{status}\n", 2026, "台账.csv");

        Assert.Equal(isDone, plan.Findings.Any(f => f.Code == "items-done"));
    }

    [Theory]
    [InlineData("二、已完成问题,,,\n")]
    [InlineData("二、已销号,,,\n")]
    [InlineData("序号,已完成问题,责任人,完成时间\n")]
    public void Rows_below_a_heading_of_done_items_are_quoted(string heading)
    {
        var plan = PlanFiles.Read($"序号,存在问题,责任人,整改时限\n1,管道渗漏,王宁,5月20日\n{heading}2,照明不足,李娜,3月21日\n", 2026, "台账.csv");
        var done = Assert.Single(plan.Findings, f => f.Code == "items-done");

        Assert.Contains("照明不足", done.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("管道渗漏", done.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_rows_of_a_sheet_of_done_items_are_quoted()
    {
        object?[] header = ["序号", "存在问题", "责任人", "整改时限"];
        var plan = PlanFiles.Read(
            Xlsx.Of(
                ("未销号", [header, ["1", "管道渗漏", "王宁", "5月20日"]], []), ("已销号", [header, ["1", "照明不足", "李娜", "3月21日"]], [])),
            2026, "台账.xlsx");

        Assert.Contains("照明不足", Assert.Single(plan.Findings, f => f.Code == "items-done").Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_items_of_a_chapter_of_done_items_are_quoted()
    {
        var plan = PlanFiles.Read(
            $"{Head}一、未完成问题\n（一）管道渗漏。\n责任人：王宁\n整改时限：5月20日\n二、已完成问题\n（一）照明不足。\n责任人：李娜\n整改时限：3月21日\n", 2026);

        Assert.Equal("line 7", Assert.Single(plan.Findings, f => f.Code == "items-done").Place);
    }

    [Theory]
    [InlineData("联系人：何平 13900000077", "label-not-read")]
    [InlineData("跟踪人：何平 13900000077", "line-not-read")]
    [InlineData("备注：责任人改为何平13900000077", "change-not-read")]
    [InlineData("整改情况：已完成", "items-done")]
    [InlineData("（经研究，本项延期至6月30日，电话13900000077）", "line-not-read")]
    [InlineData("2.门窗破损，电话13900000077，6月30日前完成", "heading-without-fields")]
    public void A_finding_quotes_no_phone_number(string line, string code)
    {
        var plan = PlanFiles.Read(
            $"{Head}1.管道渗漏（已改为何平13900000077）。\n整改措施：拨打13900000077于5月21日前完成。\n责任人：王宁\n{line}\n", 2026);

        var findings = plan.Findings.Concat(Assert.Single(plan.Items).Findings).ToList();
        Assert.Contains(findings, f => f.Code == code);
        Assert.Contains(findings, f => f.Code == "date-seen");
        Assert.DoesNotContain(findings, f => f.Message.Contains("13900000077", StringComparison.Ordinal));
    }
}
