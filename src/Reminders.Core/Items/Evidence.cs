using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reminders.Core.Items;

/// <summary>
/// One piece of evidence 佐证材料 that stands with an item for good: a file, whose bytes the <see cref="IEvidenceStore"/> keeps, or a link. It is named by
/// its content: the same content is the same evidence, whatever it is called and whoever brings it.
/// </summary>
/// <param name="Sha256">Of the file's bytes, or of the link; 64 lower-case hexadecimal digits.</param>
/// <param name="Name">What people call it: the file's name as a label, or the link's host.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When it was added.</param>
public sealed record Evidence(string Sha256, string Name, Actor By, Instant At)
{
    /// <summary>What stands for it in an address.</summary>
    public string Id => Sha256[..32];

    /// <summary>What its bytes say that it is; null for a link.</summary>
    public string? MediaType { get; init; }

    /// <summary>How long the file is; 0 for a link.</summary>
    public int Bytes { get; init; }

    /// <summary>The address; null for a file.</summary>
    public string? Link { get; init; }

    public string Note { get; init; } = "";
}

/// <summary>Where a file of evidence lies: with its item, under what its bytes are.</summary>
public readonly record struct EvidenceKey(ItemCode Item, string Sha256)
{
    public override string ToString() => $"{Item}/{Sha256}";
}

/// <summary>How much evidence an item takes, so that a photo is bounded in memory and an item in its row of the ledger. Settings <c>Reminders:Evidence:*</c>.</summary>
public sealed record EvidenceLimits
{
    public const int LongestName = 120;
    public const int LongestNote = 500;
    public const int LongestLink = 2000;

    /// <summary>The largest file; 25 MB is what the hosts let through at most.</summary>
    public int MaxMegabytes { get; init; } = 10;

    /// <summary>Files and links of one item over all its cycles.</summary>
    public int MaxPerItem { get; init; } = 20;

    public int MaxBytes => MaxMegabytes * 1024 * 1024;

    /// <summary>What is out of bounds, each with its bounds; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var (name, value, most) in new[] { (nameof(MaxMegabytes), MaxMegabytes, 25), (nameof(MaxPerItem), MaxPerItem, 50) })
        {
            if (value < 1 || value > most)
                yield return $"{name} is {value}; it must be from 1 to {most}.";
        }
    }
}

/// <summary>What somebody brings as evidence, checked and named, before it stands with an item.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Sha256">What it is recognised by.</param>
public abstract record EvidenceContent(string Name, string Sha256)
{
    private protected static string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A photo or a PDF. What it is its bytes say; neither its name nor what its sender calls it counts.</summary>
public sealed record EvidenceFile : EvidenceContent
{
    private EvidenceFile(ReadOnlyMemory<byte> content, EvidenceKind kind, string? fileName)
        : base(EvidenceName.Of(fileName, kind), Hash(content.Span)) => (Content, Kind) = (content, kind);

    public ReadOnlyMemory<byte> Content { get; }

    public EvidenceKind Kind { get; }

    /// <exception cref="InputRefusedException">The file is empty, too large, or of a kind that is not taken.</exception>
    public static EvidenceFile Read(ReadOnlyMemory<byte> content, string? fileName, EvidenceLimits limits)
    {
        if (content.IsEmpty)
            throw new InputRefusedException("file-empty", "The file is empty; send the photo or the PDF again.");
        if (content.Length > limits.MaxBytes)
            throw new InputRefusedException(
                "file-too-large",
                $"The file has more than {limits.MaxMegabytes} MB; send a smaller picture or a part of the document.");
        return EvidenceKind.Of(content.Span) is { } kind
            ? new(content, kind, fileName)
            : throw new InputRefusedException(
                "evidence-kind-refused",
                $"The file is {UnsupportedFiles.Name(content.Span)}; evidence is a photo (JPEG, PNG, WebP, HEIC) or a PDF. {UnsupportedFiles.Advice}");
    }
}

/// <summary>An address on the web, http or https, that leads there without a password of its own.</summary>
public sealed record EvidenceLink : EvidenceContent
{
    private EvidenceLink(Uri link)
        : base(link.Host, Hash(Encoding.UTF8.GetBytes(link.AbsoluteUri))) => Link = link.AbsoluteUri;

    /// <summary>The address in its normal form.</summary>
    public string Link { get; }

    /// <exception cref="InputRefusedException">The text is no such address, or too long.</exception>
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
            throw new InputRefusedException("link-invalid", "The link is no web address; copy it whole, with http:// or https://.");
        }
        if (link.UserInfo.Length > 0)
            throw new InputRefusedException(
                "link-has-credentials",
                "The link holds a name or a password before its @; the history would show it to everybody. Leave that part out.");
        // Chinese in a path takes nine characters for one in the normal form.
        return link.AbsoluteUri.Length > EvidenceLimits.LongestLink ? throw TooLong() : new(link);

        static InputRefusedException TooLong() =>
            new("link-too-long", $"The link has more than {EvidenceLimits.LongestLink} characters; use a shorter one.");
    }
}

/// <summary>
/// A file's name as a label. Paths, control characters and whatever else is not to be seen are gone, and it ends as files of its kind do: whoever opens what he
/// downloaded must not start a page or a program that hides in a picture.
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

    // Also marks that turn the direction of reading, behind which gpj.exe looks like exe.jpg.
    private static string Visible(string text)
    {
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
            // Half a surrogate pair comes as U+FFFD.
            if (!hidden && rune != Rune.ReplacementChar)
                visible.Append(rune.ToString());
        }
        return visible.ToString();
    }

    private static string Cut(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}

/// <summary>
/// 佐证: adds a photo, a document or a link to an item, and moves nothing. What the item has already is not added again, whatever note comes with it.
/// </summary>
public sealed record AddItemEvidence(Actor By, EvidenceContent Content, string Note, EvidenceLimits Limits) : ItemCommand(By)
{
    public override ItemAction Action => ItemAction.AddEvidence;

    protected override Decision Apply(Item item, DateTimeZone zone, Instant now)
    {
        if (item.Evidence.Any(e => e.Sha256 == Content.Sha256))
            return Decision.Nothing(item);
        if (Note.Length > EvidenceLimits.LongestNote)
            return Decision.Refuse("note-too-long", $"The note has more than {EvidenceLimits.LongestNote} characters; shorten it.");
        if (item.Evidence.Length >= Limits.MaxPerItem)
            return Decision.Refuse(
                "evidence-full",
                $"Item {item.Code} has {item.Evidence.Length} pieces of evidence and takes no more; put several pages into one PDF.");
        var evidence = new Evidence(Content.Sha256, Content.Name, By, now) { Note = Note };
        evidence = Content switch
        {
            EvidenceFile file => evidence with { MediaType = file.Kind.MediaType, Bytes = file.Content.Length },
            EvidenceLink link => evidence with { Link = link.Link },
            _ => throw new InvalidOperationException($"There is no evidence of the kind {Content.GetType().Name}."),
        };
        var name = evidence.Link ?? evidence.Name;
        return Decision.Change(item with { Evidence = item.Evidence.Add(evidence) }, IsBlank(Note) ? name : $"{name}: {Note}");
    }
}
