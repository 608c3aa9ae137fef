using Microsoft.Extensions.Logging;

namespace Reminders.Web.Watching;

/// <summary>
/// Tells somebody outside that all is well: one GET after an audit that found everything in order. Whoever listens raises the alarm when
/// it stays away, so that a host which is down or half down is noticed as well.
/// </summary>
public sealed partial class Heartbeat(HttpClient http, Uri url, ILogger<Heartbeat> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The setting <c>Reminders:HeartbeatUrl</c> as an address; null when it is not set.</summary>
    /// <exception cref="InputRefusedException">It is no http or https address.</exception>
    public static Uri? ReadUrl(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
            return null;
        return Uri.TryCreate(setting, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : throw new InputRefusedException("heartbeat-invalid", "The setting Reminders:HeartbeatUrl is no address that begins with http:// or https://; copy it whole, or leave it empty.");
    }

    /// <summary>Calls the address once. A failure is logged and is nobody else's: the next audit calls again.</summary>
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
