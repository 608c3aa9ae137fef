using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Reminders.Core.Notices;
using Reminders.Functions.ServiceBus;
using Reminders.Functions.Telemetry;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The queues' receivers, one function for each, so that escalations never wait behind reminders. A message that was dealt with is completed, whatever came of
/// it, since the ledger knows more than the queue; one that is none of ours goes to the dead letters; a fault gives it back.
/// </summary>
public sealed partial class QueueFunctions(SendNotice send, ILogger<QueueFunctions> log)
{
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

    // Settling is not cancelled: a host that ends has its seconds for that, and what is settled needs no second look.
    private async Task HandleAsync(ServiceBusReceivedMessage message, NoticeKind kind, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        if (MessageBody.TryRead(message, kind) is not { } pointer)
        {
            await actions.DeadLetterMessageAsync(
                message, deadLetterReason: "body-unreadable", deadLetterErrorDescription: "The body is not {\"notice\":\"…\",\"version\":1}.", cancellationToken: CancellationToken.None);
            return;
        }
        using var span = ReminderTelemetry.StartReceived("send", message.ApplicationProperties);
        span?.SetTag("reminders.notice", pointer.MessageId);
        try
        {
            var result = await send.RunAsync(pointer, cancellation);
            span?.SetTag("reminders.result", result);
        }
        catch (Exception fault)
        {
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error);
            Log.Failed(log, pointer.MessageId, message.DeliveryCount, fault.GetType().Name);
            // At once the first time. After that its lock brings it back in minutes: a ledger that is down would use up all deliveries in a second.
            if (message.DeliveryCount <= 1)
                await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["Reason"] = fault.GetType().Name }, CancellationToken.None);
            return;
        }
        await actions.CompleteMessageAsync(message, CancellationToken.None);
    }

    // The kind of fault alone: what a fault says may hold a number.
    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} could not be dealt with at delivery {Delivery} and comes again ({Fault})")]
        public static partial void Failed(ILogger logger, string messageId, int delivery, string fault);
    }
}
