using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Reminders.Import.Files;

/// <summary>The kind of a file, told from its bytes and not from its name.</summary>
internal enum ContentKind
{
    Text,
    Docx,
    Xlsx,
    Zip,
    Doc,
    Xls,
    Ole,
    Pdf,
    Rtf,
    Image,

    /// <summary>A presentation or another part of an office suite in a zip archive.</summary>
    OtherOffice,

    /// <summary>A document of Office that is protected by a password.</summary>
    Protected,

    /// <summary>A web page, often with the name of a workbook or a document.</summary>
    Html,

    /// <summary>A web page in one file.</summary>
    Mhtml,

    /// <summary>A workbook or a document of Office 2003 as XML.</summary>
    OfficeXml,
}

internal static partial class ContentKinds
{
    private const int HeadBytes = 2048;

    public static ContentKind Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("PK\x03\x04"u8) || content.StartsWith("PK\x05\x06"u8))
        {
            return OfParts(Zip.Names(content) ?? PartsIn(content));
        }
        if (content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return OfStreams(content);
        if (content.StartsWith("%PDF-"u8))
            return ContentKind.Pdf;
        if (content.StartsWith("{\\rtf"u8))
            return ContentKind.Rtf;
        return IsImage(content) ? ContentKind.Image : OfText(content);
    }

    // The parts of the archive itself: a workbook can hold a whole document and the reverse.
    private static ContentKind OfParts(IReadOnlyCollection<string> parts) =>
        parts.Any(p => p.StartsWith("word/document", StringComparison.OrdinalIgnoreCase)) ? ContentKind.Docx
        : parts.Any(p => p.StartsWith("xl/w", StringComparison.OrdinalIgnoreCase)) ? ContentKind.Xlsx
        : parts.Any(p => p.StartsWith("ppt/", StringComparison.OrdinalIgnoreCase)
                || p is "mimetype" or "content.xml" or "ofd.xml" or "OFD.xml")
            ? ContentKind.OtherOffice
        : ContentKind.Zip;

    // The directory of a damaged archive is lost, but its entries have their names.
    private static List<string> PartsIn(ReadOnlySpan<byte> content)
    {
        var parts = new List<string>();
        foreach (var part in (ReadOnlySpan<string>)["word/document", "xl/workbook"])
        {
            if (content.IndexOf(Encoding.ASCII.GetBytes(part)) >= 0)
                parts.Add(part);
        }
        return parts;
    }

    private static ContentKind OfStreams(ReadOnlySpan<byte> content)
    {
        if (Holds(content, "EncryptedPackage"))
            return ContentKind.Protected;
        var (isDocument, isWorkbook) = (Holds(content, "WordDocument"), Holds(content, "Workbook"));
        if (isDocument && isWorkbook)
            return CompoundFile.RootNames(content.ToArray()).Contains("Workbook") ? ContentKind.Xls : ContentKind.Doc;
        return isDocument ? ContentKind.Doc : isWorkbook ? ContentKind.Xls : ContentKind.Ole;
    }

    private static ContentKind OfText(ReadOnlySpan<byte> content)
    {
        // In UTF-16 every second byte of these words is zero. The first bytes can be a byte order mark.
        var head = Encoding.Latin1.GetString(content[..Math.Min(content.Length, HeadBytes)]).Replace("\0", "", StringComparison.Ordinal)
            .TrimStart('\u00EF', '\u00BB', '\u00BF', '\u00FF', '\u00FE').TrimStart();
        return Web().IsMatch(head) ? ContentKind.Html
            : OneFile().IsMatch(head) ? ContentKind.Mhtml
            : OfficeProgram().IsMatch(head) ? ContentKind.OfficeXml
            : ContentKind.Text;
    }

    /// <summary>The kind in words, for a message.</summary>
    public static Wording Name(this ContentKind kind) => kind switch
    {
        ContentKind.Docx => $"a Word document (docx)",
        ContentKind.Xlsx => $"an Excel workbook (xlsx)",
        ContentKind.Zip => $"a zip archive",
        ContentKind.Doc => $"an old Word document (doc)",
        ContentKind.Xls => $"an old Excel workbook (xls)",
        ContentKind.Ole => $"an old Office or WPS document (doc, wps or xls)",
        ContentKind.Pdf => $"a PDF document (pdf)",
        ContentKind.Rtf => $"a rich text document (rtf)",
        ContentKind.Image => $"a picture (png, jpg or gif)",
        ContentKind.OtherOffice => $"a presentation or a document of another office suite (pptx, odt, ods or ofd)",
        ContentKind.Protected => $"protected by a password",
        ContentKind.Html => $"a web page (HTML), which its name does not say",
        ContentKind.Mhtml => $"a web page in one file (MHTML), which its name does not say",
        ContentKind.OfficeXml => $"an XML file of Office 2003, which its name does not say",
        _ => $"binary data",
    };

    /// <summary>The way out, for a message about a file of a kind that is not read; null for none.</summary>
    public static Wording? Remedy(this ContentKind kind) => kind switch
    {
        ContentKind.Protected => $"Open it with its password, remove the password (File, Info, Protect) and save it again.",
        ContentKind.Html or ContentKind.Mhtml or ContentKind.OfficeXml =>
            $"Open it in Excel, Word or WPS, choose \"Save as\" 另存为 and the type xlsx or docx, and load that.",
        _ => null,
    };

    private static bool IsImage(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || content.StartsWith("GIF8"u8);

    [GeneratedRegex(
        @"^(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Web();

    [GeneratedRegex(
        @"^(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,10}?(?:Content-Type: *(?:multipart/related|text/html)|Snapshot-Content-Location:)",
        RegexOptions.IgnoreCase)]
    private static partial Regex OneFile();

    [GeneratedRegex(
        @"^<\?xml.*(?:mso-application|urn:schemas-microsoft-com:office:spreadsheet"
        + @"|schemas\.microsoft\.com/office/(?:word|excel)|schemas\.microsoft\.com/office/2006/xmlPackage)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex OfficeProgram();

    // The directory of a compound file stores names in UTF-16.
    private static bool Holds(ReadOnlySpan<byte> content, string name) => content.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
}

/// <summary>Refuses files that are empty or too large before they are read.</summary>
internal static class FileSize
{
    public static void Check(int bytes, int maxBytes)
    {
        if (bytes == 0)
            throw Empty();
        if (bytes > maxBytes)
        {
            throw new InputRefusedException(
                RefusalCodes.FileTooLarge,
                $"The file has {bytes} bytes, and the limit is {maxBytes}. Split it, or remove pictures and other parts.");
        }
    }

    public static void CheckNotBlank(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Empty();
    }

    private static InputRefusedException Empty() =>
        new(RefusalCodes.FileEmpty, $"The file is empty. Check that the right file was chosen and was saved.");
}

/// <summary>Opens files that may be zip archives, and refuses an archive that unpacks to too much.</summary>
internal static class Zip
{
    private const int MaxEntries = 5000;

    /// <summary>
    /// The file as a stream. The directory of an archive gives the unpacked size before anything is unpacked, and .NET unpacks no
    /// more of an entry than its directory says. A file that is not an archive passes.
    /// </summary>
    public static MemoryStream Open(ReadOnlyMemory<byte> content, FileLimits limits)
    {
        var stream = MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
        if (content.Span is not [(byte)'P', _, ..])
            return stream;
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxEntries || archive.Entries.Sum(e => e.Length) > limits.MaxUnpackedBytes)
        {
            throw new InputRefusedException(
                RefusalCodes.FileTooLarge,
                $"The file unpacks to more than the limit. Remove pictures and other parts that are not the list itself.");
        }
        if (archive.Entries.Any(e => e.FullName.Contains('\\', StringComparison.Ordinal)))
            stream = WithSlashes(archive);
        stream.Position = 0;
        return stream;
    }

    /// <summary>The names of the entries, with slashes; null if the archive is damaged.</summary>
    public static IReadOnlyCollection<string>? Names(ReadOnlySpan<byte> content)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(content.ToArray(), writable: false), ZipArchiveMode.Read);
            return [.. archive.Entries.Take(MaxEntries).Select(e => Slashed(e.FullName))];
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Some programs write xl\workbook.xml, which is not allowed, and the libraries find no such part.
    private static MemoryStream WithSlashes(ZipArchive archive)
    {
        var stream = new MemoryStream();
        using var copy = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in archive.Entries.DistinctBy(e => Slashed(e.FullName)))
        {
            using var from = entry.Open();
            using var to = copy.CreateEntry(Slashed(entry.FullName), CompressionLevel.Fastest).Open();
            from.CopyTo(to);
        }
        return stream;
    }

    private static string Slashed(string name) => name.Replace('\\', '/').TrimStart('/');
}
