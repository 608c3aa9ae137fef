using System.Text;

namespace Reminders.Import.Tests.Plans;

public class ContentTests
{
    private const string Plan = "清河乡整改方案\r\n一、䶮家渠淤堵。\r\n整改措施：清淤。\r\n责任人：王芳\r\n完成期限：2026年5月20日\r\n";

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "gb18030", "utf-16", "utf-16-be"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void A_plan_is_read_in_the_encodings_that_offices_use(string name)
    {
        var plan = PlanFiles.Read(Encode(name));

        Assert.Equal("清河乡整改方案", plan.Title);
        Assert.Equal("䶮家渠淤堵", Assert.Single(plan.Items).Title);
        Assert.Equal("王芳", plan.Items[0].Persons.Names());
    }

    [Fact]
    public void Damaged_UTF8_is_refused_and_not_read_as_another_encoding()
    {
        var cut = Encoding.UTF8.GetBytes(Plan)[..^50].Concat((byte[])[0xE6, 0xB8]).ToArray();

        PlanFiles.Refusal(() => PlanFiles.Read(cut), RefusalCodes.EncodingUnknown);
    }

    [Fact]
    public void Bytes_of_no_encoding_are_refused() =>
        PlanFiles.Refusal(() => PlanFiles.Read([0xFF, 0x31, 0xC7, 0xE5, 0xFF, 0xFF, 0x41]), RefusalCodes.EncodingUnknown);

    public static TheoryData<string, byte[]> Binaries => new()
    {
        { "png", [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, 0, 0] },
        { "pdf", [.. "%PDF-1.7\n"u8, 0xE2, 0xE3] },
        { "zip", [.. "PK\x03\x04"u8, 0, 0, 0, 0] },
        { "rich text", [.. "{\\rtf1 "u8] },
        { "binary", [0x41, 0, 0x42] },
        { "binary", [0x41, 0x01, 0x42, 0x02] },
    };

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Binary_content_is_refused_by_its_kind_and_not_by_its_name(string kind, byte[] content)
    {
        var refusal = PlanFiles.Refusal(() => PlanFiles.Read(content, fileName: "plan.txt"), RefusalCodes.NotText);

        Assert.Contains(kind, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\u3000\n")]
    public void An_empty_file_is_refused(string text) => PlanFiles.Refusal(() => PlanFiles.Read(text), RefusalCodes.FileEmpty);

    [Theory]
    [InlineData("今天天气很好。\n没有什么可以整改的。\n")]
    [InlineData("整改方案\n")]
    [InlineData("一、指导思想\n认真学习。\n二、工作要求\n抓好落实。\n")]
    [InlineData("序号,存在问题,责任人\n")]
    [InlineData("""{"title":"方案","items":[]}""")]
    public void A_text_without_items_is_refused_with_the_known_forms(string text) =>
        Assert.Contains("整改措施", PlanFiles.Refusal(() => PlanFiles.Read(text), RefusalCodes.NoItems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_over_the_limit_is_refused()
    {
        var options = new PlanReadingOptions(null, PlanFiles.LoadedOn) { Limits = new() { MaxMegabytes = 1 } };

        PlanFiles.Refusal(() => PlanFile.Read(new byte[(1024 * 1024) + 1], null, options), RefusalCodes.FileTooLarge);
    }

    private static byte[] Encode(string name) => name switch
    {
        "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Plan)],
        "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding(54936)!.GetBytes(Plan),
        "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Plan)],
        "utf-16-be" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Plan)],
        _ => Encoding.UTF8.GetBytes(Plan),
    };
}
