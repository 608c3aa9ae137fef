using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// Connects to the tables of a storage account. Both hosts connect here, so both back off in the same way when the service is busy.
/// </summary>
/// <remarks>
/// A partition or an account over its limit answers 503 or 500 (https://learn.microsoft.com/azure/storage/tables/scalability-targets).
/// The SDK repeats a request after 408, 429, 500, 502, 503, 504, a broken connection or a hung try. By default it gives up after three
/// repetitions and some six seconds, too soon for a burst of minutes. A Retry-After of the service counts where it is longer than the
/// delay.
/// </remarks>
public static class TableAccount
{
    public static TableServiceClient Connect(string connection) => new(connection, NewOptions());

#pragma warning disable RS0030 // the one place that may
    public static TableServiceClient Connect(Uri address, TokenCredential credential) => new(address, credential, NewOptions());
#pragma warning restore RS0030

    /// <summary>
    /// The options of every client. A request that finds the service busy is tried ten times within about two minutes. Ten hung tries take
    /// seven minutes, well within <see cref="AgendaTiming.HeldUpAfter"/> and within the ten minutes that host.json gives a function. A run
    /// that fails for it, or is ended, has lost nothing: the next timer or the redelivered message goes on from the ledger.
    /// </summary>
    public static TableClientOptions NewOptions()
    {
        var options = new TableClientOptions
        {
            Retry =
            {
                Mode = RetryMode.Exponential,
                MaxRetries = 9,
                Delay = TimeSpan.FromSeconds(0.5), // 0.5, 1, 2, 4, 8, 16, 30, 30, 30 seconds, each up to a fifth shorter or longer
                MaxDelay = TimeSpan.FromSeconds(30),
                // The service works on a request for at most 30 seconds:
                // https://learn.microsoft.com/rest/api/storageservices/query-timeout-and-pagination
                NetworkTimeout = TimeSpan.FromSeconds(30),
            },
        };
        options.AddPolicy(new BusyBatchPolicy(options.Retry.MaxRetries), HttpPipelinePosition.PerRetry);
        return options;
    }

    /// <summary>
    /// Has a batch repeated that the service was too busy for. The answer to a batch is 202 and contains the real one, which the SDK does
    /// not look at before it decides (https://github.com/Azure/azure-sdk-for-net/issues/46845). The last answer passes: the SDK makes of it
    /// the exception that callers know.
    /// </summary>
    private sealed class BusyBatchPolicy(int maxRetries) : HttpPipelinePolicy
    {
        private const string Version = "HTTP/1.1 ";

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            await ProcessNextAsync(message, pipeline);
            ThrowIfBusy(message);
        }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            ProcessNext(message, pipeline);
            ThrowIfBusy(message);
        }

        private void ThrowIfBusy(HttpMessage message)
        {
            if (message.ProcessingContext.RetryNumber < maxRetries
                && message.Response is { Status: 202, ContentStream: { CanSeek: true } content }
                && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal)
                && StatusIn(content) is var status and (429 or 500 or 503))
            {
                throw new IOException($"The service was too busy for a batch ({status})."); // the SDK tries again after this exception
            }
        }

        /// <summary>The status of the first answer inside; a failed batch has only one.</summary>
        private static int? StatusIn(Stream content)
        {
            var head = new byte[2048];
            var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            content.Position = 0;
            var text = Encoding.ASCII.GetString(head, 0, length);
            var end = text.IndexOf(Version, StringComparison.Ordinal) + Version.Length + 3;
            return end >= Version.Length + 3 && end <= length && int.TryParse(text.AsSpan(end - 3, 3), out var status) ? status : null;
        }
    }
}
