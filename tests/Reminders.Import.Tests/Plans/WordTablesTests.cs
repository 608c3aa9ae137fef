namespace Reminders.Import.Tests.Plans;

/// <summary>Tables of a document that go on behind a page break, and the text around them.</summary>
public class WordTablesTests
{
    private static readonly string[] Header = ["序号", "存在问题", "责任人", "整改时限"];
    private static readonly string[] First = ["1", "路灯损坏", "王宁", "5月20日"];

    [Theory]
    [InlineData("")]
    [InlineData("续表")]
    [InlineData("- 2 -")]
    public void A_table_without_a_header_continues_the_table_before_it(string between)
    {
        var plan = Read(Docx.Table(Header, First), between, Docx.Table(["2", "井盖缺失", "李娜", "5月21日"], ["3", "护栏松动", "张伟", "5月22日"]));

        Assert.Equal(["路灯损坏|王宁|20", "井盖缺失|李娜|21", "护栏松动|张伟|22"], plan.Items.Select(Duties));
        Assert.DoesNotContain(plan.Findings, f => f.Code is "line-not-read" or "items-not-read");
    }

    [Fact]
    public void A_row_that_breaks_over_the_page_is_one_item()
    {
        var plan = Read(Docx.Table(Header, First), Docx.Table(["", "且电线外露", "", ""], ["2", "井盖缺失", "李娜", "5月21日"]));

        Assert.Equal(["路灯损坏\n且电线外露", "井盖缺失"], plan.Items.Select(i => i.Problem));
    }

    [Fact]
    public void The_continued_table_can_print_another_header_later()
    {
        var plan = Read(
            Docx.Table(Header, First), "续表",
            Docx.Table(
                ["2", "井盖缺失", "李娜", "5月21日"], ["序号", "存在问题", "责任领导", "责任人", "整改时限"],
                ["3", "护栏松动", "郑和", "张伟", "5月22日"]));

        Assert.Equal(["路灯损坏|王宁|20", "井盖缺失|李娜|21", "护栏松动|张伟|22"], plan.Items.Select(Duties));
        Assert.Equal("郑和", plan.Items[2].Leaders.Names());
    }

    [Fact]
    public void A_heading_above_the_continued_table_is_the_section_of_its_rows()
    {
        var plan = Read(
            "一、照明问题", Docx.Table(Header, First), "二、道路问题",
            Docx.Table(["1", "井盖缺失", "李娜", "5月21日"], ["2", "护栏松动", "张伟", "5月22日"]));

        Assert.Equal(["路灯损坏|王宁|20", "井盖缺失|李娜|21", "护栏松动|张伟|22"], plan.Items.Select(Duties));
        Assert.Equal("道路问题", plan.Items[1].Section);
    }

    [Fact]
    public void A_table_without_a_header_and_with_other_columns_is_quoted()
    {
        var plan = Read(Docx.Table(Header, First), Docx.Table(["2", "井盖缺失", "城建局", "李娜", "5月21日"]));

        Assert.Equal(["路灯损坏|王宁|20"], plan.Items.Select(Duties));
        Assert.Contains(plan.Findings, f => f.Code == "line-not-read" && f.Message.Contains("井盖缺失", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_for_signatures_does_not_continue_the_list()
    {
        var plan = Read(Docx.Table(Header, First), Docx.Table(["审核人", "李娜", "填表人", "张伟"]));

        Assert.Equal(["路灯损坏|王宁|20"], plan.Items.Select(Duties));
    }

    [Theory]
    [InlineData("注：第1项延期至6月30日。")]
    [InlineData("备注：责任人王宁已调离，由李娜接替。")]
    [InlineData("另：护栏松动由张伟负责，5月25日前完成。")]
    [InlineData("2.护栏松动，李娜负责，5月21日前完成。")]
    [InlineData("本方案由城建局负责，责任领导郑和，6月30日前全部完成。")]
    [InlineData("责任领导：郑和 ")]
    [InlineData("责任单位：城建局　填报日期：2026年4月1日")]
    [InlineData("整改时限：6月30日")]
    public void A_line_beside_the_table_that_names_a_duty_is_quoted(string line)
    {
        Assert.Contains(Read(Docx.Table(Header, First), line).Findings, IsQuoted);
        Assert.Contains(Read(line, Docx.Table(Header, First)).Findings, IsQuoted);

        bool IsQuoted(Finding finding) => finding.Code == "line-not-read" && finding.Message.Contains(line[..7], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("为做好整改工作，各单位要高度重视。")]
    [InlineData("填报日期：2026年4月1日")]
    [InlineData("2026年4月1日")]
    public void Another_line_beside_the_table_is_not_quoted(string line)
    {
        Assert.DoesNotContain(Read(Docx.Table(Header, First), line).Findings, f => f.Code is "line-not-read" or "items-not-read");
        Assert.DoesNotContain(Read(line, Docx.Table(Header, First)).Findings, f => f.Code is "line-not-read" or "items-not-read");
    }

    [Theory]
    [InlineData("责任单位：城建局")]
    [InlineData("责任领导：郑和")]
    [InlineData("整改期限：2026年5月20日")]
    public void A_row_above_the_header_that_names_a_duty_is_quoted(string line)
    {
        var sheet = Xlsx.Of([["城建局整改台账"], [line], Header, First]);
        var text = $"城建局整改台账\n{line}\n{string.Join(',', Header)}\n{string.Join(',', First)}\n";

        foreach (var plan in (PlanDraft[])[PlanFiles.Read(sheet, 2026, "台账.xlsx"), PlanFiles.Read(text, 2026, "台账.csv")])
        {
            Assert.Equal(["路灯损坏|王宁|20"], plan.Items.Select(Duties));
            Assert.Contains(plan.Findings, f => f.Code == "line-not-read" && f.Message.Contains(line, StringComparison.Ordinal));
            Assert.DoesNotContain(plan.Findings, f => f.Code == "items-not-read");
        }
    }

    [Fact]
    public void A_table_below_a_heading_of_done_items_is_quoted()
    {
        var plan = Read("一、未完成问题", Docx.Table(Header, First), "二、已完成问题", Docx.Table(Header, ["1", "井盖缺失", "李娜", "3月21日"]));
        var done = Assert.Single(plan.Findings, f => f.Code == "items-done").Message;

        Assert.Contains("井盖缺失", done, StringComparison.Ordinal);
        Assert.DoesNotContain("路灯损坏", done, StringComparison.Ordinal);
    }

    [Fact]
    public void A_small_table_for_each_item_is_read()
    {
        var plan = Read(
            Docx.Table(["问题1", "路灯损坏"], ["整改措施", "更换"], ["责任人", "王宁"], ["整改时限", "5月20日"]), "",
            Docx.Table(["问题2", "井盖缺失"], ["整改措施", "补装"], ["责任人", "李娜"], ["整改时限", "5月21日"]));

        Assert.Equal(["路灯损坏|王宁|20", "井盖缺失|李娜|21"], plan.Items.Select(Duties));
        Assert.Equal(["问题1", "问题2"], plan.Items.Select(i => i.Number));
    }

    [Fact]
    public void A_form_of_several_items_is_read_if_each_begins_with_its_problem()
    {
        string[][] one = [["问题一", "路灯损坏"], ["责任领导", "郑和"], ["责任人", "王宁"], ["整改时限", "5月20日"]];
        string[][] two = [["问题二", "井盖缺失"], ["责任领导", "钱立"], ["责任人", "李娜"], ["整改时限", "5月21日"]];

        Assert.Equal(["路灯损坏|王宁|20", "井盖缺失|李娜|21"], Read(Docx.Table([.. one, .. two])).Items.Select(Duties));
        PlanFiles.Refusal(() => Read(Docx.Table([one[0], two[0], .. one[1..], .. two[1..]])), "no-items");
    }

    [Fact]
    public void A_form_can_have_a_caption_over_its_labels()
    {
        var plan = Read(Docx.Table(
            ["项目", "内容", "", ""], ["存在问题", "路灯损坏", "", ""], ["责任领导", "郑和", "责任人", "王宁"], ["整改时限", "5月20日", "", ""]));

        Assert.Equal(["路灯损坏|王宁|20"], plan.Items.Select(Duties));
    }

    private static PlanDraft Read(params object[] blocks) => PlanFiles.Read(Docx.Of(["城建局整改方案", .. blocks]), 2026, "方案.docx");

    private static string Duties(ItemDraft item) => $"{item.Problem}|{item.Persons.Names()}|{item.Deadline.Date?.Day}";
}
