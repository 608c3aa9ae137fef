using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reminders.Core.Items;

/// <summary>
/// One piece of evidence 佐证材料 of an item, kept for good: a file, whose bytes <see cref="IEvidenceStore"/> keeps, or a link. Its identity is
/// its content: equal content is the same evidence under any name and from any person.
/// </summary>
/// <param name="Sha256">The SHA-256 of the bytes of the file, or of the link; 64 lower-case hexadecimal digits.</param>
/// <param name="Name">The label: the name of the file, or the host of the link.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When it was added.</param>
public sealed record Evidence(string Sha256, string Name, Actor By, Instant At)
{
    /// <summary>The id in addresses.</summary>
    public string Id => Sha256[..32];

    /// <summary>The media type, from the bytes of the file; null for a link.</summary>
    public string? MediaType { get; init; }

    /// <summary>The length of the file; 0 for a link.</summary>
    public int Bytes { get; init; }

    /// <summary>The address; null for a file.</summary>
    public string? Link { get; init; }

    public string Note { get; init; } = "";
}

/// <summary>The key of a file: its item and the SHA-256 of its bytes.</summary>
public readonly record struct EvidenceKey(ItemCode Item, string Sha256)
{
    public override string ToString() => $"{Item}/{Sha256}";
}

/// <summary>
/// Bounds on evidence, which bound the memory of an upload and the size of the row of an item. Settings <c>Reminders:Evidence:*</c>.
/// </summary>
public sealed record EvidenceLimits
{
    public const int LongestName = 120;
    public const int LongestNote = 500;
    public const int LongestLink = 2000;

    /// <summary>The largest file. The hosts accept at most 25 MB.</summary>
    public int MaxMegabytes { get; init; } = 10;

    /// <summary>Files and links of one item over all its cycles.</summary>
    public int MaxPerItem { get; init; } = 20;

    public int MaxBytes => MaxMegabytes * 1024 * 1024;

    /// <summary>One message for each setting that is out of bounds; empty when all are valid.</summary>
    public IEnumerable<Wording> Problems()
    {
        foreach (var (name, value, most) in new[] { (nameof(MaxMegabytes), MaxMegabytes, 25), (nameof(MaxPerItem), MaxPerItem, 50) })
        {
            if (value < 1 || value > most)
                yield return $"{name} is {value}; it must be from 1 to {most}.";
        }
    }
}

/// <summary>New evidence, validated and named, before it belongs to an item.</summary>
/// <param name="Name">The label.</param>
/// <param name="Sha256">The SHA-256 of the content.</param>
public abstract record EvidenceContent(string Name, string Sha256)
{
    private protected static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A photo or a PDF. Only its bytes decide its kind; its name and the media type of the upload do not.</summary>
public sealed record EvidenceFile : EvidenceContent
{
    private EvidenceFile(ReadOnlyMemory<byte> content, EvidenceKind kind, string? fileName)
        : base(EvidenceName.Of(fileName, kind), Hash(content.Span)) => (Content, Kind) = (content, kind);

    public ReadOnlyMemory<byte> Content { get; }

    public EvidenceKind Kind { get; }

    /// <exception cref="InputRefusedException">The file is empty, too large, or of an unsupported kind.</exception>
    public static EvidenceFile Read(ReadOnlyMemory<byte> content, string? fileName, EvidenceLimits limits)
    {
        if (content.IsEmpty)
            throw new InputRefusedException("file-empty", $"The file is empty; send the photo or the PDF again.");
        if (content.Length > limits.MaxBytes)
        {
            throw new InputRefusedException(
                "file-too-large", $"The file has more than {limits.MaxMegabytes} MB; send a smaller picture or a part of the document.");
        }
        return EvidenceKind.Of(content.Span) is { } kind
            ? new(content, kind, fileName)
            : throw new InputRefusedException(
                "evidence-kind-refused",
                $"The file is {UnsupportedFiles.Name(content.Span)}; evidence is a photo (JPEG, PNG, WebP, HEIC) or a PDF. "
                + $"Photograph it, or save it as PDF.");
    }
}

/// <summary>A web address, http or https, without a password in it.</summary>
public sealed record EvidenceLink : EvidenceContent
{
    private EvidenceLink(Uri link)
        : base(link.Host, Hash(Encoding.UTF8.GetBytes(link.AbsoluteUri))) => Link = link.AbsoluteUri;

    /// <summary>The address in its normal form.</summary>
    public string Link { get; }

    /// <exception cref="InputRefusedException">The text is not such an address, or it is too long.</exception>
    public static EvidenceLink Read(string text)
    {
        text = text.Trim();
        if (text.Length > EvidenceLimits.LongestLink)
            throw TooLong();
        if (!Uri.TryCreate(text, UriKind.Absolute, out var link)
            || (link.Scheme != Uri.UriSchemeHttp && link.Scheme != Uri.UriSchemeHttps)
            || link.Host.Length == 0
            || text.Any(char.IsControl))
        {
            throw new InputRefusedException("link-invalid", $"The link is no web address; copy it whole, with http:// or https://.");
        }
        if (link.UserInfo.Length > 0)
        {
            throw new InputRefusedException(
                "link-has-credentials",
                $"The link holds a name or a password before its @; the history would show it to everybody. Leave that part out.");
        }
        // A Chinese character in a path takes nine characters in the normal form.
        return link.AbsoluteUri.Length > EvidenceLimits.LongestLink ? throw TooLong() : new(link);

        static InputRefusedException TooLong() =>
            new("link-too-long", $"The link has more than {EvidenceLimits.LongestLink} characters; use a shorter one.");
    }
}

/// <summary>
/// The name of a file as a label. Paths, control characters and invisible characters are removed, and the extension matches the kind of the
/// file, so that a download never opens as a page or a program.
/// </summary>
internal static class EvidenceName
{
    public static string Of(string? fileName, EvidenceKind kind)
    {
        var bare = Visible(fileName ?? "").Split('/', '\\')[^1].TrimEnd(' ', '.');
        var known = kind.Extensions.FirstOrDefault(e => bare.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } extension
            ? extension.Length
            : 0;
        var ending = known == 0 ? kind.Extensions[0] : bare[^known..];
        var stem = Cut(bare[..^known].Trim(' ', '.'), EvidenceLimits.LongestName - ending.Length);
        return (stem.Length == 0 ? "evidence" : stem) + ending;
    }

    // Direction marks are removed too: behind one, gpj.exe reads as exe.jpg.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            // Half a surrogate pair arrives as U+FFFD.
            if (!hidden && rune != Rune.ReplacementChar)
                visible.Append(rune.ToString());
        }
        return visible.ToString();
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

/// <summary>
/// 佐证: adds a photo, a document or a link to an item and changes nothing else. Content that the item already has is not added again, even
/// with another note.
/// </summary>
public sealed record AddItemEvidence(Actor By, EvidenceContent Content, string Note, EvidenceLimits Limits) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.AddEvidence;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Evidence.Any(e => e.Sha256 == Content.Sha256))
            return new Decision.Nothing(item);
        if (Note.Length > EvidenceLimits.LongestNote)
            return Decision.Refuse("note-too-long", $"The note has more than {EvidenceLimits.LongestNote} characters; shorten it.");
        if (item.Evidence.Length >= Limits.MaxPerItem)
        {
            return Decision.Refuse(
                "evidence-full",
                $"Item {item.Code} has {item.Evidence.Length} pieces of evidence and takes no more; put several pages into one PDF.");
        }
        var evidence = new Evidence(Content.Sha256, Content.Name, By, now) { Note = Note };
        evidence = Content switch
        {
            EvidenceFile file => evidence with { MediaType = file.Kind.MediaType, Bytes = file.Content.Length },
            EvidenceLink link => evidence with { Link = link.Link },
            _ => throw new InvalidOperationException($"There is no evidence of the kind {Content.GetType().Name}."),
        };
        var name = evidence.Link ?? evidence.Name;
        return new Decision.Change(item with { Evidence = item.Evidence.Add(evidence) }, IsBlank(Note) ? name : $"{name}: {Note}");
    }
}
