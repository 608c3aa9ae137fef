using NodaTime;

namespace Reminders.Testing.ServiceBus;

/// <summary>A message in a queue: encoded as it was sent, with the state of its delivery.</summary>
public sealed record BrokerMessage(string MessageId, ReadOnlyMemory<byte> Encoded)
{
    public long SequenceNumber { get; init; }

    public Instant EnqueuedAt { get; init; }

    /// <summary>The instant from which it can be received; null if it can be received now.</summary>
    public Instant? ScheduledFor { get; init; }

    /// <summary>The number of deliveries, the current one included.</summary>
    public int DeliveryCount { get; init; }

    public Guid LockToken { get; init; }

    /// <summary>The end of its lock; null while it is not locked.</summary>
    public Instant? LockedUntil { get; init; }

    /// <summary>Application properties that were set when it was settled. They win over those it was sent with.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; init; } = BrokerQueue.NoProperties;

    public bool IsReady => ScheduledFor is null && LockedUntil is null;
}

/// <summary>How a delivery ended. A lock runs out by itself; <c>LockLost</c> is a client that settles after that, in vain.</summary>
public enum SettlementKind
{
    Completed,
    Abandoned,
    DeadLettered,
    Released,
    LockRanOut,
    LockLost,
}

/// <summary>The end of a delivery, with the properties that were set at it.</summary>
public sealed record Settlement(string Queue, string MessageId, SettlementKind Kind, IReadOnlyDictionary<string, object> Properties);

/// <summary>The numbers of messages of a queue, by state.</summary>
public sealed record QueueCounts(int Ready, int Scheduled, int Locked);

/// <summary>
/// A queue of Service Bus without its protocol: locks, delivery counts, duplicates by id, scheduled messages. Messages do not expire.
/// A queue that has none for dead letters is one itself: its deliveries have no limit, and it takes every id. Time is the clock's.
/// Safe to use from several threads.
/// </summary>
public sealed class BrokerQueue(string name, IClock clock, Action<Settlement> settled, BrokerQueue? deadLetters = null)
{
    public const string DeadLetterReason = "DeadLetterReason";
    public const string DeadLetterErrorDescription = "DeadLetterErrorDescription";
    public const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";

    internal static readonly IReadOnlyDictionary<string, object> NoProperties = new Dictionary<string, object>();

    private readonly Lock gate = new();
    private readonly SortedDictionary<long, BrokerMessage> messages = [];
    private readonly Dictionary<string, Instant> seen = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, string> delivered = [];
    private long lastSequenceNumber;

    public string Name => name;

    public Duration LockDuration { get; init; } = Duration.FromMinutes(5);

    public Duration DuplicateWindow { get; init; } = Duration.FromDays(1);

    public int MaxDeliveryCount { get; init; } = 5;

    public QueueCounts Counts => Do(_ => new QueueCounts(
        messages.Values.Count(m => m.IsReady),
        messages.Values.Count(m => m.ScheduledFor is not null),
        messages.Values.Count(m => m.LockedUntil is not null)));

    /// <summary>The next instant at which a scheduled message is due or a lock runs out; null for none.</summary>
    public Instant? NextAt => Do(_ => messages.Values.Select(m => m.ScheduledFor ?? m.LockedUntil).Min());

    /// <summary>Takes messages in, and answers their sequence numbers. A known id is dropped silently, and its number is 0.</summary>
    public IReadOnlyList<long> Send(IEnumerable<BrokerMessage> sent) => Do(now => sent.Select(m => Take(m, now)).ToList());

    /// <summary>Locks the first message that can be had; null when there is none.</summary>
    public BrokerMessage? Receive() => Do(now =>
    {
        if (messages.Values.FirstOrDefault(m => m.IsReady) is not { } next)
            return null;
        var locked = Keep(next with
        {
            DeliveryCount = next.DeliveryCount + 1,
            LockToken = Guid.NewGuid(),
            LockedUntil = now + LockDuration,
        });
        delivered.Add(locked.LockToken, locked.MessageId);
        return locked;
    });

    /// <summary>The ways to settle a delivery. False when the lock was lost.</summary>
    public bool Complete(Guid lockToken) =>
        Settle(lockToken, SettlementKind.Completed, NoProperties, message => messages.Remove(message.SequenceNumber));

    public bool Abandon(Guid lockToken, IReadOnlyDictionary<string, object> properties) =>
        Settle(lockToken, SettlementKind.Abandoned, properties, GiveBack);

    public bool DeadLetter(Guid lockToken, IReadOnlyDictionary<string, object> properties) =>
        Settle(lockToken, SettlementKind.DeadLettered, properties, Bury);

    /// <summary>Gives back a message that the client never looked at; it does not count as a delivery.</summary>
    public bool Release(Guid lockToken) =>
        Settle(lockToken, SettlementKind.Released, NoProperties, message =>
            GiveBack(message with { DeliveryCount = message.DeliveryCount - 1 }));

    /// <summary>Starts the lock's time anew, and answers when it runs out; null when it was lost.</summary>
    public Instant? Renew(Guid lockToken) =>
        Do(now => Locked(lockToken) is { } message ? Keep(message with { LockedUntil = now + LockDuration }).LockedUntil : null);

    /// <summary>Messages from a sequence number on, whether they can be had or not.</summary>
    public IReadOnlyList<BrokerMessage> Peek(long from = 0, int count = int.MaxValue) =>
        Do(_ => messages.Values.Where(m => m.SequenceNumber >= from).Take(count).ToList());

    /// <summary>Takes a scheduled message back. False when it is there no more, or scheduled no more.</summary>
    public bool CancelScheduled(long sequenceNumber) => Do(_ =>
        messages.TryGetValue(sequenceNumber, out var message) && message.ScheduledFor is not null && messages.Remove(sequenceNumber));

    private T Do<T>(Func<Instant, T> work)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            foreach (var due in messages.Values.Where(m => m.ScheduledFor <= now).OrderBy(m => m.ScheduledFor).ToList())
            {
                messages.Remove(due.SequenceNumber);
                Keep(due with { SequenceNumber = ++lastSequenceNumber, EnqueuedAt = due.ScheduledFor!.Value, ScheduledFor = null });
            }
            foreach (var message in messages.Values.Where(m => m.LockedUntil <= now).ToList())
            {
                settled(new(name, message.MessageId, SettlementKind.LockRanOut, NoProperties));
                GiveBack(message);
            }
            return work(now);
        }
    }

    private bool Settle(
        Guid lockToken, SettlementKind kind, IReadOnlyDictionary<string, object> properties, Action<BrokerMessage> settle) => Do(_ =>
    {
        if (Locked(lockToken) is not { } message)
        {
            settled(new(name, delivered.GetValueOrDefault(lockToken, ""), SettlementKind.LockLost, properties));
            return false;
        }
        settled(new(name, message.MessageId, kind, properties));
        var all = message.Properties.Concat(properties).GroupBy(p => p.Key).Select(g => g.Last());
        settle(message with { Properties = new Dictionary<string, object>(all) });
        return true;
    });

    private long Take(BrokerMessage message, Instant now)
    {
        foreach (var expired in seen.Where(s => s.Value <= now - DuplicateWindow).Select(s => s.Key).ToList())
            seen.Remove(expired);
        if (deadLetters is not null && message.MessageId.Length > 0 && !seen.TryAdd(message.MessageId, now))
            return 0;
        return Keep(message with
        {
            SequenceNumber = ++lastSequenceNumber,
            EnqueuedAt = now,
            ScheduledFor = message.ScheduledFor > now ? message.ScheduledFor : null,
            LockedUntil = null,
        }).SequenceNumber;
    }

    private void GiveBack(BrokerMessage message)
    {
        if (deadLetters is null || message.DeliveryCount < MaxDeliveryCount)
        {
            Keep(message with { LockedUntil = null });
            return;
        }
        var properties = new Dictionary<string, object>(message.Properties)
        {
            [DeadLetterReason] = MaxDeliveryCountExceeded,
            [DeadLetterErrorDescription] = $"The message was delivered {MaxDeliveryCount} times.",
        };
        settled(new(name, message.MessageId, SettlementKind.DeadLettered, properties));
        Bury(message with { Properties = properties });
    }

    private void Bury(BrokerMessage message)
    {
        if (deadLetters is null)
            throw new InvalidOperationException("A dead letter cannot be given up again.");
        messages.Remove(message.SequenceNumber);
        deadLetters.Send([message]);
    }

    private BrokerMessage? Locked(Guid lockToken) =>
        messages.Values.FirstOrDefault(m => m.LockedUntil is not null && m.LockToken == lockToken);

    private BrokerMessage Keep(BrokerMessage message) => messages[message.SequenceNumber] = message;
}
