using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The queues' receivers. Each queue has its own function, so that escalations never wait behind reminders. Messages come in batches and are
/// settled one by one. A message is completed once its notice was processed, with any result: the ledger holds the state. An unreadable
/// message is dead-lettered. After a fault the message is abandoned and the function fails, so that the host counts the failure.
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
        [ServiceBusTrigger(NoticeQueues.Reminders, Connection = NoticeQueues.Connection, AutoCompleteMessages = false, IsBatched = true)]
        ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(messages, NoticeKind.Reminder, actions, cancellation);

    [Function("SendEscalation")]
    public Task EscalationAsync(
        [ServiceBusTrigger(NoticeQueues.Escalations, Connection = NoticeQueues.Connection, AutoCompleteMessages = false, IsBatched = true)]
        ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellation) => HandleAsync(messages, NoticeKind.Escalation, actions, cancellation);

    // A stopping host leaves seconds to settle a message, so settling is not cancelled. A settled message is not delivered again.
    private async Task HandleAsync(
        ServiceBusReceivedMessage[] messages, NoticeKind kind, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        var read = messages.Select(message => (Message: message, Pointer: MessageBody.TryRead(message, kind))).ToList();
        foreach (var (foreign, _) in read.Where(m => m.Pointer is null))
        {
            await actions.DeadLetterMessageAsync(
                foreign,
                deadLetterReason: "body-unreadable",
                deadLetterErrorDescription: "The body is not {\"notice\":\"…\",\"version\":1}.",
                cancellationToken: CancellationToken.None);
        }
        var batches = SendNotices.Batches([.. read.Where(m => m.Pointer is not null)], m => m.Message.DeliveryCount);
        var failures = await Task.WhenAll(batches.Select(
            batch => SendAsync([.. batch.Select(m => m.Message)], [.. batch.Select(m => m.Pointer!)], actions, cancellation)));
        if (failures.Any(f => f.Count > 0))
            throw new MessageFailedException(string.Join(' ', failures.SelectMany(f => f)));
    }

    /// <summary>Sends a batch, settles each of its messages, and returns a line for each failure.</summary>
    private async Task<IReadOnlyCollection<string>> SendAsync(
        IReadOnlyList<ServiceBusReceivedMessage> messages, IReadOnlyList<NoticeMessage> pointers,
        ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.StartReceived("send", messages.Select(m => m.ApplicationProperties));
        var outcomes = await OutcomesAsync(pointers, cancellation);
        foreach (var (pointer, outcome) in pointers.Zip(outcomes))
        {
            var result = outcome.Fault?.GetType().Name ?? $"{outcome.Result}";
            span?.AddEvent(new("message", tags: new() { ["reminders.notice"] = pointer.MessageId, ["reminders.result"] = result }));
        }
        foreach (var (message, outcome) in messages.Zip(outcomes))
        {
            if (outcome.Fault is null)
                await actions.CompleteMessageAsync(message, CancellationToken.None);
        }
        var failed = messages.Zip(pointers, outcomes).Where(m => m.Third.Fault is not null).ToList();
        if (failed.Count > 0)
            span?.SetStatus(ActivityStatusCode.Error);
        return await Task.WhenAll(failed.Select(m => AbandonAsync(m.First, m.Second, m.Third.Fault!, actions, cancellation)));
    }

    // Sending throws only when the host stops.
    private async Task<IReadOnlyList<MessageOutcome>> OutcomesAsync(
        IReadOnlyList<NoticeMessage> pointers, CancellationToken cancellation)
    {
        try
        {
            return await useCases.SendNotices.RunAsync(pointers, cancellation);
        }
        catch (Exception fault)
        {
            return [.. pointers.Select(_ => new MessageOutcome(null, fault))];
        }
    }

    private async Task<string> AbandonAsync(
        ServiceBusReceivedMessage message, NoticeMessage pointer, Exception fault, ServiceBusMessageActions actions,
        CancellationToken cancellation)
    {
        // Only the type of the fault: its message may contain a phone number.
        var kindOfFault = fault.GetType().Name;
        Log.Failed(log, pointer.MessageId, message.DeliveryCount, kindOfFault);
        // A stopping host cancels the pause.
        await Task.Delay(PauseAfter(message.DeliveryCount), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["Reason"] = kindOfFault }, CancellationToken.None);
        return $"Message {pointer.MessageId} failed at delivery {message.DeliveryCount} ({kindOfFault}).";
    }

    private static TimeSpan PauseAfter(int delivery) => Pauses[Math.Clamp(delivery, 1, Pauses.Length) - 1];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} failed at delivery {Delivery} and is abandoned ({Fault})")]
        public static partial void Failed(ILogger logger, string messageId, int delivery, string fault);
    }
}

/// <summary>Tells the host which messages failed, without the texts of the faults.</summary>
public sealed class MessageFailedException(string message) : Exception(message);
