using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>Counts what goes over the wire, repetitions included.</summary>
public sealed class RequestCounter : HttpPipelineSynchronousPolicy
{
    private int count;

    public override void OnSendingRequest(HttpMessage message) => Interlocked.Increment(ref count);

    /// <summary>How many requests the action makes.</summary>
    public async Task<int> CountAsync(Func<Task> action)
    {
        var before = count;
        await action();
        return count - before;
    }
}
