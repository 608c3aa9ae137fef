using System.IO.Compression;
using System.Text;

namespace Reminders.Import.Tests.Plans;

/// <summary>Hostile and damaged files are refused in one line, with bounded memory.</summary>
public class HostileFileTests
{
    private const string DocumentXml = "word/document.xml";
    private const string Word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    public void A_part_that_unpacks_to_gigabytes_is_refused(string kind)
    {
        var bomb = Edited(Whole(kind), archive =>
        {
            using var part = archive.CreateEntry("docProps/thumbnail.xml", CompressionLevel.Optimal).Open();
            var nothing = new byte[1024 * 1024];
            for (var i = 0; i < 150; i++)
                part.Write(nothing);
        });

        Assert.True(bomb.Length < 1024 * 1024);
        PlanFiles.Refusal(() => PlanFiles.Read(bomb), RefusalCodes.FileTooLarge);
    }

    [Fact]
    public void A_false_size_in_the_directory_does_not_unpack_more()
    {
        var bomb = Edited(Whole("xlsx"), archive =>
        {
            using var part = archive.CreateEntry("big.xml", CompressionLevel.Optimal).Open();
            var nothing = new byte[1024 * 1024];
            for (var i = 0; i < 150; i++)
                part.Write(nothing);
        });
        // The new part is the last entry of the central directory; this is its uncompressed size.
        var entry = bomb.AsSpan().LastIndexOf("PK\x01\x02"u8);
        BitConverter.TryWriteBytes(bomb.AsSpan(entry + 24), 100);

        using var archive = new ZipArchive(new MemoryStream(bomb), ZipArchiveMode.Read);
        using var unpacked = archive.GetEntry("big.xml")!.Open();
        Assert.InRange(unpacked.Read(new byte[1024 * 1024]), 0, 100);
        Assert.Equal(2, PlanFiles.Read(bomb).Items.Length);
    }

    [Fact]
    public void Thousands_of_parts_are_refused()
    {
        var many = Edited(Whole("docx"), archive =>
        {
            for (var i = 0; i < 6000; i++)
                archive.CreateEntry($"word/media/{i}.xml");
        });

        PlanFiles.Refusal(() => PlanFiles.Read(many), RefusalCodes.FileTooLarge);
    }

    [Theory]
    [InlineData("""<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">""")]
    [InlineData("""<!ENTITY c SYSTEM "file:///etc/hostname">""")]
    public void Entities_are_not_expanded(string entities)
    {
        var document = WithBody("<w:p><w:r><w:t>&c;</w:t></w:r></w:p>", $"<!DOCTYPE w [{entities}]>");

        PlanFiles.Refusal(() => PlanFiles.Read(document), RefusalCodes.DocumentInvalid);
    }

    [Fact]
    public void Three_thousand_nested_tables_are_refused()
    {
        var begin = string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", 3000));
        var end = string.Concat(Enumerable.Repeat("</w:tc></w:tr></w:tbl>", 3000));

        Assert.Contains(Code(WithBody($"{begin}<w:p/>{end}")), (string[])[RefusalCodes.DocumentInvalid, RefusalCodes.NoItems]);
    }

    [Fact]
    public void A_sheet_with_more_rows_than_any_list_has_is_refused()
    {
        var rows = Enumerable.Range(0, 100_001).Select(i => (object?[])[i]).ToArray();

        PlanFiles.Refusal(() => PlanFiles.Read(Xlsx.Of(rows)), RefusalCodes.FileTooLarge);
    }

    [Fact]
    public void A_protected_document_is_refused()
    {
        byte[] container = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. Encoding.Unicode.GetBytes("EncryptedPackage")];

        PlanFiles.Refusal(() => PlanFiles.Read(container), RefusalCodes.NotText);
    }

    /// <summary>A thousand files of each kind, each with a few bytes changed by a seed.</summary>
    [Theory]
    [InlineData("docx")]
    [InlineData("xlsx")]
    [InlineData("txt")]
    [InlineData("csv")]
    public void Damaged_files_are_read_or_refused(string kind)
    {
        var whole = Whole(kind);
        for (var seed = 1; seed <= 1000; seed++)
        {
            var random = new Random(seed);
            var damaged = whole.ToArray();
            for (var i = random.Next(1, 8); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            if (random.Next(4) == 0)
                damaged = damaged[..random.Next(1, damaged.Length)];
            try
            {
                PlanFiles.Read(damaged);
            }
            catch (InputRefusedException refused)
            {
                Assert.DoesNotContain('\n', refused.Message);
            }
            catch (Exception other)
            {
                Assert.Fail($"{kind}, seed {seed}: {other}");
            }
        }
    }

    private static string Code(byte[] content) => Assert.Throws<InputRefusedException>(() => PlanFiles.Read(content)).Code;

    private static byte[] Whole(string kind) => kind switch
    {
        "docx" => Docx.Of("清河乡整改方案", "一、河道堵塞。", "整改措施：清淤。", "责任人：王建军", "完成期限：2026年5月20日", Docx.Table(["甲", "乙"], ["丙", "丁"])),
        "xlsx" => Xlsx.Of(
            [["序号", "存在问题", "责任人", "整改时限"], [1, "河道堵塞", "王建军", new DateOnly(2026, 5, 20)], [2, "路灯损坏", "李秀英", null]],
            "D2:D3"),
        "csv" => Encoding.UTF8.GetBytes("序号,存在问题,责任人,整改时限\n1,\"河道,堵塞\",王建军,2026年5月20日\n2,路灯损坏,李秀英,6月底\n"),
        _ => Encoding.UTF8.GetBytes("清河乡整改方案\n一、河道堵塞。\n整改措施：清淤。\n责任人：王建军\n完成期限：2026年5月20日\n"),
    };

    private static byte[] WithBody(string body, string doctype = "") => Edited(Whole("docx"), archive =>
    {
        archive.GetEntry(DocumentXml)!.Delete();
        using var part = new StreamWriter(archive.CreateEntry(DocumentXml).Open());
        part.Write($"""<?xml version="1.0" encoding="UTF-8"?>{doctype}<w:document xmlns:w="{Word}"><w:body>{body}</w:body></w:document>""");
    });

    private static byte[] Edited(byte[] content, Action<ZipArchive> edit)
    {
        using var stream = new MemoryStream();
        stream.Write(content);
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
            edit(archive);
        return stream.ToArray();
    }
}
