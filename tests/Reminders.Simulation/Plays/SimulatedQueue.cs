namespace Reminders.Simulation.Plays;

/// <summary>
/// A Service Bus queue with faults: messages come out of order, late, or again days after their completion. A queue in the memory of a
/// host loses its messages when the host crashes.
/// </summary>
public sealed class SimulatedQueue(IClock clock, Chance chance, int moodOneIn) : INoticeQueue
{
    private readonly List<(Instant At, NoticeMessage Message)> ghosts = [];

    /// <summary>The queue without faults.</summary>
    public InMemoryQueue Inner { get; private set; } = new(clock);

    /// <summary>From now on messages come once and in order.</summary>
    public bool IsCalm { get; set; }

    /// <summary>Every message comes twice at the same time.</summary>
    public bool Doubles { get; init; }

    /// <summary>The time at which a completed message comes again.</summary>
    public Instant? NextGhostAt => ghosts.Count == 0 ? null : ghosts.Min(g => g.At);

    public Task EnqueueAsync(IReadOnlyCollection<NoticeMessage> messages, CancellationToken cancellation)
    {
        var list = messages.ToList();
        if (Doubles)
            ghosts.AddRange(list.Select(m => (m.NotBefore ?? clock.GetCurrentInstant(), m)));
        if (!IsCalm && moodOneIn > 0)
        {
            chance.Shuffle(list);
            for (var i = 0; i < list.Count; i++)
            {
                if (chance.OneIn(moodOneIn))
                {
                    var earliest = Instant.Max(clock.GetCurrentInstant(), list[i].NotBefore ?? Instant.MinValue);
                    list[i] = list[i] with { NotBefore = earliest + chance.Between(Duration.Zero, Duration.FromHours(1)) };
                }
                if (chance.OneIn(moodOneIn))
                    ghosts.Add((clock.GetCurrentInstant() + chance.Between(Duration.Zero, Duration.FromDays(3)), list[i]));
            }
        }
        return Inner.EnqueueAsync(list, cancellation);
    }

    public NoticeMessage? NextGhost()
    {
        var next = ghosts.FindIndex(g => g.At <= clock.GetCurrentInstant());
        if (next < 0)
            return null;
        var message = ghosts[next].Message;
        ghosts.RemoveAt(next);
        return message;
    }

    /// <summary>Loses all messages, as a crash does.</summary>
    public void Lose() => Inner = new(clock);
}
