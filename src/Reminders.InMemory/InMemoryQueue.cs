namespace Reminders.InMemory;

/// <summary>A received message. If it is not settled before its lock expires, it is delivered again.</summary>
public sealed record LockedMessage(NoticeMessage Message, int DeliveryCount, Guid LockToken);

/// <summary>
/// Both queues in memory, with the semantics of Service Bus: peek-lock, redelivery, dead letters after the last delivery, silent duplicate
/// detection by message id within a window, and scheduled messages. Thread-safe.
/// </summary>
public sealed class InMemoryQueue(IClock clock) : INoticeQueue
{
    public const string TooManyDeliveries = "MaxDeliveryCountExceeded";

    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, Instant> seen = new(StringComparer.Ordinal);
    private readonly Queue<DeadLetter> deadLetters = [];

    public Duration LockDuration { get; init; } = Duration.FromMinutes(5);
    public Duration DuplicateWindow { get; init; } = Duration.FromDays(1);
    public int MaxDeliveryCount { get; init; } = 5;

    public IReadOnlyList<DeadLetter> DeadLetters
    {
        get
        {
            lock (gate)
                return [.. deadLetters];
        }
    }

    /// <summary>The instant at which the next message is available, possibly in the past; null if the queue is empty.</summary>
    public Instant? NextAt
    {
        get
        {
            lock (gate)
                return entries.Count == 0 ? null : entries.Min(e => e.AvailableAt);
        }
    }

    public Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            foreach (var expired in seen.Where(s => s.Value <= now - DuplicateWindow).Select(s => s.Key).ToList())
                seen.Remove(expired);
            foreach (var message in messages.Where(m => seen.TryAdd(m.MessageId, now)))
                entries.Add(new(message) { AvailableAt = Instant.Max(now, message.NotBefore ?? now) });
        }
        return Task.CompletedTask;
    }

    /// <summary>Locks the next message of the kind; null if none is available now.</summary>
    public LockedMessage? Receive(NoticeKind kind)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            while (entries.Where(e => e.Message.Kind == kind && e.AvailableAt <= now).MinBy(e => e.AvailableAt) is { } entry)
            {
                if (entry.DeliveryCount == MaxDeliveryCount)
                {
                    Bury(entry, TooManyDeliveries, now);
                    continue;
                }
                entry.DeliveryCount++;
                entry.LockToken = Guid.NewGuid();
                entry.AvailableAt = now + LockDuration;
                return new(entry.Message, entry.DeliveryCount, entry.LockToken);
            }
            return null;
        }
    }

    /// <summary>Removes a message. False if the lock was lost.</summary>
    public bool Complete(LockedMessage message) => Settle(message, (entry, _) => entries.Remove(entry));

    /// <summary>Returns a message to the queue at once. False if the lock was lost.</summary>
    public bool Abandon(LockedMessage message) => Settle(message, (entry, now) => (entry.AvailableAt, entry.LockToken) = (now, Guid.Empty));

    /// <summary>Dead-letters a message. False if the lock was lost.</summary>
    public bool GiveUp(LockedMessage message, string reason) => Settle(message, (entry, now) => Bury(entry, reason, now));

    /// <summary>The oldest dead letter, which stays in the queue; null if there is none.</summary>
    public DeadLetter? PeekDeadLetter()
    {
        lock (gate)
            return deadLetters.TryPeek(out var letter) ? letter : null;
    }

    /// <summary>Removes the oldest dead letter if it is this one.</summary>
    public void RemoveDeadLetter(DeadLetter letter)
    {
        lock (gate)
        {
            if (deadLetters.TryPeek(out var oldest) && oldest == letter)
                deadLetters.Dequeue();
        }
    }

    private bool Settle(LockedMessage message, Action<Entry, Instant> settle)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            var entry = entries.FirstOrDefault(e => e.LockToken == message.LockToken && e.AvailableAt > now);
            if (entry is null)
                return false;
            settle(entry, now);
            return true;
        }
    }

    private void Bury(Entry entry, string reason, Instant now)
    {
        entries.Remove(entry);
        deadLetters.Enqueue(new(entry.Message.MessageId, entry.Message.Notice, entry.Message.Kind, reason, now));
    }

    private sealed class Entry(NoticeMessage message)
    {
        public NoticeMessage Message => message;
        public Instant AvailableAt { get; set; }
        public int DeliveryCount { get; set; }
        public Guid LockToken { get; set; }
    }
}
