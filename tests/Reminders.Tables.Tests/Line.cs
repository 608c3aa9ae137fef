using Azure.Core;
using Azure.Core.Pipeline;

namespace Reminders.Tables.Tests;

/// <summary>The line between the SDK and the tables, on which a request or an answer can be lost.</summary>
public sealed class Line : HttpPipelinePolicy
{
    private Func<HttpMessage, Task> before = _ => Task.CompletedTask;
    private Func<Task>? lost;

    public int Requests { get; private set; }

    /// <summary>A line on which something else happens before the n-th request.</summary>
    public static Line Meanwhile(int before, Func<Task> happens)
    {
        var line = new Line();
        line.before = _ => line.Requests == before ? happens() : Task.CompletedTask;
        return line;
    }

    /// <summary>The line of a process that crashes before its n-th request that writes rows.</summary>
    public static Line CrashingAt(int write)
    {
        var writes = 0;
        return new()
        {
            before = message => IsWrite(message.Request) && ++writes >= write
                ? throw new InvalidOperationException("The process has crashed.")
                : Task.CompletedTask,
        };
    }

    /// <summary>Breaks once between the next request and its answer: the service has acted, and the SDK tries again.</summary>
    /// <param name="meanwhile">The act of somebody else before the SDK repeats the request.</param>
    public void LoseNextAnswer(Func<Task>? meanwhile = null) => lost = meanwhile ?? (() => Task.CompletedTask);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Requests++;
        await before(message);
        await ProcessNextAsync(message, pipeline);
        if (Interlocked.Exchange(ref lost, null) is not { } meanwhile)
            return;
        await meanwhile();
        message.Response.Dispose();
        throw new IOException("The connection was closed before the answer came.");
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    private static bool IsWrite(Request request) =>
        request.Method == RequestMethod.Post && !request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal);
}
