using System.Text;

namespace Reminders.Core.Items;

/// <summary>What people send that is not taken as evidence, by the name under which they know it.</summary>
internal static class OtherKinds
{
    public const string Advice = "Photograph it, or save it as PDF.";

    public static string Name(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith("PK\u0003\u0004"u8) => Package(content),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => "an old Office document (doc, xls, ppt, wps)",
        _ when content.StartsWith("{\\rtf"u8) => "an RTF document",
        _ when content.StartsWith("GIF8"u8) => "a GIF picture",
        _ when content.StartsWith("BM"u8) && content.Length > 26 => "a BMP picture",
        _ when content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) => "a TIFF picture",
        _ when content.StartsWith("MZ"u8) => "a program",
        _ when content.StartsWith("Rar!"u8) || content is [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => "an archive",
        _ when EvidenceKind.Brands(content) is [var main, ..] => main is "avif" or "avis" or "mif1" or "msf1" ? "an AVIF picture" : "a video",
        _ => Markup(content),
    };

    private static string Package(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.IndexOf("word/"u8) >= 0 => "a Word document (docx)",
        _ when content.IndexOf("xl/"u8) >= 0 => "an Excel workbook (xlsx)",
        _ when content.IndexOf("ppt/"u8) >= 0 => "a PowerPoint presentation (pptx)",
        _ when content.IndexOf("OFD.xml"u8) >= 0 => "an OFD document",
        _ => "an archive",
    };

    private static string Markup(ReadOnlySpan<byte> content)
    {
        var text = Head(content).TrimStart('\uFEFF', '\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n').ToLowerInvariant();
        if (!text.StartsWith('<'))
            return "of a kind that is not known here";
        if (text.Contains("<html", StringComparison.Ordinal) || text.Contains("<!doctype html", StringComparison.Ordinal) || text.Contains("<script", StringComparison.Ordinal) && !text.Contains("<svg", StringComparison.Ordinal))
            return "an HTML page";
        return text.Contains("<svg", StringComparison.Ordinal) ? "an SVG picture, which can hold a program" : "an HTML or XML file";
    }

    private static string Head(ReadOnlySpan<byte> content)
    {
        var head = content[..Math.Min(content.Length, 2048)];
        return head switch
        {
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(head),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(head),
            _ => Encoding.Latin1.GetString(head),
        };
    }
}
