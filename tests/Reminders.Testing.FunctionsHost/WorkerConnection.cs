using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Reminders.Testing.FunctionsHost.Rpc;

namespace Reminders.Testing.FunctionsHost;

/// <summary>The worker is gone, with every pending request.</summary>
public sealed class WorkerGoneException(string message) : Exception(message);

/// <summary>The stream between the host and its one worker. Each question has an id, which comes back with the answer.</summary>
internal sealed class WorkerConnection(string workerId) : FunctionRpc.FunctionRpcBase
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StreamingMessage> gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> questions = new();
    private readonly ConcurrentQueue<string> log = new();

    /// <summary>The log lines of the worker, with their exceptions.</summary>
    public IReadOnlyList<string> Log => [.. log];

    /// <summary>Waits until the worker has named itself.</summary>
    public async Task StartedAsync(CancellationToken cancellation) =>
        await await Task.WhenAny(started.Task, gone.Task).WaitAsync(cancellation);

    public async Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellation)
    {
        question.RequestId = Guid.NewGuid().ToString();
        var answer = questions[question.RequestId] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Tell(question);
        return await (await Task.WhenAny(answer.Task, gone.Task).WaitAsync(cancellation));
    }

    public void Tell(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    /// <summary>Marks the worker as gone.</summary>
    public void Lose(string why) => gone.TrySetException(new WorkerGoneException(why));

    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        try
        {
            if (!await requestStream.MoveNext(context.CancellationToken) || requestStream.Current.StartStream?.WorkerId != workerId)
                throw new Grpc.Core.RpcException(
                    new(StatusCode.InvalidArgument, "The first message must be the start of this host's worker."));
            started.TrySetResult();
            await Task.WhenAll(ReadAsync(requestStream, context.CancellationToken), WriteAsync(responseStream, context.CancellationToken));
        }
        catch (Exception end) when (end is OperationCanceledException or IOException)
        {
            // The worker has closed its end.
        }
        finally
        {
            Lose("The worker has closed its stream.");
        }
    }

    private async Task ReadAsync(IAsyncStreamReader<StreamingMessage> stream, CancellationToken cancellation)
    {
        while (await stream.MoveNext(cancellation))
        {
            var message = stream.Current;
            if (message.RpcLog is { } entry)
                log.Enqueue($"{entry.Category}: {entry.Message} {entry.Exception?.Message}".TrimEnd());
            else if (questions.TryRemove(message.RequestId, out var question))
                question.TrySetResult(message);
        }
        outgoing.Writer.TryComplete();
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellation)
    {
        await foreach (var message in outgoing.Reader.ReadAllAsync(cancellation))
            await stream.WriteAsync(message, cancellation);
    }
}
