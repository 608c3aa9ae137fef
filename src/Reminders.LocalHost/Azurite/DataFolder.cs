using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Reminders.LocalHost.Azurite;

/// <summary>
/// The folder that holds the tables and blobs, kept for one Azurite at a time: two would overwrite each other. Its lock is held as long as this
/// process lives; and because node goes on saving for a moment after its host has died, the lock's text names node, for the next host to wait for.
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

    /// <summary>Writes down which process the folder belongs to now.</summary>
    public async Task BelongsToAsync(Process node, CancellationToken cancellation)
    {
        held.SetLength(0);
        await held.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{node.Id} {StartOf(node)}")), cancellation);
        await held.FlushAsync(cancellation);
    }

    /// <summary>Writes down where the folder's Azurite is reached, for commands that run beside the host.</summary>
    public Task ServedAtAsync(AzuritePorts ports, CancellationToken cancellation) =>
        File.WriteAllTextAsync(PortsIn(Path), string.Create(CultureInfo.InvariantCulture, $"{ports.Tables} {ports.Blobs}"), cancellation);

    /// <summary>Where the folder's Azurite is reached, as far as a process holds the folder; null when none does.</summary>
    public static AzuritePorts? TryReadPorts(string path)
    {
        try
        {
            // What a host that was killed has left behind is nobody's.
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

    /// <summary>Whether the process that a lock names still runs. Its start tells it from another that was given the same number later.</summary>
    private static bool Runs(string node)
    {
        var words = node.Split(' ');
        if (words.Length != 2 || !int.TryParse(words[0], out var id) || !long.TryParse(words[1], out var start))
            return false;
        try
        {
            using var process = Process.GetProcessById(id);
            // One that has ended, but whose end nobody has taken note of, still has its number and no memory.
            return Math.Abs(StartOf(process) - start) <= 2 && process.WorkingSet64 > 0;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false; // no such process, or one of another user, which ours cannot be
        }
    }

    /// <summary>In seconds; Linux reckons it from the time since boot, so that it can be a second off from one reading to the next.</summary>
    private static long StartOf(Process process) => Instant.FromDateTimeUtc(process.StartTime.ToUniversalTime()).ToUnixTimeSeconds();

    private static PrerequisiteException InUse(string path) =>
        new($"Another process is using the data folder {path}; stop it first, or choose another folder.");
}
