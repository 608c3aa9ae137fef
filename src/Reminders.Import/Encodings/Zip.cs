using System.IO.Compression;
using Reminders.Core.Plans;

namespace Reminders.Import.Encodings;

/// <summary>What is asked of a zip archive before anything in it is unpacked.</summary>
internal static class Zip
{
    public const long MaxUnpackedBytes = 100L * 1024 * 1024;
    private const int MaxEntries = 5000;

    /// <summary>A few kilobytes of zip can unpack to gigabytes: the directory tells before anything is unpacked, and no more is unpacked than it says.</summary>
    /// <param name="stream">The archive, or something else, which is let through; it stands at its beginning again afterwards.</param>
    public static void RefuseBomb(MemoryStream stream)
    {
        if (stream.Length > 1 && stream.ReadByte() == 'P')
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaxEntries || archive.Entries.Sum(e => e.Length) > MaxUnpackedBytes)
                throw new InputRefusedException(RefusalCodes.FileTooLarge, "The file unpacks to more than can be read. Remove pictures and what else does not belong to it.");
        }
        stream.Position = 0;
    }
}
