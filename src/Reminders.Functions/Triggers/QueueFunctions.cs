using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The queues' receivers, one function for each, so that escalations never wait behind reminders. A message whose notice was looked at is completed, whatever
/// came of it: the ledger knows more than the queue. A message that is none of ours goes to the dead letters. A fault gives the message back and fails the
/// function, so that the host counts it.
/// </summary>
public sealed partial class QueueFunctions(UseCases useCases, TimeProvider time, ILogger<QueueFunctions> log)
{
    /// <summary>
    /// How long a message that failed is held before it is given back, by its delivery. Without a pause a ledger that is down would use up all five
    /// deliveries in a second. The host renews the lock meanwhile, for ten minutes.
    /// </summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.Zero];

    [Function("SendReminder")]
    public Task ReminderAsync(
        [ServiceBusTrigger(NoticeQueues.Reminders, Connection = NoticeQueues.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(message, NoticeKind.Reminder, actions, cancellation);

    [Function("SendEscalation")]
    public Task EscalationAsync(
        [ServiceBusTrigger(NoticeQueues.Escalations, Connection = NoticeQueues.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(message, NoticeKind.Escalation, actions, cancellation);

    // Settling is not cancelled: a host that ends leaves seconds for it, and a settled message needs no second look.
    private async Task HandleAsync(ServiceBusReceivedMessage message, NoticeKind kind, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        if (MessageBody.TryRead(message, kind) is not { } pointer)
        {
            await actions.DeadLetterMessageAsync(
                message,
                deadLetterReason: "body-unreadable",
                deadLetterErrorDescription: "The body is not {\"notice\":\"…\",\"version\":1}.",
                cancellationToken: CancellationToken.None);
            return;
        }
        using var span = ReminderTelemetry.StartReceived("send", message.ApplicationProperties);
        span?.SetTag("reminders.notice", pointer.MessageId);
        try
        {
            var result = await useCases.SendNotice.RunAsync(pointer, cancellation);
            span?.SetTag("reminders.result", result);
        }
        catch (Exception fault)
        {
            // The kind of fault alone: its message may hold a number.
            var kindOfFault = fault.GetType().Name;
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            Log.Failed(log, pointer.MessageId, message.DeliveryCount, kindOfFault);
            // A host that ends does not wait.
            await Task.Delay(PauseAfter(message.DeliveryCount), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["Reason"] = kindOfFault }, CancellationToken.None);
            throw new MessageFailedException($"Message {pointer.MessageId} failed at delivery {message.DeliveryCount} ({kindOfFault}).");
        }
        await actions.CompleteMessageAsync(message, CancellationToken.None);
    }

    private static TimeSpan PauseAfter(int delivery) => Pauses[Math.Clamp(delivery, 1, Pauses.Length) - 1];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} failed at delivery {Delivery} and is given back ({Fault})")]
        public static partial void Failed(ILogger logger, string messageId, int delivery, string fault);
    }
}

/// <summary>Tells the host that a message failed, without what the fault itself says.</summary>
public sealed class MessageFailedException(string message) : Exception(message);
