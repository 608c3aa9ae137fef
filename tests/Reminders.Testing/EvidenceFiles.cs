namespace Reminders.Testing;

/// <summary>Files with the first bytes of photos and documents.</summary>
public static class EvidenceFiles
{
    public static byte[] Jpeg(string rest = "整改后") => [0xFF, 0xD8, 0xFF, 0xE0, .. System.Text.Encoding.UTF8.GetBytes(rest)];

    public static byte[] Png { get; } = [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8];

    public static byte[] WebP { get; } = [.. "RIFF"u8, 4, 0, 0, 0, .. "WEBPVP8 "u8];

    public static byte[] Pdf { get; } = [.. "%PDF-1.7\n%âãÏÓ\n"u8];

    /// <summary>An ISO media file of these brands, the main one first.</summary>
    public static byte[] Media(string main, params string[] others) =>
        [0, 0, 0, (byte)(16 + (4 * others.Length)), .. Ascii("ftyp" + main), 0, 0, 0, 0, .. others.SelectMany(Ascii), .. Ascii("....meta")];

    public static EvidenceFile Photo(string rest = "整改后", string? name = "整改后.jpg") => EvidenceFile.Read(Jpeg(rest), name, new());

    private static byte[] Ascii(string text) => System.Text.Encoding.ASCII.GetBytes(text);
}
