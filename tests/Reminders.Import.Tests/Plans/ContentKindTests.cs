using System.IO.Compression;
using System.Text;

namespace Reminders.Import.Tests.Plans;

/// <summary>The kind of a file is told from its parts.</summary>
public class ContentKindTests
{
    private static readonly string[][] Rows = [["序号", "存在问题", "责任人", "整改时限"], ["1", "渠道淤堵", "王建军", "2026年5月20日"]];

    private static readonly byte[] Book = Xlsx.Of([.. Rows.Select(r => r.ToArray<object?>())]);
    private static readonly byte[] Document = Docx.Of(Docx.Table(Rows));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_workbook_with_an_embedded_document_is_a_workbook(CompressionLevel level) =>
        ReadsOneItem(With(Book, "xl/embeddings/Microsoft_Word_Document.docx", Docx.Of("另一份文件"), level));

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_document_with_an_embedded_workbook_is_a_document(CompressionLevel level) =>
        ReadsOneItem(With(Document, "word/embeddings/Microsoft_Excel_Sheet.xlsx", Xlsx.Of([["甲"]]), level));

    [Fact]
    public void Names_with_backslashes_are_read()
    {
        ReadsOneItem(WithBackslashes(Book));
        ReadsOneItem(WithBackslashes(Document));
        var book = WithBackslashes(Xlsx.Of([["姓名", "电话"], ["王建军", "13900000001"]]));
        Assert.Equal("王建军", Assert.Single(ContactFile.Read(book).Contacts).Name);
    }

    public static TheoryData<string, string> Texts => new()
    {
        {
            "HTML",
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table><tr><td>序号</td><td>存在问题</td></tr></table></body></html>"
        },
        { "HTML", "\uFEFF<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head></html>" },
        { "HTML", "<table border=\"1\"><tr><td>存在问题：</td><td>渠道淤堵</td></tr><tr><td>责任人：王建军</td></tr></table>" },
        { "HTML", "<?xml version=\"1.0\"?>\n<!-- made by a system -->\n<html><body></body></html>" },
        {
            "MHTML",
            "MIME-Version: 1.0\nX-Document-Type: Workbook\n"
            + "Content-Type: multipart/related; boundary=\"----=_NextPart\"\n\n------=_NextPart\n"
        },
        { "MHTML", "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/\nSubject: x\nMIME-Version: 1.0\n" },
        {
            "XML",
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>\n"
            + "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"></Workbook>"
        },
        {
            "XML",
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Word.Document\"?>\n"
            + "<w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"/>"
        },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_web_page_or_an_old_XML_file_with_another_name_is_refused_with_the_cause_and_the_way_out(string kind, string text)
    {
        foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
        {
            byte[] content = [.. encoding.Preamble, .. encoding.GetBytes(text.TrimStart('\uFEFF'))];
            foreach (var refusal in new[]
            {
                PlanFiles.Refusal(() => PlanFiles.Read(content, fileName: "台账.xls"), RefusalCodes.NotText),
                PlanFiles.Refusal(() => ContactFile.Read(content), RefusalCodes.NotText),
            })
            {
                Assert.Contains(kind, refusal.Message, StringComparison.Ordinal);
                Assert.Contains("另存为", refusal.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_workbook_with_a_password_is_refused_with_the_way_out()
    {
        byte[] header = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        byte[] content = [.. header, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage")];

        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(content), RefusalCodes.NotText);
        Assert.Contains("password", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_presentation_is_refused_by_its_kind()
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry("ppt/presentation.xml");

        Assert.Contains(
            "presentation",
            PlanFiles.Refusal(() => PlanFiles.Read(stream.ToArray()), RefusalCodes.NotText).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("清河乡整改方案\n一、<表格>缺失。\n整改措施：补齐。\n责任人：王建军\n完成期限：2026年5月20日\n")]
    [InlineData("说明: 见下\n清河乡整改方案\n一、台账缺失。\n整改措施：补齐。\n责任人：王建军\n完成期限：2026年5月20日\n")]
    public void A_plan_in_text_is_no_web_page(string text) => ReadsOneItem(Encoding.UTF8.GetBytes(text));

    private static void ReadsOneItem(byte[] content) => Assert.Equal("王建军", Assert.Single(PlanFiles.Read(content).Items).Persons.Names());

    private static byte[] With(byte[] package, string name, byte[] part, CompressionLevel level)
    {
        using var stream = new MemoryStream();
        stream.Write(package);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = archive.CreateEntry(name, level).Open();
            entry.Write(part);
        }
        return stream.ToArray();
    }

    private static byte[] WithBackslashes(byte[] package)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var source = entry.Open();
                using var target = to.CreateEntry(entry.FullName.Replace('/', '\\')).Open();
                source.CopyTo(target);
            }
        }
        return stream.ToArray();
    }
}
