using static Reminders.Testing.EvidenceFiles;

namespace Reminders.Core.Tests.Items;

/// <summary>The files that are accepted as evidence, and their names.</summary>
public class EvidenceFileTests
{
    public static TheoryData<byte[], string> Taken => new()
    {
        { Jpeg(), "image/jpeg" },
        { Png, "image/png" },
        { WebP, "image/webp" },
        { Pdf, "application/pdf" },
        { Media("heic", "mif1", "heic"), "image/heic" },
        { Media("heix"), "image/heic" },
        { Media("mif1", "miaf", "heic"), "image/heic" }, // a general brand, with the coding named after it
        { Media("msf1", "hevc"), "image/heic" },
    };

    public static TheoryData<byte[], string> Refused => new()
    {
        { [.. "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8], "an SVG picture, which can hold a program" },
        { [0xEF, 0xBB, 0xBF, .. "\r\n<?xml version=\"1.0\"?>\n<!-- --><SVG>"u8], "an SVG picture, which can hold a program" },
        { [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("<svg/>")], "an SVG picture, which can hold a program" },
        { [0xFE, 0xFF, .. System.Text.Encoding.BigEndianUnicode.GetBytes("<svg/>")], "an SVG picture, which can hold a program" },
        { [.. "<!DOCTYPE html><html><svg></svg></html>"u8], "an HTML page" },
        { [.. " <script>alert(1)</script>"u8], "an HTML page" },
        { [.. "<table><tr><td>台账</td></tr></table>"u8], "an HTML or XML file" },
        { [.. "PK\u0003\u0004....[Content_Types].xml....word/document.xml"u8], "a Word document (docx)" },
        { [.. "PK\u0003\u0004....[Content_Types].xml....xl/workbook.xml"u8], "an Excel workbook (xlsx)" },
        { [.. "PK\u0003\u0004....[Content_Types].xml....ppt/presentation.xml"u8], "a PowerPoint presentation (pptx)" },
        { [.. "PK\u0003\u0004....OFD.xml"u8], "an OFD document" },
        { [.. "PK\u0003\u0004....a.jpg"u8], "an archive" },
        { [0xD0, 0xCF, 0x11, 0xE0, 0xA1], "an old Office document (doc, xls, ppt, wps)" },
        { [.. "{\\rtf1"u8], "an RTF document" },
        { [.. "GIF89a"u8], "a GIF picture" },
        { [.. "BM"u8, .. new byte[60]], "a BMP picture" },
        { [.. "II*\0"u8], "a TIFF picture" },
        { [.. "MZ"u8, 0x90, 0], "a program" },
        { [.. "Rar!"u8, 0x1A], "an archive" },
        { [0x37, 0x7A, 0xBC, 0xAF, 0x27], "an archive" },
        { Media("isom", "mp42"), "a video" },
        { Media("qt  "), "a video" },
        { Media("avif", "mif1"), "an AVIF picture" },
        { Media("mif1", "avif"), "an AVIF picture" },
        { [.. "整改照片"u8], "of a kind that is not known here" },
        { [.. "GIF8 %PDF-1.7"u8], "a GIF picture" }, // PDF readers skip a foreign head, but the head decides here
        { [0xFF, 0xD8], "of a kind that is not known here" },
        { [.. "\0\0\0\u000cftyp"u8], "of a kind that is not known here" },
    };

    [Theory]
    [MemberData(nameof(Taken))]
    public void A_photo_or_a_PDF_is_known_by_its_bytes(byte[] content, string mediaType)
    {
        var file = EvidenceFile.Read(content, "附件.html", new());

        Assert.Equal(mediaType, file.Kind.MediaType);
        Assert.Equal(content, file.Content);
        Assert.StartsWith("附件.html.", file.Name, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_file_that_is_no_photo_and_no_PDF_is_refused_by_its_content(byte[] content, string what)
    {
        var refused = Assert.Throws<InputRefusedException>(() => EvidenceFile.Read(content, "整改后.jpg", new()));

        Assert.Equal("evidence-kind-refused", refused.Code);
        Assert.Equal($"The file is {what}; evidence is a photo (JPEG, PNG, WebP, HEIC) or a PDF. Photograph it, or save it as PDF.",
            refused.Message);
    }

    [Theory]
    [InlineData(1024 * 1024, null)]
    [InlineData((1024 * 1024) + 1, "file-too-large")]
    [InlineData(0, "file-empty")]
    public void A_file_has_a_length_that_is_allowed(int length, string? code)
    {
        var content = new byte[length];
        Jpeg("").AsSpan(0, Math.Min(4, length)).CopyTo(content);

        var refused = Record.Exception(() => EvidenceFile.Read(content, null, new() { MaxMegabytes = 1 }));

        Assert.Equal(code, (refused as InputRefusedException)?.Code);
        if (length > 0 && refused is not null)
            Assert.Contains("1 MB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_bytes_are_the_same_evidence_under_any_name()
    {
        Assert.Equal(Photo(name: "a.jpg").Sha256, Photo(name: "b.jpg").Sha256);
        Assert.NotEqual(Photo("1").Sha256, Photo("2").Sha256);
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855".Length, Photo().Sha256.Length);
    }

    [Theory]
    [InlineData("整改后.jpg", "整改后.jpg")]
    [InlineData("IMG_0001.JPEG", "IMG_0001.JPEG")]
    [InlineData(null, "evidence.jpg")]
    [InlineData("", "evidence.jpg")]
    [InlineData(".jpg", "evidence.jpg")]
    [InlineData("..", "evidence.jpg")]
    [InlineData("../../etc/passwd", "passwd.jpg")]
    [InlineData("C:\\Users\\张三\\现场 照片.jpg", "现场 照片.jpg")]
    [InlineData("照片\r\nSet-Cookie: a=b.jpg", "照片Set-Cookie: a=b.jpg")]
    [InlineData("照片\u202egpj.exe", "照片gpj.exe.jpg")] // the mark turns what follows, so that it is read as exe.jpg
    [InlineData("a\0\u200b\u2028b.jpg", "ab.jpg")]
    [InlineData("run.bat", "run.bat.jpg")]
    [InlineData("page.svg", "page.svg.jpg")]
    [InlineData("document.pdf", "document.pdf.jpg")]
    [InlineData("photo.jpg. .", "photo.jpg")]
    [InlineData("\ud800.jpg", "evidence.jpg")] // half a character
    [InlineData("𠮷.jpg", "𠮷.jpg")]
    [InlineData("=1+1.jpg", "=1+1.jpg")]
    public void A_name_is_a_label_that_ends_as_its_kind_does(string? fileName, string label) =>
        Assert.Equal(label, Photo(name: fileName).Name);

    [Fact]
    public void A_long_name_is_cut_between_characters_and_keeps_its_ending()
    {
        var name = Photo(name: string.Concat(Enumerable.Repeat("𠮷", 200)) + ".jpeg").Name;

        Assert.Equal(string.Concat(Enumerable.Repeat("𠮷", 57)) + ".jpeg", name); // 115 units would cut a surrogate pair
    }
}
