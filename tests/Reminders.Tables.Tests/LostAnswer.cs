using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>
/// A line that breaks once, after the request has got through and before its answer has: the service has acted and the SDK tries again.
/// </summary>
public sealed class LostAnswer : HttpPipelinePolicy
{
    private Func<Task>? meanwhile;

    /// <summary>Loses the next answer.</summary>
    /// <param name="meanwhile">What somebody else does before the request is repeated.</param>
    public void LoseNext(Func<Task>? meanwhile = null) => this.meanwhile = meanwhile ?? (() => Task.CompletedTask);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline);
        if (Interlocked.Exchange(ref meanwhile, null) is not { } action)
            return;
        await action();
        message.Response.Dispose();
        throw new IOException("The connection was closed before the answer came.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();
}
