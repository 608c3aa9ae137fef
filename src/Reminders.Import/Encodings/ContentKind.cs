using System.Text;

namespace Reminders.Import.Encodings;

/// <summary>What a file is, told from its bytes: names lie.</summary>
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
            return content.IndexOf("word/document"u8) >= 0 ? ContentKind.Docx : content.IndexOf("xl/w"u8) >= 0 ? ContentKind.Xlsx : ContentKind.Zip;
        if (content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
            return Holds(content, "WordDocument") ? ContentKind.Doc : Holds(content, "Workbook") ? ContentKind.Xls : ContentKind.Ole;
        if (content.StartsWith("%PDF-"u8))
            return ContentKind.Pdf;
        if (content.StartsWith("{\\rtf"u8))
            return ContentKind.Rtf;
        return IsImage(content) ? ContentKind.Image : ContentKind.Text;
    }

    /// <summary>The words for it in a message.</summary>
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

    // Directory entries of a compound file carry their names in UTF-16.
    private static bool Holds(ReadOnlySpan<byte> content, string name) => content.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
}
