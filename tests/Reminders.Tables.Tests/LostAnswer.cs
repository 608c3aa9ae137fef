using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>A line that breaks once between a request and its answer: the service has acted, and the SDK tries again.</summary>
public sealed class LostAnswer : HttpPipelinePolicy
{
    private Func<Task>? meanwhile;

    /// <summary>Loses the next answer.</summary>
    /// <param name="meanwhile">The act of somebody else before the SDK repeats the request.</param>
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
