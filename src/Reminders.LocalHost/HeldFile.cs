using System.Diagnostics;

namespace Reminders.LocalHost;

/// <summary>A file that one process at a time can hold. The system lets go of it when its holder dies, so it is never left locked behind.</summary>
internal static class HeldFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The held file, or null when somebody else kept it for the whole time.</summary>
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
