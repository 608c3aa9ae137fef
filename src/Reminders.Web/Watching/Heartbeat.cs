using Microsoft.Extensions.Logging;

namespace Reminders.Web.Watching;

/// <summary>
/// Sends one GET to a monitor after an audit without problems. The monitor raises an alarm when the heartbeat stops, so it also notices a
/// host that is down.
/// </summary>
public sealed partial class Heartbeat(HttpClient http, Uri url, ILogger<Heartbeat> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The setting <c>Reminders:HeartbeatUrl</c>; null if it is not set.</summary>
    /// <exception cref="InputRefusedException">The setting is not an http or https address.</exception>
    public static Uri? ReadUrl(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return null;
        return Uri.TryCreate(setting, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new InputRefusedException(
                "heartbeat-invalid",
                $"The setting Reminders:HeartbeatUrl must be empty, or an address that begins with http:// or https://.");
    }

    /// <summary>Calls the address once. A failure is only logged, because the next audit calls again.</summary>
    public async Task CallAsync(CancellationToken cancellation)
    {
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(Patience);
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!answer.IsSuccessStatusCode)
                Log.Failed(log, url.Host, $"status {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            Log.Failed(log, url.Host, fault.GetType().Name);
        }
    }

    // Path and query may hold a token, so the log names the host alone.
    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The heartbeat to {Host} failed ({Reason})")]
        public static partial void Failed(ILogger logger, string host, string reason);
    }
}
