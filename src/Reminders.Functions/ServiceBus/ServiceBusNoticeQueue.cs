using System.Diagnostics;
using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.ServiceBus;

/// <summary>The queues on Service Bus. Both have duplicate detection by MessageId with a window of a day, and no sessions.</summary>
internal sealed class ServiceBusNoticeQueue(ServiceBusClient client) : INoticeQueue, IAsyncDisposable
{
    private readonly Dictionary<NoticeKind, ServiceBusSender> senders =
        Enum.GetValues<NoticeKind>().ToDictionary(kind => kind, kind => client.CreateSender(NoticeQueues.NameOf(kind)));

    public async Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation)
    {
        // Escalations first: where the time runs out, the reminders are queued anew by whoever looks after them.
        foreach (var kind in messages.GroupBy(m => m.Kind).OrderByDescending(g => g.Key))
            await SendAsync(senders[kind.Key], new(kind.Select(Message)), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sender in senders.Values)
            await sender.DisposeAsync();
    }

    // As many messages in a batch as the namespace takes at once.
    private static async Task SendAsync(ServiceBusSender sender, Queue<ServiceBusMessage> messages, CancellationToken cancellation)
    {
        while (messages.Count > 0)
        {
            using var batch = await sender.CreateMessageBatchAsync(cancellation);
            while (messages.TryPeek(out var message) && batch.TryAddMessage(message))
                messages.Dequeue();
            if (batch.Count == 0)
                throw new InvalidOperationException($"The queue does not take {messages.Peek().MessageId}: it is too large for a message.");
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
