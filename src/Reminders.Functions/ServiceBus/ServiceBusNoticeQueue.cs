using System.Diagnostics;
using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.ServiceBus;

/// <summary>The names of the two queues and of their connection.</summary>
internal static class NoticeQueues
{
    public const string Reminders = "reminders";
    public const string Escalations = "escalations";

    /// <summary>The setting <c>ServiceBus</c>, or <c>ServiceBus:fullyQualifiedNamespace</c>.</summary>
    public const string Connection = "ServiceBus";

    public static string NameOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Reminder => Reminders,
        NoticeKind.Escalation => Escalations,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>A queue message's body, <c>{"notice":"…","version":1}</c>: a pointer. All state is in the ledger.</summary>
internal sealed record MessageBody(string Notice, int Version)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static BinaryData Of(NoticeMessage message) =>
        BinaryData.FromObjectAsJson(new MessageBody(message.Notice, message.Version), Options);

    /// <summary>The notice that the message points to, or null if the body is not one of ours.</summary>
    public static NoticeMessage? TryRead(ServiceBusReceivedMessage message, NoticeKind kind)
    {
        try
        {
            return message.Body.ToObjectFromJson<MessageBody>(Options) is { Notice.Length: > 0, Version: > 0 } body
                ? new(body.Notice, body.Version, kind)
                : null;
        }
        catch (Exception foreign) when (foreign is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>The queues on Service Bus. Both detect duplicates by MessageId for a day and have no sessions.</summary>
internal sealed class ServiceBusNoticeQueue(ServiceBusClient client) : INoticeQueue, IAsyncDisposable
{
    private readonly Dictionary<NoticeKind, ServiceBusSender> senders =
        Enum.GetValues<NoticeKind>().ToDictionary(kind => kind, kind => client.CreateSender(NoticeQueues.NameOf(kind)));

    public async Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation)
    {
        // Escalations first. If the time runs out, the reminders are queued again later.
        foreach (var kind in messages.GroupBy(m => m.Kind).OrderByDescending(g => g.Key))
            await SendAsync(senders[kind.Key], new(kind.Select(Message)), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values)
            await sender.DisposeAsync();
    }

    private static async Task SendAsync(ServiceBusSender sender, Queue<ServiceBusMessage> messages, CancellationToken cancellation)
    {
        while (messages.Count > 0)
        {
            using var batch = await sender.CreateMessageBatchAsync(cancellation);
            while (messages.TryPeek(out var message) && batch.TryAddMessage(message))
                messages.Dequeue();
            if (batch.Count == 0)
                throw new InvalidOperationException($"{messages.Peek().MessageId} is too large for a message of the queue.");
            await sender.SendMessagesAsync(batch, cancellation);
        }
    }

    private static ServiceBusMessage Message(NoticeMessage pointer)
    {
        var message = new ServiceBusMessage(MessageBody.Of(pointer)) { MessageId = pointer.MessageId, ContentType = "application/json" };
        if (pointer.NotBefore is { } notBefore)
            message.ScheduledEnqueueTime = notBefore.ToDateTimeOffset();
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
            message.ApplicationProperties[ReminderTelemetry.TraceProperty] = trace;
        return message;
    }
}

/// <summary>Moves the dead letters of both queues into the ledger. A letter is completed after the ledger has stored it.</summary>
public sealed class DeadLetterQueues(ServiceBusClient client, UseCases useCases)
{
    private const int AtOnce = 100;
    private static readonly TimeSpan WaitsFor = TimeSpan.FromSeconds(30);
    private static readonly ServiceBusReceiverOptions DeadLetters = new() { SubQueue = SubQueue.DeadLetter };

    /// <summary>Drains both queues and returns the number of letters.</summary>
    public async Task<int> DrainAsync(CancellationToken cancellation)
    {
        var count = 0;
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            await using var receiver = client.CreateReceiver(NoticeQueues.NameOf(kind), DeadLetters);
            // Receiving from an empty queue waits the whole time; peeking does not wait. A peek also sees letters that another run has
            // locked, so of two parallel runs one may wait once.
            while (await receiver.PeekMessageAsync(fromSequenceNumber: 0, cancellation) is not null
                && await receiver.ReceiveMessagesAsync(AtOnce, WaitsFor, cancellation) is { Count: > 0 } letters)
            {
                foreach (var letter in letters)
                {
                    var reason = letter.DeadLetterReason ?? "unknown";
                    var notice = MessageBody.TryRead(letter, kind)?.Notice;
                    await useCases.DrainDeadLetter.RunAsync(
                        new(letter.MessageId, notice, kind, reason, useCases.Clock.GetCurrentInstant()), cancellation);
                    await receiver.CompleteMessageAsync(letter, cancellation);
                    count++;
                }
            }
        }
        return count;
    }
}
