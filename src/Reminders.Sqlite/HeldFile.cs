using System.Diagnostics;

namespace Reminders.Sqlite;

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
            catch (IOException held) when (IsHeld(held))
            {
                if (waited.Elapsed >= patience.ToTimeSpan())
                    return null;
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    // The codes of a sharing violation on Windows, and of EWOULDBLOCK on Linux and macOS. .NET has no type for them.
    private static bool IsHeld(IOException fault) => fault.HResult is unchecked((int)0x80070020) or 11 or 35;
}
