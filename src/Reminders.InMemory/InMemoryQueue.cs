namespace Reminders.InMemory;

/// <summary>A received message. If it is not settled before its lock expires, it is delivered again.</summary>
public sealed record LockedMessage(NoticeMessage Message, int DeliveryCount, long LockToken);

/// <summary>
/// Both queues in memory, with the semantics of Service Bus: peek-lock, redelivery, dead letters after the last delivery, silent duplicate
/// detection by message id within a window, and scheduled messages. Thread-safe.
/// </summary>
public sealed class InMemoryQueue : INoticeQueue
{
    public const string TooManyDeliveries = "MaxDeliveryCountExceeded";

    private const long NoLock = 0;

    private readonly Lock gate = new();
    private readonly IClock clock;
    private readonly Dictionary<NoticeKind, SortedSet<Entry>> entries;
    private readonly Dictionary<long, Entry> locked = [];
    private readonly Dictionary<string, Instant> seen = new(StringComparer.Ordinal);
    private readonly Queue<(string MessageId, Instant At)> seenInOrder = [];
    private readonly Queue<DeadLetter> deadLetters = [];
    private long arrivals;
    private long locks;

    public InMemoryQueue(IClock clock)
    {
        this.clock = clock;
        entries = Enum.GetValues<NoticeKind>().ToDictionary(kind => kind, _ => new SortedSet<Entry>(Comparer<Entry>.Create(Compare)));
    }

    /// <summary>How often it compared two messages: the work that it did.</summary>
    internal long Comparisons { get; private set; }

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
                return entries.Values.Where(e => e.Count > 0).Select(e => (Instant?)e.Min!.AvailableAt).Min();
        }
    }

    public Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            ForgetUntil(now - DuplicateWindow);
            foreach (var message in messages)
            {
                if (seen.TryGetValue(message.MessageId, out var before) && before > now - DuplicateWindow)
                    continue;
                seen[message.MessageId] = now;
                seenInOrder.Enqueue((message.MessageId, now));
                entries[message.Kind].Add(new(message, ++arrivals) { AvailableAt = Instant.Max(now, message.NotBefore ?? now) });
            }
        }
        return Task.CompletedTask;
    }

    /// <summary>Locks the next message of the kind; null if none is available now.</summary>
    public LockedMessage? Receive(NoticeKind kind)
    {
        lock (gate)
        {
            var now = clock.GetCurrentInstant();
            while (entries[kind].Min is { } entry && entry.AvailableAt <= now)
            {
                if (entry.DeliveryCount == MaxDeliveryCount)
                {
                    Bury(entry, TooManyDeliveries, now);
                    continue;
                }
                entry.DeliveryCount++;
                Lock(entry, ++locks, now + LockDuration);
                return new(entry.Message, entry.DeliveryCount, entry.LockToken);
            }
            return null;
        }
    }

    /// <summary>Removes a message. False if the lock was lost.</summary>
    public bool Complete(LockedMessage message) => Settle(message, (entry, _) => Remove(entry));

    /// <summary>Returns a message to the queue at once. False if the lock was lost.</summary>
    public bool Abandon(LockedMessage message) => Settle(message, (entry, now) => Lock(entry, NoLock, now));

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
            if (!locked.TryGetValue(message.LockToken, out var entry) || entry.AvailableAt <= now)
                return false;
            settle(entry, now);
            return true;
        }
    }

    private void Lock(Entry entry, long token, Instant until)
    {
        Remove(entry);
        (entry.LockToken, entry.AvailableAt) = (token, until);
        entries[entry.Message.Kind].Add(entry);
        if (token != NoLock)
            locked.Add(token, entry);
    }

    private void Remove(Entry entry)
    {
        entries[entry.Message.Kind].Remove(entry);
        locked.Remove(entry.LockToken);
    }

    private void Bury(Entry entry, string reason, Instant now)
    {
        Remove(entry);
        deadLetters.Enqueue(new(entry.Message.MessageId, entry.Message.Notice, entry.Message.Kind, reason, now));
    }

    private void ForgetUntil(Instant instant)
    {
        while (seenInOrder.TryPeek(out var oldest) && oldest.At <= instant)
        {
            seenInOrder.Dequeue();
            if (seen[oldest.MessageId] == oldest.At)
                seen.Remove(oldest.MessageId);
        }
    }

    private int Compare(Entry one, Entry other)
    {
        Comparisons++;
        return (one.AvailableAt, one.Arrival).CompareTo((other.AvailableAt, other.Arrival));
    }

    private sealed class Entry(NoticeMessage message, long arrival)
    {
        public NoticeMessage Message => message;
        public long Arrival => arrival;
        public Instant AvailableAt { get; set; }
        public int DeliveryCount { get; set; }
        public long LockToken { get; set; }
    }
}
