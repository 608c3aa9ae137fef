using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Reminders.Import.Tests.Plans;

/// <summary>A plan in a Word document is read like the same text in a text file.</summary>
public class WordPlanTests
{
    private static readonly string[] Lines =
    [
        "清河乡环境整治整改方案", "清河乡人民政府  2026年3月2日", "一、河道管理方面", "（一）清河村河道两侧堆放垃圾。",
        "整改措施：一是组织清运。二是设立警示牌。", "责任领导：林晓燕", "责任人：王建军 13900000001", "完成期限：5月20日",
        "（二）石桥村排水沟淤堵。", "整改措施：1.清淤。2.加盖板。", "责任领导：林晓燕", "责任人：**", "完成期限：长期坚持",
    ];

    [Fact]
    public void A_document_is_read_like_its_text()
    {
        var document = PlanFiles.Read(Docx.Of([.. Lines]), fileName: "方案.docx");
        var text = PlanFiles.Read(string.Join('\n', Lines));

        Assert.Equal(Head(text), Head(document));
        Assert.Equal(text.Items.Select(Fields), document.Items.Select(Fields));
        Assert.Equal(new LocalDate(2026, 5, 20), document.Items[0].Deadline.Date);

        static object Head(PlanDraft plan) => (plan.Title, plan.Year, plan.YearBasis, plan.IssuingUnit);

        static object Fields(ItemDraft i) =>
            (i.Number, i.Section, i.Title, i.Problem, i.Measures, i.Persons.Names(), i.Leaders.Names(), i.Deadline, i.Codes());
    }

    [Fact]
    public void Numbers_that_Word_computes_are_numbers_of_items()
    {
        var list = Docx.List((NumberFormatValues.ChineseCountingThousand, "%1、"), (NumberFormatValues.ChineseCountingThousand, "（%2）"));
        var plan = PlanFiles.Read(Docx.Of(
            list, "清河乡整改方案",
            Docx.Listed(1, 0, "河道管理方面"), Docx.Listed(1, 1, "河道两侧堆放垃圾。"), "整改措施：清运。", "责任人：王建军", "完成期限：2026年5月20日",
            Docx.Listed(1, 1, "排水沟淤堵。"), "整改措施：清淤。", "责任人：李秀英", "完成期限：2026年6月1日",
            Docx.Listed(1, 0, "道路养护方面"), Docx.Listed(1, 1, "路灯损坏。"), "整改措施：更换。", "责任人：赵国强", "完成期限：2026年7月1日"));

        Assert.Equal(["(一)", "(二)", "(一)"], plan.Items.Select(i => i.Number!.Replace('（', '(').Replace('）', ')')));
        Assert.Equal(["河道两侧堆放垃圾", "排水沟淤堵", "路灯损坏"], plan.Items.Select(i => i.Title));
        Assert.Contains("道路养护方面", plan.Items[2].Section, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleted_text_is_skipped_and_inserted_text_is_read()
    {
        var deadline = new Paragraph(
            new Run(new Text("完成期限：2026年")),
            new DeletedRun(new Run(new DeletedText("5月20日"))) { Author = "审阅", Id = "1" },
            new InsertedRun(new Run(new Text("6月30日"))) { Author = "审阅", Id = "2" });

        var plan = PlanFiles.Read(Docx.Of("清河乡整改方案", "一、河道堵塞。", "整改措施：清淤。", "责任人：王建军", deadline));

        Assert.Equal(new LocalDate(2026, 6, 30), Assert.Single(plan.Items).Deadline.Date);
    }

    [Fact]
    public void A_table_is_read_by_its_header_and_its_merged_cells()
    {
        var table = Docx.Table(["序号", "存在问题", "整改措施", "责任领导", "责任人", "整改时限"], ["1", "河道堵塞", "清淤", "林晓燕", "王建军", "2026年5月20日"]);
        table.Append(
            Row(Begin("2"), Begin("路灯损坏"), Cell("更换灯泡"), Cell("林晓燕"), Cell("李秀英"), Begin("2026年6月1日")),
            Row(Continue(), Continue(), Cell("巡查线路"), Cell(""), Cell("赵国强"), Continue()));

        var plan = PlanFiles.Read(Docx.Of("清河乡问题整改台账", table, "填表人：周敏"), fileName: "台账.docx");

        Assert.Equal("清河乡问题整改台账", plan.Title);
        Assert.Equal(["河道堵塞", "路灯损坏"], plan.Items.Select(i => i.Problem));
        Assert.Equal("更换灯泡\n巡查线路", plan.Items[1].Measures);
        Assert.Equal("李秀英,赵国强", plan.Items[1].Persons.Names());
        Assert.Equal(new LocalDate(2026, 6, 1), plan.Items[1].Deadline.Date);
    }

    [Fact]
    public void A_text_box_is_read_once()
    {
        // Word writes a box twice: in the new form, and in the old form for old readers.
        var box = new Paragraph("""
            <w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
              xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
              xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
              xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
              xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
              xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent>
              <mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>
                <a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
                <wps:txbx><w:txbxContent><w:p><w:r><w:t>责任人：王建军</w:t></w:r></w:p></w:txbxContent></wps:txbx>
                </wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>
              <mc:Fallback><w:pict><v:shape><v:textbox>
                <w:txbxContent><w:p><w:r><w:t>责任人：王建军</w:t></w:r></w:p></w:txbxContent>
                </v:textbox></v:shape></w:pict></mc:Fallback>
            </mc:AlternateContent></w:r></w:p>
            """);

        var plan = PlanFiles.Read(Docx.Of("清河乡整改方案", "一、河道堵塞。", "整改措施：清淤。", box, "完成期限：2026年5月20日"));

        Assert.Equal("王建军", Assert.Single(plan.Items).Persons.Names());
    }

    [Theory]
    [InlineData("strike", "text-struck", "王建军,李秀英")]
    [InlineData("dstrike", "text-struck", "王建军,李秀英")]
    [InlineData("vanish", "text-hidden", "李秀英")]
    public void Text_that_is_struck_through_or_hidden_is_quoted(string mark, string code, string persons)
    {
        var marked = new Run(
            new RunProperties($"<w:rPr xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:{mark}/></w:rPr>"),
            new Text("王建军、"));
        var person = new Paragraph(new Run(new Text("责任人：")), marked, new Run(new Text("李秀英")));
        var plan = PlanFiles.Read(Docx.Of("清河乡整改方案", "一、河道堵塞。", "整改措施：清淤。", person, "完成期限：2026年5月20日"));

        Assert.Equal(persons, Assert.Single(plan.Items).Persons.Names());
        Assert.Contains("王建军", Assert.Single(plan.Findings, f => f.Code == code).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("strike", "ofText", null, "text-struck", "王建军,李秀英")]
    [InlineData("vanish", "ofText", null, "text-hidden", "李秀英")]
    [InlineData("vanish", "onAnother", null, "text-hidden", "李秀英")]
    [InlineData("vanish", "ofParagraph", null, "text-hidden", "")]
    [InlineData("dstrike", "ofParagraph", null, "text-struck", "王建军,李秀英")]
    [InlineData("vanish", "ofText", "<w:vanish w:val=\"false\"/>", null, "王建军,李秀英")]
    public void A_style_strikes_text_through_or_hides_it_too(string mark, string style, string? own, string? code, string persons)
    {
        const string Names = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
        var isOfText = style != "ofParagraph";
        var styles = new Styles($"""
            <w:styles {Names}>
              <w:style w:type="character" w:styleId="ofText"><w:rPr><w:{mark}/></w:rPr></w:style>
              <w:style w:type="character" w:styleId="onAnother"><w:basedOn w:val="ofText"/><w:rPr><w:b/></w:rPr></w:style>
              <w:style w:type="paragraph" w:styleId="ofParagraph"><w:rPr><w:{mark}/></w:rPr></w:style>
            </w:styles>
            """);
        var marked = new Run(
            new RunProperties($"<w:rPr {Names}>{(isOfText ? $"<w:rStyle w:val=\"{style}\"/>" : "")}{own}</w:rPr>"), new Text("王建军、"));
        var person = new Paragraph(
            new ParagraphProperties(isOfText ? [] : [new ParagraphStyleId { Val = style }]),
            new Run(new Text("责任人：")), marked, new Run(new Text("李秀英")));
        var plan = PlanFiles.Read(
            Docx.Styled(styles, "清河乡整改方案", "一、河道堵塞。", "整改措施：清淤。", person, "完成期限：2026年5月20日"));

        Assert.Equal(persons, Assert.Single(plan.Items).Persons.Names());
        Assert.Equal(code, plan.Findings.SingleOrDefault()?.Code);
        Assert.True(code is null || plan.Findings[0].Message.Contains("王建军", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "河道两侧堆放垃圾")]
    [InlineData(3, "石桥村排水沟淤堵")]
    public void Items_beside_a_table_with_items_are_read_or_quoted(int rows, string quoted)
    {
        var table = Docx.Table([
            ["序号", "存在问题", "责任人", "整改时限"],
            .. Enumerable.Range(1, rows).Select(i => new[] { $"{i}", $"路灯损坏{i}处", "赵国强", "2026年6月1日" }),
        ]);
        var plan = PlanFiles.Read(Docx.Of([.. Lines, table]), fileName: "方案.docx");
        var notRead = Assert.Single(plan.Findings, f => f.Code == "items-not-read").Message;

        Assert.Equal(Math.Max(rows, 2), plan.Items.Length);
        Assert.Contains(rows < 2 ? "路灯损坏1处" : quoted, notRead, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_document_that_is_cut_off_is_refused(double share)
    {
        var whole = Docx.Of([.. Lines]);

        PlanFiles.Refusal(() => PlanFiles.Read(whole[..(int)(whole.Length * share)], fileName: "方案.docx"), RefusalCodes.DocumentInvalid);
    }

    [Fact]
    public void A_zip_that_only_names_a_document_is_refused() =>
        PlanFiles.Refusal(() => PlanFiles.Read([.. "PK\x03\x04"u8, 0, 0, .. "word/document.xml"u8]), RefusalCodes.DocumentInvalid);

    private static TableRow Row(params TableCell[] cells) => new(cells.AsEnumerable<OpenXmlElement>());

    private static TableCell Begin(string text) => Docx.Merged(text, restart: true);

    private static TableCell Continue() => Docx.Merged("", restart: false);

    private static TableCell Cell(string text) => new(Docx.Paragraph(text));

    [Fact]
    public void The_fields_of_an_item_may_stand_in_a_table_below_its_heading()
    {
        var plan = PlanFiles.Read(
            Docx.Of(
                "整改方案", "一、渠道淤堵", "责任人：陈静", "二、井盖破损", "雨季前更换。",
                Docx.Table(["责任领导", "林晓燕", "责任单位", "水务站"], ["责任人", "王建军\n李秀英"], ["完成时限", "5月21日"]),
                "三、路灯不亮", Docx.Table(["整改措施", "责任人", "时限"], ["换灯", "赵国强", "5月22日"])),
            2026);

        Assert.Equal(["陈静", "王建军,李秀英", "赵国强"], plan.Items.Select(i => i.Persons.Names()));
        Assert.Equal([null, new(2026, 5, 21), new LocalDate(2026, 5, 22)], plan.Items.Select(i => i.Deadline.Date));
        Assert.Equal(("林晓燕", "换灯"), (plan.Items[1].Leaders.Names(), plan.Items[2].Measures));
        Assert.Equal(["水务站"], plan.Items[1].Units);
        Assert.Empty(plan.Findings);
    }

    [Theory]
    [InlineData("二、井盖破损", "责任人", "审核人", true)]
    [InlineData("责任单位：水务站", "责任人", "联系人", true)]
    [InlineData("二、井盖破损", "责任人", "联系人", false)]
    public void A_table_for_signatures_gives_no_duty(string above, string label, string other, bool isForSignatures)
    {
        var plan = PlanFiles.Read(
            Docx.Of("整改方案", "一、渠道淤堵", "整改措施：清淤。", above, Docx.Table([label, "王建军", other, "李秀英"])), 2026);

        Assert.Equal(isForSignatures ? "" : "王建军", string.Concat(plan.Items.Select(i => i.Persons.Names())));
    }
}
