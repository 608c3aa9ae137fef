using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Reminders.Azurite;

/// <summary>A file that one process holds at a time. The system releases it when the process ends, also after a crash.</summary>
public static class HeldFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The held file, or null if another process held it for the whole time.</summary>
    public static async Task<FileStream?> TryHoldAsync(string path, Duration patience, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < patience.ToTimeSpan())
            {
                await Task.Delay(Pause, cancellation);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}

/// <summary>
/// The folder of the tables and blobs. One Azurite uses it at a time: two would overwrite each other. This process holds the folder's lock.
/// After a crash of the host, node goes on saving for a moment; the lock's text names that node, so the next host can wait for it.
/// </summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private static readonly Duration Patience = Duration.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly FileStream held;

    private DataFolder(string path, FileStream held) => (Path, this.held) = (path, held);

    public string Path { get; }

    /// <exception cref="PrerequisiteException">Another process still uses the folder after 15 seconds.</exception>
    public static async Task<DataFolder> HoldAsync(string path, CancellationToken cancellation)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(path);
        var held = await HeldFile.TryHoldAsync(LockIn(path), Patience, cancellation) ?? throw InUse(path);
        try
        {
            using var reader = new StreamReader(held, leaveOpen: true);
            var node = await reader.ReadToEndAsync(cancellation);
            for (var waited = Duration.Zero; Runs(node); waited += Duration.FromTimeSpan(Pause))
            {
                if (waited >= Patience)
                    throw InUse(path);
                await Task.Delay(Pause, cancellation);
            }
            return new(path, held);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    /// <summary>Records the node process that uses the folder.</summary>
    public async Task BelongsToAsync(Process node, CancellationToken cancellation)
    {
        held.SetLength(0);
        var text = string.Create(CultureInfo.InvariantCulture, $"{node.Id} {StartOf(node)}");
        await held.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation);
        await held.FlushAsync(cancellation);
    }

    /// <summary>Records the ports of the folder's Azurite, for commands that run beside the host.</summary>
    public Task ServedAtAsync(AzuritePorts ports, CancellationToken cancellation) =>
        File.WriteAllTextAsync(PortsIn(Path), string.Create(CultureInfo.InvariantCulture, $"{ports.Tables} {ports.Blobs}"), cancellation);

    /// <summary>The ports of the folder's Azurite while a process holds the folder, else null.</summary>
    public static AzuritePorts? TryReadPorts(string path)
    {
        try
        {
            // The lock is free: a killed host left its ports behind.
            using (new FileStream(LockIn(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                return null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (IOException)
        {
            return File.Exists(PortsIn(path)) && File.ReadAllText(PortsIn(path)).Split(' ') is [var tables, var blobs]
                ? new(int.Parse(tables, CultureInfo.InvariantCulture), int.Parse(blobs, CultureInfo.InvariantCulture))
                : null;
        }
    }

    public ValueTask DisposeAsync()
    {
        File.Delete(PortsIn(Path));
        return held.DisposeAsync();
    }

    private static string LockIn(string path) => System.IO.Path.Combine(path, "azurite.lock");

    private static string PortsIn(string path) => System.IO.Path.Combine(path, "azurite.ports");

    /// <summary>Whether the process that a lock names still runs. The system reuses numbers, so the start time must match too.</summary>
    private static bool Runs(string node)
    {
        var words = node.Split(' ');
        if (words.Length != 2 || !int.TryParse(words[0], out var id) || !long.TryParse(words[1], out var start))
            return false;
        try
        {
            using var process = Process.GetProcessById(id);
            // A zombie keeps its number but has no memory.
            return Math.Abs(StartOf(process) - start) <= 2 && process.WorkingSet64 > 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // no such process, or another user's, which cannot be our node
        }
    }

    /// <summary>In seconds. Linux computes it from the time since boot, so two readings can differ by a second.</summary>
    private static long StartOf(Process process) => Instant.FromDateTimeUtc(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();

    private static PrerequisiteException InUse(string path) =>
        new($"Another process is using the data folder {path}; stop it first, or choose another folder.");
}
