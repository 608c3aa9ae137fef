using System.Buffers;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;

namespace Reminders.Rows.Backups;

/// <summary>
/// Writes a backup row by row, with one row in memory at a time. The file is complete after <see cref="EndAsync"/> and the disposal of the
/// writer.
/// </summary>
public sealed class BackupWriter : IAsyncDisposable
{
    private readonly ZipArchive zip;
    private readonly Instant takenAt;
    private readonly List<BackupPart> parts = [];
    private readonly List<BackupEvidence> files = [];

    private BackupWriter(ZipArchive zip, Instant takenAt) => (this.zip, this.takenAt) = (zip, takenAt);

    public static async Task<BackupWriter> BeginAsync(Stream to, Instant takenAt, CancellationToken cancellation) =>
        new(await ZipArchive.CreateAsync(to, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation), takenAt);

    /// <summary>Writes rows of a table. The calls come in the order in which the rows were read.</summary>
    public async Task WriteAsync(string table, IAsyncEnumerable<Row> rows, CancellationToken cancellation)
    {
        var name = $"{parts.Count + 1}-{table}.jsonl";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        var line = new ArrayBufferWriter<byte>();
        await using (var entry = await zip.CreateEntry(name).OpenAsync(cancellation))
        {
            await foreach (var row in rows.WithCancellation(cancellation))
            {
                line.ResetWrittenCount();
                BackupLine.Write(line, row);
                hash.AppendData(line.WrittenSpan);
                await entry.WriteAsync(line.WrittenMemory, cancellation);
                count++;
            }
        }
        parts.Add(new(table, name, count, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    public async Task WriteAsync(EvidenceKey key, Stream content, CancellationToken cancellation)
    {
        var name = $"{BackupManifest.EvidenceFolder}{key}";
        using var hash = SHA256.Create();
        // Photos and PDF files are already compressed.
        await using (var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(cancellation))
        await using (var hashing = new CryptoStream(entry, hash, CryptoStreamMode.Write, leaveOpen: true))
            await content.CopyToAsync(hashing, cancellation);
        files.Add(new(name, Convert.ToHexStringLower(hash.Hash!)));
    }

    /// <summary>Writes the manifest, and its hash as the file's comment.</summary>
    /// <param name="withEvidence">Whether the backup includes evidence.</param>
    /// <param name="missing">The number of files of evidence that were not found.</param>
    /// <param name="cancellation">Cancels the writing.</param>
    public async Task<BackupManifest> EndAsync(bool withEvidence, int missing, CancellationToken cancellation)
    {
        var app = typeof(BackupWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var manifest = new BackupManifest(BackupManifest.Newest, takenAt, app, [.. parts])
        {
            Evidence = withEvidence ? [.. files] : null,
            EvidenceMissing = missing,
        };
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, BackupManifest.Json);
        await using (var entry = await zip.CreateEntry(BackupManifest.Entry).OpenAsync(cancellation))
            await entry.WriteAsync(json, cancellation);
        zip.Comment = Convert.ToHexStringLower(SHA256.HashData(json));
        return manifest;
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();
}
