using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.Tests;

/// <summary>Records settlements.</summary>
internal sealed class Settlements : Microsoft.Azure.Functions.Worker.ServiceBusMessageActions
{
    public List<string> All { get; } = [];

    /// <summary>The message whose lock is lost; null for none.</summary>
    public string? Lost { get; set; }

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) =>
        message.MessageId == Lost
            ? Task.FromException(new InvalidOperationException("The lock supplied is invalid."))
            : Note("completed");

    public override Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = default,
        CancellationToken cancellationToken = default) =>
        Note($"abandoned: {propertiesToModify?["Reason"]}");

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = default,
        string? deadLetterReason = default,
        string? deadLetterErrorDescription = default,
        CancellationToken cancellationToken = default) =>
        Note($"dead letter: {deadLetterReason}");

    private Task Note(string settlement)
    {
        All.Add(settlement);
        return Task.CompletedTask;
    }
}
