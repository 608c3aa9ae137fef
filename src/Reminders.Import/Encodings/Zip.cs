using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Reminders.Import.Encodings;

/// <summary>What is asked of a zip archive before anything in it is unpacked.</summary>
internal static class Zip
{
    /// <summary>The bytes as a stream, not copied where they stand in an array.</summary>
    public static MemoryStream Open(ReadOnlyMemory<byte> content) =>
        MemoryMarshal.TryGetArray(content, out var array) ? new(array.Array!, array.Offset, array.Count, writable: false) : new(content.ToArray(), writable: false);

    private const int MaxEntries = 5000;

    /// <summary>A few kilobytes of zip can unpack to gigabytes: the directory tells before anything is unpacked, and no more is unpacked than it says.</summary>
    /// <param name="stream">The archive, or something else, which is let through; it stands at its beginning again afterwards.</param>
    /// <param name="limits">What it may unpack to.</param>
    public static void RefuseBomb(MemoryStream stream, FileLimits limits)
    {
        if (stream.Length > 1 && stream.ReadByte() == 'P')
        {
            stream.Position = 0;
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            if (archive.Entries.Count > MaxEntries || archive.Entries.Sum(e => e.Length) > limits.MaxUnpackedBytes)
                throw new InputRefusedException(RefusalCodes.FileTooLarge, "The file unpacks to more than can be read. Remove pictures and what else does not belong to it.");
        }
        stream.Position = 0;
    }
}
