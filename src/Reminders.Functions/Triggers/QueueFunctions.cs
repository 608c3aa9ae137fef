using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Triggers;

/// <summary>
/// The queues' receivers. Each queue has its own function, so that escalations never wait behind reminders. Messages come in batches and
/// are settled one by one. A message is completed once its notice was processed, with any result: the ledger holds the state. An unreadable
/// message is dead-lettered. After a fault the message is abandoned and the function fails, so that the host counts the failure.
/// </summary>
public sealed partial class QueueFunctions(UseCases useCases, TimeProvider time, ILogger<QueueFunctions> log)
{
    /// <summary>
    /// The pause before a failed message is abandoned, by its delivery count. Without it a ledger that is down would use up all five
    /// deliveries in a second. The host renews no locks of a batch (github.com/Azure/azure-sdk-for-net/issues/27979), so a call of two
    /// minutes and a pause must stay within the five minutes of the queue's locks. A ledger that is busy for minutes may take longer: then
    /// the message comes again, and the notice's state in the ledger stops it.
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

    private async Task HandleAsync(
        ServiceBusReceivedMessage[] messages, NoticeKind kind, ServiceBusMessageActions actions, CancellationToken cancellation)
    {
        var read = messages.Select(m => (Message: m, Pointer: MessageBody.TryRead(m, kind))).ToLookup(m => m.Pointer is not null);
        var batches = SendNotices.Batches([.. read[true].Select(m => (m.Message, Pointer: m.Pointer!))], m => m.Message.DeliveryCount);
        // One message that cannot be settled, because its lock is lost, must not keep the others from it.
        var failures = await Task.WhenAll(
            [
                .. batches.Select(batch => SendAsync(batch, actions, cancellation)),
                .. read[false].Select(foreign => GiveUpAsync(foreign.Message, actions)),
            ]);
        var lines = failures.SelectMany(f => f).OfType<string>().ToList();
        if (lines.Count > 0)
            throw new MessageFailedException(string.Join(' ', lines));
    }

    /// <summary>Sends a batch and settles each of its messages. Returns a line for each failure.</summary>
    private async Task<string?[]> SendAsync(
        IReadOnlyList<(ServiceBusReceivedMessage Message, NoticeMessage Pointer)> batch, ServiceBusMessageActions actions,
        CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.StartReceived("send", batch.Select(m => m.Message.ApplicationProperties));
        var outcomes = await OutcomesAsync([.. batch.Select(m => m.Pointer)], cancellation);
        foreach (var ((_, pointer), outcome) in batch.Zip(outcomes))
        {
            var result = outcome.Fault?.GetType().Name ?? $"{outcome.Result}";
            span?.AddEvent(new("message", tags: new() { ["reminders.notice"] = pointer.MessageId, ["reminders.result"] = result }));
        }
        if (outcomes.Any(o => o.Fault is not null))
            span?.SetStatus(ActivityStatusCode.Error);
        return await Task.WhenAll(
            batch.Zip(outcomes, (m, outcome) => SettleAsync(m.Message, m.Pointer, outcome.Fault, actions, cancellation)));
    }

    // A stopping host leaves seconds to settle a message, so settling is not cancelled. A settled message is not delivered again.
    private async Task<string?> SettleAsync(
        ServiceBusReceivedMessage message, NoticeMessage pointer, Exception? fault, ServiceBusMessageActions actions,
        CancellationToken cancellation)
    {
        if (fault is null)
        {
            await actions.CompleteMessageAsync(message, CancellationToken.None);
            return null;
        }
        // Only the type of the fault: its message may contain a phone number.
        var kindOfFault = fault.GetType().Name;
        Log.Failed(log, pointer.MessageId, message.DeliveryCount, kindOfFault);
        // A stopping host cancels the pause.
        await Task.Delay(PauseAfter(message.DeliveryCount), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await actions.AbandonMessageAsync(message, new Dictionary<string, object> { ["Reason"] = kindOfFault }, CancellationToken.None);
        return $"Message {pointer.MessageId} failed at delivery {message.DeliveryCount} ({kindOfFault}).";
    }

    private static async Task<string?[]> GiveUpAsync(ServiceBusReceivedMessage foreign, ServiceBusMessageActions actions)
    {
        await actions.DeadLetterMessageAsync(
            foreign,
            deadLetterReason: "body-unreadable",
            deadLetterErrorDescription: "The body is not {\"notice\":\"…\",\"version\":1}.",
            cancellationToken: CancellationToken.None);
        return [];
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

    private static TimeSpan PauseAfter(int delivery) => Pauses[Math.Clamp(delivery, 1, Pauses.Length) - 1];

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} failed at delivery {Delivery} and is abandoned ({Fault})")]
        public static partial void Failed(ILogger logger, string messageId, int delivery, string fault);
    }
}

/// <summary>Tells the host which messages failed, without the texts of the faults.</summary>
public sealed class MessageFailedException(string message) : Exception(message);
