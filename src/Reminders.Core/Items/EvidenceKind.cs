using System.Buffers.Binary;
using System.Text;

namespace Reminders.Core.Items;

/// <summary>A supported kind of file, recognised by its first bytes.</summary>
public sealed record EvidenceKind
{
    private EvidenceKind(string mediaType, params ImmutableArray<string> extensions) => (MediaType, Extensions) = (mediaType, extensions);

    public static EvidenceKind Jpeg { get; } = new("image/jpeg", ".jpg", ".jpeg");
    public static EvidenceKind Png { get; } = new("image/png", ".png");
    public static EvidenceKind WebP { get; } = new("image/webp", ".webp");
    public static EvidenceKind Heic { get; } = new("image/heic", ".heic", ".heif");
    public static EvidenceKind Pdf { get; } = new("application/pdf", ".pdf");

    public static ImmutableArray<EvidenceKind> All { get; } = [Jpeg, Png, WebP, Heic, Pdf];

    public string MediaType { get; }

    /// <summary>The extensions of such files, the usual one first.</summary>
    public ImmutableArray<string> Extensions { get; }

    /// <summary>The kind of the file; null when it is unsupported.</summary>
    public static EvidenceKind? Of(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        _ when content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8) => WebP,
        _ when IsHeic(content) => Heic,
        // PDF readers accept up to a thousand other bytes before the header; those could be anything, so they are refused here.
        _ when content.StartsWith("%PDF-"u8) => Pdf,
        _ => null,
    };

    /// <summary>The brands of an ISO media file, the main one first; empty for any other file.</summary>
    internal static ImmutableArray<string> Brands(ReadOnlySpan<byte> content)
    {
        if (content.Length < 16 || !content[4..].StartsWith("ftyp"u8))
            return [];
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content), Math.Min(content.Length, 256));
        var brands = ImmutableArray.CreateBuilder<string>();
        for (var at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) // the version follows the main brand
            brands.Add(System.Text.Encoding.Latin1.GetString(content.Slice(at, 4)));
        return brands.ToImmutable();
    }

    // Phones write an HEVC brand, or the general image brand together with an HEVC brand. AVIF files have the general brand too, but with
    // avif.
    private static bool IsHeic(ReadOnlySpan<byte> content) => Brands(content) is [var main, .. var others]
        && (IsHevc(main) || (main is "mif1" or "msf1" && others.Any(IsHevc)));

    private static bool IsHevc(string brand) => brand is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs";
}

/// <summary>Names files that are not supported as evidence, in words that people know.</summary>
internal static class UnsupportedFiles
{
    public static Wording Name(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith("PK\u0003\u0004"u8) => Package(content),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => $"an old Office document (doc, xls, ppt, wps)",
        _ when content.StartsWith("{\\rtf"u8) => $"an RTF document",
        _ when content.StartsWith("GIF8"u8) => $"a GIF picture",
        _ when content.StartsWith("BM"u8) && content.Length > 26 => $"a BMP picture",
        _ when content.StartsWith("II*\0"u8) || content.StartsWith("MM\0*"u8) => $"a TIFF picture",
        _ when content.StartsWith("MZ"u8) => $"a program",
        _ when content.StartsWith("Rar!"u8) || content is [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => $"an archive",
        _ when EvidenceKind.Brands(content) is ["avif" or "avis" or "mif1" or "msf1", ..] => $"an AVIF picture",
        _ when EvidenceKind.Brands(content) is [_, ..] => $"a video",
        _ => Markup(content),
    };

    private static Wording Package(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.IndexOf("word/"u8) >= 0 => $"a Word document (docx)",
        _ when content.IndexOf("xl/"u8) >= 0 => $"an Excel workbook (xlsx)",
        _ when content.IndexOf("ppt/"u8) >= 0 => $"a PowerPoint presentation (pptx)",
        _ when content.IndexOf("OFD.xml"u8) >= 0 => $"an OFD document",
        _ => $"an archive",
    };

    private static Wording Markup(ReadOnlySpan<byte> content)
    {
        var text = Head(content).TrimStart('\uFEFF', '\u00EF', '\u00BB', '\u00BF', ' ', '\t', '\r', '\n').ToLowerInvariant();
        if (!text.StartsWith('<'))
            return $"of a kind that is not known here";
        if (Holds("<html") || Holds("<!doctype html") || (Holds("<script") && !Holds("<svg")))
            return $"an HTML page";
        if (Holds("<svg"))
            return $"an SVG picture, which can hold a program";
        return $"an HTML or XML file";

        bool Holds(string tag) => text.Contains(tag, StringComparison.Ordinal);
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
