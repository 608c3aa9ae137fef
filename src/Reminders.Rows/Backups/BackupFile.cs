using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace Reminders.Rows.Backups;

/// <summary>A backup that has been read to its end and checked.</summary>
public sealed class BackupFile : IAsyncDisposable
{
    private readonly ZipArchive zip;

    private BackupFile(ZipArchive zip, BackupManifest manifest) => (this.zip, Manifest) = (zip, manifest);

    public BackupManifest Manifest { get; }

    /// <summary>Identifies the backup: the hash of its manifest, which holds the hashes of its rows.</summary>
    public string Seal => zip.Comment;

    /// <summary>Reads the whole file and checks it against its manifest.</summary>
    /// <param name="file">A stream that can seek; it stays open.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <exception cref="InputRefusedException">The file is not a backup, is cut off or damaged, or a newer app wrote it.</exception>
    public static async Task<BackupFile> OpenAsync(Stream file, CancellationToken cancellation)
    {
        ZipArchive? zip = null;
        try
        {
            zip = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellation);
            var manifest = await ManifestAsync(zip, cancellation);
            var backup = new BackupFile(zip, manifest);
            await backup.CheckAsync(cancellation);
            return backup;
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or JsonException)
        {
            if (zip is not null)
                await zip.DisposeAsync();
            throw zip is null ? NoBackup() : Damaged($"it cannot be read to its end");
        }
        catch
        {
            if (zip is not null)
                await zip.DisposeAsync();
            throw;
        }
    }

    public async IAsyncEnumerable<Row> RowsAsync(BackupPart part, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var entry = await zip.GetEntry(part.Entry)!.OpenAsync(cancellation);
        using var lines = new StreamReader(entry);
        while (await lines.ReadLineAsync(cancellation) is { } line)
            yield return BackupLine.Read(line);
    }

    public async IAsyncEnumerable<(EvidenceKey Key, byte[] Content)> EvidenceAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var file in Manifest.Evidence ?? [])
            yield return (KeyOf(file.Entry)!.Value, await BytesAsync(zip.GetEntry(file.Entry)!, cancellation));
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();

    private static async Task<BackupManifest> ManifestAsync(ZipArchive zip, CancellationToken cancellation)
    {
        if (zip.GetEntry(BackupManifest.Entry) is not { } entry)
            throw NoBackup();
        var json = await BytesAsync(entry, cancellation);
        using (var read = JsonDocument.Parse(json))
        {
            var root = read.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format)
                || format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var version))
            {
                throw NoBackup();
            }
            if (version > BackupManifest.Newest)
                throw Newer(version);
        }
        if (zip.Comment != Convert.ToHexStringLower(SHA256.HashData(json)))
            throw Damaged($"its manifest has changed");
        return JsonSerializer.Deserialize<BackupManifest>(json, BackupManifest.Json)!;
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        foreach (var part in Manifest.Parts)
        {
            if (await HashAndLinesAsync(part.Entry, cancellation) != (part.Sha256, part.Rows))
                throw Damaged($"{part.Entry} has changed");
        }
        foreach (var file in Manifest.Evidence ?? [])
        {
            if ((await HashAndLinesAsync(file.Entry, cancellation)).Hash != file.Sha256 || KeyOf(file.Entry) is null)
                throw Damaged($"{file.Entry} has changed");
        }
    }

    private async Task<(string Hash, long Lines)> HashAndLinesAsync(string name, CancellationToken cancellation)
    {
        if (zip.GetEntry(name) is not { } entry)
            throw Damaged($"{name} is missing");
        await using var content = await entry.OpenAsync(cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (lines, buffer) = (0L, new byte[81920]);
        for (int read; (read = await content.ReadAsync(buffer, cancellation)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
        }
        return (Convert.ToHexStringLower(hash.GetHashAndReset()), lines);
    }

    private static EvidenceKey? KeyOf(string entry) =>
        entry.Split('/') is [_, var item, var hash] && ItemCode.TryParse(item, out var code) ? new(code, hash) : null;

    private static async Task<byte[]> BytesAsync(ZipArchiveEntry entry, CancellationToken cancellation)
    {
        await using var content = await entry.OpenAsync(cancellation);
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        return bytes.ToArray();
    }

    private static InputRefusedException NoBackup() =>
        new("backup-unreadable", $"The file is not a backup of reminders, or its end is missing; copy it again.");

    private static InputRefusedException Newer(int version) => new(
        "backup-newer",
        $"The backup has format {version}; this version of reminders reads formats up to {BackupManifest.Newest}. Use a newer version.");

    private static InputRefusedException Damaged(Wording how) =>
        new("backup-damaged", $"The backup is damaged ({how}); copy it again, or take another. Nothing was restored.");
}
