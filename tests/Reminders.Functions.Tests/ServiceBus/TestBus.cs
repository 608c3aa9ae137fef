using Azure.Messaging.ServiceBus;
using Reminders.Testing.ServiceBus;

namespace Reminders.Functions.Tests.ServiceBus;

/// <summary>The app's two queues on a broker of this process, and the real client.</summary>
internal sealed class TestBus : IAsyncDisposable
{
    public TestBus(IClock clock, ulong maxMessageSize = 256 * 1024)
    {
        Broker = new(clock, NoticeQueues.Reminders, NoticeQueues.Escalations) { MaxMessageSize = maxMessageSize };
        Client = Broker.NewClient();
    }

    public ServiceBusBroker Broker { get; }

    public ServiceBusClient Client { get; }

    /// <summary>The messages of each send.</summary>
    public IEnumerable<Call> Sends => Broker.Calls.Where(c => c.Operation == "send");

    /// <summary>Sends a message and dead-letters it, like a host that cannot read it.</summary>
    public async Task GiveUpAsync(string queue, ServiceBusMessage message, string? reason, CancellationToken cancellation)
    {
        await using var sender = Client.CreateSender(queue);
        await using var receiver = Client.CreateReceiver(queue);
        await sender.SendMessageAsync(message, cancellation);
        var received = await receiver.ReceiveMessageAsync(cancellationToken: cancellation);
        await receiver.DeadLetterMessageAsync(received, reason, cancellationToken: cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Broker.DisposeAsync();
    }
}
