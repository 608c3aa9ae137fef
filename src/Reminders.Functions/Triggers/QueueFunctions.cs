using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The queues' receivers. Each queue has its own function, so that escalations never wait behind reminders. A message is completed once its
/// notice was processed, with any result: the ledger holds the state. An unreadable message is dead-lettered. After a fault the message is
/// abandoned and the function fails, so that the host counts the failure.
/// </summary>
public sealed partial class QueueFunctions(UseCases useCases, TimeProvider time, ILogger<QueueFunctions> log)
{
    /// <summary>
    /// The pause before a failed message is abandoned, by its delivery count. Without it a ledger that is down would use up all five
    /// deliveries in a second. The host renews the lock meanwhile, for up to ten minutes.
    /// </summary>
    private static readonly TimeSpan[] Pauses =
        [TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.Zero];

    [Function("SendReminder")]
    public Task ReminderAsync(
        [ServiceBusTrigger(NoticeQueues.Reminders, Connection = NoticeQueues.Connection, AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(message, NoticeKind.Reminder, actions, cancellation);

    [Function("SendEscalation")]
    public Task EscalationAsync(
        [ServiceBusTrigger(NoticeQueues.Escalations, Connection = NoticeQueues.Connection, AutoCompleteMessages = false)]
        ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(message, NoticeKind.Escalation, actions, cancellation);

    // A stopping host leaves seconds to settle a message, so settling is not cancelled. A settled message is not delivered again.
    private async Task HandleAsync(
        ServiceBusReceivedMessage message, NoticeKind kind, ServiceBusMessageActions actions, CancellationToken cancellation)
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
            // Only the type of the fault: its message may contain a phone number.
            var kindOfFault = fault.GetType().Name;
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            Log.Failed(log, pointer.MessageId, message.DeliveryCount, kindOfFault);
            // A stopping host cancels the pause.
            await Task.Delay(PauseAfter(message.DeliveryCount), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["Reason"] = kindOfFault }, CancellationToken.None);
            throw new MessageFailedException($"Message {pointer.MessageId} failed at delivery {message.DeliveryCount} ({kindOfFault}).");
        }
        await actions.CompleteMessageAsync(message, CancellationToken.None);
    }

    private static TimeSpan PauseAfter(int delivery) => Pauses[Math.Clamp(delivery, 1, Pauses.Length) - 1];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} failed at delivery {Delivery} and is abandoned ({Fault})")]
        public static partial void Failed(ILogger logger, string messageId, int delivery, string fault);
    }
}

/// <summary>Tells the host that a message failed, without the text of the fault.</summary>
public sealed class MessageFailedException(string message) : Exception(message);
