using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

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
}

internal static class ContentKinds
{
    public static ContentKind Of(ReadOnlySpan<byte> content)
    {
        if (content.StartsWith("PK\x03\x04"u8) || content.StartsWith("PK\x05\x06"u8))
        {
            return content.IndexOf("word/document"u8) >= 0 ? ContentKind.Docx
                : content.IndexOf("xl/w"u8) >= 0 ? ContentKind.Xlsx
                : ContentKind.Zip;
        }
        if (content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return Holds(content, "WordDocument") ? ContentKind.Doc : Holds(content, "Workbook") ? ContentKind.Xls : ContentKind.Ole;
        if (content.StartsWith("%PDF-"u8))
            return ContentKind.Pdf;
        if (content.StartsWith("{\\rtf"u8))
            return ContentKind.Rtf;
        return IsImage(content) ? ContentKind.Image : ContentKind.Text;
    }

    /// <summary>The kind in words, for a message.</summary>
    public static string Name(this ContentKind kind) => kind switch
    {
        ContentKind.Docx => "a Word document (docx)",
        ContentKind.Xlsx => "an Excel workbook (xlsx)",
        ContentKind.Zip => "a zip archive",
        ContentKind.Doc => "an old Word document (doc)",
        ContentKind.Xls => "an old Excel workbook (xls)",
        ContentKind.Ole => "an old Office or WPS document (doc, wps or xls)",
        ContentKind.Pdf => "a PDF document (pdf)",
        ContentKind.Rtf => "a rich text document (rtf)",
        ContentKind.Image => "a picture (png, jpg or gif)",
        _ => "binary data",
    };

    private static bool IsImage(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G'])
        || content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])
        || content.StartsWith("GIF8"u8);

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
        new(RefusalCodes.FileEmpty, "The file is empty. Check that the right file was chosen and was saved.");
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
        if (content.Span is [(byte)'P', _, ..])
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaxEntries || archive.Entries.Sum(e => e.Length) > limits.MaxUnpackedBytes)
            {
                throw new InputRefusedException(
                    RefusalCodes.FileTooLarge,
                    "The file unpacks to more than the limit. Remove pictures and other parts that are not the list itself.");
            }
            stream.Position = 0;
        }
        return stream;
    }
}
