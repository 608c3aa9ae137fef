using System.Security.Cryptography;
using System.Text;

namespace Reminders.Core.Items;

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
            throw new InputRefusedException("file-too-large", $"The file has more than {limits.MaxMegabytes} MB; send a smaller picture or a part of the document.");
        return EvidenceKind.Of(content.Span) is { } kind
            ? new(content, kind, fileName)
            : throw new InputRefusedException("evidence-kind-refused", $"The file is {OtherKinds.Name(content.Span)}; evidence is a photo (JPEG, PNG, WebP, HEIC) or a PDF. {OtherKinds.Advice}");
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
        if (!Uri.TryCreate(text, UriKind.Absolute, out var link) || (link.Scheme != Uri.UriSchemeHttp && link.Scheme != Uri.UriSchemeHttps) || link.Host.Length == 0 || text.Any(char.IsControl))
            throw new InputRefusedException("link-invalid", "The link is no web address; copy it whole, with http:// or https://.");
        if (link.UserInfo.Length > 0)
            throw new InputRefusedException("link-has-credentials", "The link holds a name or a password before its @; the history would show it to everybody. Leave that part out.");
        // Chinese in a path takes nine characters for one in the normal form.
        return link.AbsoluteUri.Length > EvidenceLimits.LongestLink ? throw TooLong() : new(link);

        static InputRefusedException TooLong() => new("link-too-long", $"The link has more than {EvidenceLimits.LongestLink} characters; use a shorter one.");
    }
}
