using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;

namespace Reminders.Testing.FunctionsHost;

/// <summary>
/// The host's work for functions that queues trigger, one batch at a time: it receives from the function's queue, settles the messages as
/// the worker asks, and gives them back if the function fails without settling them.
/// </summary>
public sealed class QueueTriggers(ServiceBusClient bus) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, ServiceBusReceiver> receivers = new();
    private readonly ConcurrentDictionary<string, (ServiceBusReceiver Receiver, ServiceBusReceivedMessage Message)> held = new();

    /// <summary>Waits for so many messages of the function's queue, and has the function deal with them together.</summary>
    public async Task<InvocationResult> HandleNextAsync(FakeFunctionsHost host, string function, int count, CancellationToken cancellation)
    {
        var receiver = receivers.GetOrAdd(host.Functions[function].Settings["queueName"], queue => bus.CreateReceiver(queue));
        var messages = new List<ServiceBusReceivedMessage>();
        while (messages.Count < count)
        {
            messages.Add(await receiver.ReceiveMessageAsync(Patience, cancellation)
                ?? throw new TimeoutException($"No message came for {function}."));
            held[messages[^1].LockToken] = (receiver, messages[^1]);
        }
        InvocationResult result;
        try
        {
            result = await host.DeliverAsync(function, messages);
        }
        catch (WorkerGoneException gone)
        {
            result = new(false, gone.Message);
        }
        foreach (var message in messages)
        {
            if (held.TryRemove(message.LockToken, out _) && !result.Succeeded)
                await receiver.AbandonMessageAsync(message, cancellationToken: CancellationToken.None);
        }
        return result;
    }

    /// <summary>Settles as the worker asked, unless the message is no longer held here.</summary>
    public async Task SettleAsync(Settlement settlement)
    {
        if (!held.TryRemove(settlement.LockToken, out var it))
            throw new InvalidOperationException("The message is not locked by this host.");
        var properties = settlement.Properties.ToDictionary();
        await (settlement.Kind switch
        {
            SettlementKind.Completed => it.Receiver.CompleteMessageAsync(it.Message),
            SettlementKind.Abandoned => it.Receiver.AbandonMessageAsync(it.Message, properties),
            _ => it.Receiver.DeadLetterMessageAsync(it.Message, properties, settlement.Reason, settlement.Description),
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers.Values)
            await receiver.DisposeAsync();
    }
}
