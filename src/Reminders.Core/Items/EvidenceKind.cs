using System.Buffers.Binary;

namespace Reminders.Core.Items;

/// <summary>A kind of file that is taken as evidence, told by its first bytes.</summary>
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

    /// <summary>How names of such files end, the usual way first.</summary>
    public ImmutableArray<string> Extensions { get; }

    /// <summary>The kind of the file, or null when it is none of these.</summary>
    public static EvidenceKind? Of(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => Png,
        _ when content.StartsWith("RIFF"u8) && content.Length > 12 && content[8..].StartsWith("WEBP"u8) => WebP,
        _ when IsHeic(content) => Heic,
        // A reader forgives up to a thousand bytes before this; what they are would be anybody's guess.
        _ when content.StartsWith("%PDF-"u8) => Pdf,
        _ => null,
    };

    /// <summary>The brands of an ISO media file, its main one first; none when it is no such file.</summary>
    internal static ImmutableArray<string> Brands(ReadOnlySpan<byte> content)
    {
        if (content.Length < 16 || !content[4..].StartsWith("ftyp"u8))
            return [];
        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content), Math.Min(content.Length, 256));
        var brands = ImmutableArray.CreateBuilder<string>();
        for (var at = 8; at + 4 <= end; at += at == 8 ? 8 : 4) // behind the main brand stands its version
            brands.Add(System.Text.Encoding.Latin1.GetString(content.Slice(at, 4)));
        return brands.ToImmutable();
    }

    // A phone's picture says heic itself, or that it is an image of the general kind which heic decoders read; AVIF says the latter too, and avif.
    private static bool IsHeic(ReadOnlySpan<byte> content) => Brands(content) is [var main, .. var others]
        && (IsHevc(main) || (main is "mif1" or "msf1" && others.Any(IsHevc)));

    private static bool IsHevc(string brand) => brand is "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs";
}
