using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Framing;
using Microsoft.Azure.Amqp.Sasl;
using Microsoft.Azure.Amqp.Transport;
using NodaTime;

namespace Reminders.Testing.ServiceBus;

/// <summary>
/// What a client asked of a queue: <c>send</c>, <c>receive</c> (each time it gives credit), or an operation of the management node.
/// </summary>
public sealed record Call(string Queue, string Operation, IReadOnlyList<string> MessageIds);

/// <summary>The messages of a queue, and how many more its receivers ask for.</summary>
public sealed record QueueState(int Ready, int Scheduled, int Locked, long Credit);

/// <summary>
/// A namespace of Service Bus on a port of this machine, for the real client. Time is the clock's alone. Work is done one piece after
/// the other, so a test that waits for a state sees it however slow the machine is.
/// </summary>
public sealed class ServiceBusBroker : IRuntimeProvider, IAsyncDisposable
{
    public const string LockLost = "com.microsoft:message-lock-lost";
    public const string QuotaExceeded = "amqp:resource-limit-exceeded";

    private readonly Dictionary<string, BrokerQueue> queues = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<Settlement> settlements = [];
    private readonly ConcurrentQueue<Call> calls = [];
    private readonly ConcurrentDictionary<AmqpConnection, bool> connections = [];
    private readonly Channel<(Action Piece, TaskCompletionSource Done)> work = Channel.CreateUnbounded<(Action, TaskCompletionSource)>();
    private readonly List<Receiver> receivers = [];
    private readonly Dictionary<string, SendingAmqpLink> replies = new(StringComparer.Ordinal);
    private readonly List<(Func<bool> Holds, TaskCompletionSource Done)> waits = [];
    private readonly Socket port = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly AmqpConnectionListener listener;
    private readonly Task worker;
    private volatile bool isDown;

    public ServiceBusBroker(IClock clock, params IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            var deadLetters = new BrokerQueue($"{name}/$deadletterqueue", clock, settlements.Enqueue);
            queues.Add(deadLetters.Name, deadLetters);
            queues.Add(name, new(name, clock, settlements.Enqueue, deadLetters));
        }
        // A socket that is bound and does not listen keeps the port for the listener, which shares it.
        port.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        port.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Endpoint = (IPEndPoint)port.LocalEndPoint!;
        var settings = new AmqpSettings { RuntimeProvider = this };
        var sasl = new SaslTransportProvider { Versions = { new AmqpVersion(1, 0, 0) } };
        sasl.AddHandler(new SaslAnonymousHandler("MSSBCBS"));
        settings.TransportProviders.Add(sasl);
        listener = new([$"amqp://{Endpoint}"], settings, new() { ContainerId = "broker", MaxFrameSize = 64 * 1024 });
        listener.Open();
        worker = WorkAsync();
    }

    public IPEndPoint Endpoint { get; }

    public string ConnectionString =>
        $"Endpoint=sb://{Endpoint};SharedAccessKeyName=test;SharedAccessKey=dGVzdA==;UseDevelopmentEmulator=true";

    /// <summary>The largest message, and the largest batch, in bytes.</summary>
    public ulong MaxMessageSize { get; init; } = 256 * 1024;

    /// <summary>Each delivery's end, in order.</summary>
    public IReadOnlyList<Settlement> Settlements => [.. settlements];

    /// <summary>Each request that came, in order, with those that were refused.</summary>
    public IReadOnlyList<Call> Calls => [.. calls];

    /// <summary>
    /// Refuses a call with an error of AMQP, such as <see cref="QuotaExceeded"/>; null lets it pass. Receiving cannot be refused. A test
    /// can cut the connections here and let the call pass: then it takes effect and its answer is lost. After
    /// <c>com.microsoft:server-busy</c> the client waits ten seconds of real time.
    /// </summary>
    public Func<Call, string?> Refuse { get; set; } = _ => null;

    /// <summary>While the broker is down, every connection is cut and none comes up. Its messages stay.</summary>
    public bool IsDown
    {
        get => isDown;
        set
        {
            isDown = value;
            if (value)
                DropConnections();
        }
    }

    /// <summary>A queue by its name, or <c>NAME/$deadletterqueue</c>.</summary>
    public BrokerQueue this[string queue] => queues[queue];

    /// <summary>A client of this namespace, which tries each operation once unless told to try again.</summary>
    public ServiceBusClient NewClient(int retries = 0) => new(
        ConnectionString,
        new ServiceBusClientOptions { RetryOptions = new() { MaxRetries = retries, Delay = TimeSpan.FromMilliseconds(1) } });

    /// <summary>Cuts every connection without a word. Clients may come back at once.</summary>
    public void DropConnections()
    {
        foreach (var connection in connections.Keys)
            connection.Abort();
    }

    /// <summary>Hands out what became due when the clock moved, to the receivers that wait for it.</summary>
    public Task ClockMovedAsync() => Post(() => { });

    /// <summary>Waits until the queue is in a state. The state is looked at when all that receivers ask for has been handed out.</summary>
    public async Task UntilAsync(string queue, Func<QueueState, bool> holds, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var cancelled = cancellation.Register(() => done.TrySetCanceled(cancellation));
        _ = Post(() => waits.Add((() => holds(State(queues[queue])), done)));
        if (await Task.WhenAny(done.Task, worker) == worker)
        {
            await worker;
            throw new ObjectDisposedException(nameof(ServiceBusBroker));
        }
        await done.Task;
    }

    /// <summary>Waits until a receiver of the queue asks for a message and there is none to be had.</summary>
    public Task IdleAsync(string queue, CancellationToken cancellation) =>
        UntilAsync(queue, state => state is { Ready: 0, Credit: > 0 }, cancellation);

    public async ValueTask DisposeAsync()
    {
        isDown = true;
        listener.Close();
        DropConnections();
        work.Writer.TryComplete();
        await worker;
        port.Dispose();
    }

    AmqpConnection IConnectionFactory.CreateConnection(
        TransportBase transport,
        ProtocolHeader protocolHeader,
        bool isInitiator,
        AmqpSettings amqpSettings,
        AmqpConnectionSettings connectionSettings)
    {
        var connection = new AmqpConnection(transport, protocolHeader, false, amqpSettings, connectionSettings);
        connections.TryAdd(connection, true);
        connection.SafeAddClosed((_, _) => connections.TryRemove(connection, out var _));
        if (isDown)
            throw new AmqpException(AmqpErrorCode.ConnectionForced, "The broker is down.");
        return connection;
    }

    AmqpSession ISessionFactory.CreateSession(AmqpConnection connection, AmqpSessionSettings settings) => new(connection, settings, this);

    AmqpLink ILinkFactory.CreateLink(AmqpSession session, AmqpLinkSettings settings)
    {
        if (settings.Role != true)
            return new SendingAmqpLink(session, settings);
        settings.TotalLinkCredit = 100;
        settings.AutoSendFlow = true;
        // Requests to a node, such as a token, are not messages of a queue.
        if (queues.ContainsKey(Address(settings)))
            settings.MaxMessageSize = MaxMessageSize;
        return new ReceivingAmqpLink(session, settings);
    }

    IAsyncResult ILinkFactory.BeginOpenLink(AmqpLink link, TimeSpan timeout, AsyncCallback callback, object state)
    {
        Open(link);
        return TaskToAsyncResult.Begin(Task.CompletedTask, callback, state);
    }

    void ILinkFactory.EndOpenLink(IAsyncResult result) => TaskToAsyncResult.End(result);

    private void Open(AmqpLink link)
    {
        var address = Address(link.Settings);
        var name = address.EndsWith(Management.Suffix, StringComparison.OrdinalIgnoreCase) ? address[..^Management.Suffix.Length] : address;
        if (!queues.TryGetValue(name, out var queue) && address != "$cbs")
            throw new AmqpException(AmqpErrorCode.NotFound, $"There is no queue {name}.");
        switch (link)
        {
            case ReceivingAmqpLink sender when queue is not null && name == address:
                sender.RegisterMessageListener(transfer => Take(sender, queue, transfer));
                break;
            case ReceivingAmqpLink requests:
                requests.RegisterMessageListener(request => Answer(requests, queue, request));
                break;
            case SendingAmqpLink receiver when queue is not null && name == address:
                Open(new Receiver(receiver, queue));
                break;
            case SendingAmqpLink answers:
                var replyTo = ((Target)answers.Settings.Target).Address.ToString()!;
                Post(() => replies[replyTo] = answers);
                answers.SafeAddClosed((_, _) => Post(() => replies.Remove(replyTo)));
                break;
        }
    }

    // Clients put a slash before the names of queues.
    private static string Address(AmqpLinkSettings link) =>
        (link.Role == true ? ((Target)link.Target).Address : ((Source)link.Source).Address).ToString()!.TrimStart('/');

    private void Open(Receiver receiver)
    {
        receiver.Link.RegisterCreditListener((credit, _, _) =>
        {
            if (credit > 0)
                calls.Enqueue(new(receiver.Queue.Name, "receive", []));
            Post(() => { });
        });
        receiver.Link.RegisterDispositionListener(delivery => Settle(receiver, delivery));
        Post(() => receivers.Add(receiver));
        receiver.Link.SafeAddClosed((_, _) => Post(() => receivers.Remove(receiver)));
    }

    private void Take(ReceivingAmqpLink link, BrokerQueue queue, AmqpMessage transfer)
    {
        var messages = MessageCoding.Read(transfer);
        Post(() =>
        {
            var error = Refusal(new(queue.Name, "send", [.. messages.Select(m => m.MessageId)]));
            if (error is null)
                queue.Send(messages);
            link.DisposeDelivery(transfer, true, Outcome(error));
        });
    }

    private void Answer(ReceivingAmqpLink link, BrokerQueue? queue, AmqpMessage request) => Post(() =>
    {
        link.DisposeDelivery(request, true, AmqpConstants.AcceptedOutcome);
        var answer = queue is null
            ? Management.TokenTaken()
            : Management.Answer(queue, request, operation => Refusal(new(queue.Name, operation, [])));
        answer.Properties.CorrelationId = request.Properties.MessageId;
        if (replies.TryGetValue(request.Properties.ReplyTo.ToString()!, out var reply))
            reply.SendMessageNoWait(answer, Guid.NewGuid().ToByteArray(), default);
    });

    // The answer says whether the lock still held. A dead letter is answered with Accepted: Rejected means that it was not settled.
    private void Settle(Receiver receiver, Delivery delivery)
    {
        var (link, queue) = receiver;
        var lockToken = new Guid(delivery.DeliveryTag);
        Post(() =>
        {
            var held = delivery.State switch
            {
                Accepted => queue.Complete(lockToken),
                Released => queue.Release(lockToken),
                Modified { UndeliverableHere: not true } modified =>
                    queue.Abandon(lockToken, MessageCoding.Properties(modified.MessageAnnotations)),
                Rejected rejected => queue.DeadLetter(lockToken, MessageCoding.Properties(rejected.Error?.Info)),
                _ => throw new NotSupportedException($"A message is settled by {delivery.State}."),
            };
            if (!delivery.Settled)
                link.DisposeDelivery(delivery, true, Outcome(held ? null : LockLost));
        });
    }

    private string? Refusal(Call call)
    {
        calls.Enqueue(call);
        return Refuse(call);
    }

    private static Outcome Outcome(string? error) =>
        error is null
            ? AmqpConstants.AcceptedOutcome
            : new Rejected { Error = new() { Condition = error, Description = "The test's broker refuses this." } };

    private QueueState State(BrokerQueue queue)
    {
        var (ready, scheduled, locked) = queue.Counts;
        return new(ready, scheduled, locked, receivers.Where(r => r.Queue == queue).Sum(r => r.Link.LinkCredit));
    }

    private Task Post(Action piece)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!work.Writer.TryWrite((piece, done)))
            done.SetResult();
        return done.Task;
    }

    private async Task WorkAsync()
    {
        try
        {
            await foreach (var (piece, done) in work.Reader.ReadAllAsync())
            {
                piece();
                HandOut();
                foreach (var wait in waits.Where(w => w.Holds()))
                    wait.Done.TrySetResult();
                waits.RemoveAll(w => w.Done.Task.IsCompleted);
                done.SetResult();
            }
        }
        finally
        {
            // A failed piece of work cuts clients off, and closing the broker throws its exception.
            work.Writer.TryComplete();
            IsDown = true;
        }
    }

    private void HandOut()
    {
        while (receivers.FirstOrDefault(r => r.Link.LinkCredit > 0 && !r.Link.IsClosing() && r.Queue.Counts.Ready > 0) is { } next)
        {
            var locked = next.Queue.Receive()!;
            if (next.Link.Settings.SettleType == SettleMode.SettleOnSend)
                next.Queue.Complete(locked.LockToken);
            var message = MessageCoding.Write(locked);
            message.DeliveryTag = locked.LockToken.ToByteArray();
            // The client may just have taken its credit back.
            if (!next.Link.TrySendDelivery(message))
                next.Queue.Release(locked.LockToken);
            // The others take their turns.
            receivers.Remove(next);
            receivers.Add(next);
        }
    }

    private sealed record Receiver(SendingAmqpLink Link, BrokerQueue Queue);
}
