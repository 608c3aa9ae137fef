using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.ServiceBus.Grpc;

namespace Reminders.Testing.FunctionsHost;

public enum SettlementKind
{
    Completed,
    Abandoned,
    DeadLettered,
}

/// <summary>A worker's request to settle a message.</summary>
/// <param name="Kind">The kind of settlement.</param>
/// <param name="LockToken">The lock token under which the worker got the message.</param>
public sealed record Settlement(SettlementKind Kind, string LockToken)
{
    /// <summary>Properties that are added to the message.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = new Dictionary<string, object>();

    public string? Reason { get; init; }

    public string? Description { get; init; }
}

/// <summary>
/// The host's service that settles messages. It remembers each settled request in order. It does not answer deferring and renewing, since
/// our functions do neither.
/// </summary>
internal sealed class Settlements(Func<Settlement, CancellationToken, Task> settle)
    : Microsoft.Azure.ServiceBus.Grpc.Settlement.SettlementBase
{
    private readonly ConcurrentQueue<Settlement> all = new();

    public IReadOnlyList<Settlement> All => [.. all];

    public override Task<Empty> Complete(CompleteRequest request, ServerCallContext context) =>
        NoteAsync(new(SettlementKind.Completed, request.Locktoken), context);

    public override Task<Empty> Abandon(AbandonRequest request, ServerCallContext context) =>
        NoteAsync(new(SettlementKind.Abandoned, request.Locktoken) { Properties = Decode(request.PropertiesToModify) }, context);

    public override Task<Empty> Deadletter(DeadletterRequest request, ServerCallContext context) => NoteAsync(
        new(SettlementKind.DeadLettered, request.Locktoken)
        {
            Properties = Decode(request.PropertiesToModify),
            Reason = request.DeadletterReason,
            Description = request.DeadletterErrorDescription,
        },
        context);

    private async Task<Empty> NoteAsync(Settlement settlement, ServerCallContext context)
    {
        await settle(settlement, context.CancellationToken);
        all.Enqueue(settlement);
        return new();
    }

    private static Dictionary<string, object> Decode(ByteString properties)
    {
        if (properties.IsEmpty)
            return [];
        using var buffer = new ByteBuffer(properties.ToByteArray(), 0, properties.Length);
        return AmqpCodec.DecodeMap(buffer).ToDictionary(p => p.Key.Key.ToString()!, p => p.Value);
    }
}
