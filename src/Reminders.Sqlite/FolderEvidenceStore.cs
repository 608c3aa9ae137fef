namespace Reminders.Sqlite;

/// <summary>
/// The files of evidence in a folder, one folder for each item. A file is written under another name, flushed to the disk and then renamed,
/// so a file under its own name is complete.
/// </summary>
public sealed class FolderEvidenceStore(string folder) : IEvidenceStore
{
    public async Task SaveAsync(EvidenceKey key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var path = PathOf(key);
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            await using (var file = new FileStream(partial, OwnersFile.New))
            {
                await file.WriteAsync(content, cancellation);
                file.Flush(flushToDisk: true);
            }
            File.Move(partial, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another call has stored the file meanwhile.
        }
        finally
        {
            File.Delete(partial);
        }
    }

    public Task<Stream?> OpenAsync(EvidenceKey key, CancellationToken cancellation)
    {
        try
        {
            return Task.FromResult<Stream?>(
                new FileStream(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 81920, useAsync: true));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    /// <exception cref="ArgumentException">The hash could lead out of the folder.</exception>
    private string PathOf(EvidenceKey key) => key.Sha256.All(char.IsAsciiHexDigit)
        ? Path.Combine(folder, key.Item.ToString(), key.Sha256)
        : throw new ArgumentException("The hash of a file must be hexadecimal digits.", nameof(key));
}

/// <summary>Files that only their owner may read, because they hold names and numbers.</summary>
internal static class OwnersFile
{
    /// <summary>A new file.</summary>
    public static FileStreamOptions New
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }
}
