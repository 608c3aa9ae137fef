using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.Tests;

#pragma warning disable CA2215 // the library's own objects have nothing to close when they are made for tests

/// <summary>A namespace that keeps what it is sent, batch by batch, and hands out dead letters.</summary>
internal sealed class FakeBus(int batchSize = 100) : ServiceBusClient
{
    public List<(string Queue, List<ServiceBusMessage> Batch)> Sent { get; } = [];

    public Dictionary<string, Queue<ServiceBusReceivedMessage>> DeadLetters { get; } = [];

    /// <summary>Ids of dead letters that were completed.</summary>
    public List<string> Completed { get; } = [];

    public override ServiceBusSender CreateSender(string queueOrTopicName) => new Sender(this, queueOrTopicName, batchSize);

    public override ServiceBusReceiver CreateReceiver(string queueName, ServiceBusReceiverOptions options)
    {
        Assert.Equal(SubQueue.DeadLetter, options.SubQueue);
        Assert.Equal(ServiceBusReceiveMode.PeekLock, options.ReceiveMode);
        return new Receiver(this, queueName);
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private sealed class Sender(FakeBus bus, string queue, int batchSize) : ServiceBusSender
    {
        private List<ServiceBusMessage> store = [];

        public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(CancellationToken cancellationToken = default)
        {
            var batch = store = [];
            return ValueTask.FromResult(ServiceBusModelFactory.ServiceBusMessageBatch(0, batch, tryAddCallback: _ => batch.Count < batchSize));
        }

        public override Task SendMessagesAsync(ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default)
        {
            Assert.Equal(store.Count, messageBatch.Count);
            bus.Sent.Add((queue, store));
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Receiver(FakeBus bus, string queue) : ServiceBusReceiver
    {
        public override Task<IReadOnlyList<ServiceBusReceivedMessage>> ReceiveMessagesAsync(int maxMessages, TimeSpan? maxWaitTime = default, CancellationToken cancellationToken = default)
        {
            var letters = new List<ServiceBusReceivedMessage>();
            while (letters.Count < maxMessages && bus.DeadLetters.TryGetValue(queue, out var waiting) && waiting.TryDequeue(out var letter))
                letters.Add(letter);
            return Task.FromResult<IReadOnlyList<ServiceBusReceivedMessage>>(letters);
        }

        public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default)
        {
            bus.Completed.Add(message.MessageId);
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>Settles nothing, and remembers how it was asked to.</summary>
internal sealed class Settlements : Microsoft.Azure.Functions.Worker.ServiceBusMessageActions
{
    public List<string> All { get; } = [];

    public override Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => Note("completed");

    public override Task AbandonMessageAsync(ServiceBusReceivedMessage message, IDictionary<string, object>? propertiesToModify = default, CancellationToken cancellationToken = default) =>
        Note($"abandoned: {propertiesToModify?["Reason"]}");

    public override Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message, Dictionary<string, object>? propertiesToModify = default, string? deadLetterReason = default, string? deadLetterErrorDescription = default, CancellationToken cancellationToken = default) =>
        Note($"dead letter: {deadLetterReason}");

    private Task Note(string settlement)
    {
        All.Add(settlement);
        return Task.CompletedTask;
    }
}
