namespace Reminders.InMemory;

internal sealed class InMemoryNotices : InMemoryPort, INotices
{
    private readonly Dictionary<string, Stored<Notice>> notices = new(StringComparer.Ordinal);
    private readonly SortedSet<string> unsettled = new(StringComparer.Ordinal);

    private readonly SortedSet<(Instant At, string Id)> slots = new(Comparer<(Instant At, string Id)>.Create(
        (a, b) => a.At != b.At ? a.At.CompareTo(b.At) : string.CompareOrdinal(a.Id, b.Id)));

    public Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation) =>
        Locked<IReadOnlySet<string>>(() =>
        {
            var claimed = notices.Where(n => this.notices.TryAdd(n.Id, Tagged(n))).ToList();
            foreach (var notice in claimed)
            {
                slots.Add((notice.SlotAt, notice.Id));
                Follow(notice);
            }
            return claimed.Select(n => n.Id).ToHashSet();
        });

    public Task<IReadOnlyDictionary<string, Stored<Notice>>> FindNoticesAsync(
        IReadOnlyCollection<string> ids, CancellationToken cancellation) => Locked<IReadOnlyDictionary<string, Stored<Notice>>>(
            () => ids.Distinct().Where(notices.ContainsKey).ToDictionary(id => id, id => notices[id]));

    public Task<IReadOnlyDictionary<string, Stored<Notice>>> TrySaveNoticesAsync(
        IReadOnlyCollection<Stored<Notice>> notices, CancellationToken cancellation) =>
        Locked<IReadOnlyDictionary<string, Stored<Notice>>>(() =>
        {
            var saved = notices.Select(n => Replaced(this.notices, n.Value.Id, n)).OfType<Stored<Notice>>().ToDictionary(n => n.Value.Id);
            foreach (var notice in saved.Values)
                Follow(notice.Value);
            return saved;
        });

    public Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation) =>
        Locked<IReadOnlyList<Notice>>(() => [.. slots.GetViewBetween((slotAt, ""), Last).Select(s => notices[s.Id].Value)]);

    public Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation) =>
        Locked<IReadOnlyList<Notice>>(() => [.. unsettled.Select(id => notices[id].Value)]);

    /// <summary>Forgets the settled notices of earlier slots.</summary>
    public void ForgetBefore(Instant slotAt) => Locked(() =>
    {
        foreach (var slot in slots.TakeWhile(s => s.At < slotAt).Where(s => !unsettled.Contains(s.Id)).ToList())
        {
            slots.Remove(slot);
            notices.Remove(slot.Id);
        }
    });

    private static (Instant At, string Id) Last { get; } = (Instant.MaxValue, "");

    private void Follow(Notice notice)
    {
        if (NoticeLife.IsSettled(notice.State))
            unsettled.Remove(notice.Id);
        else
            unsettled.Add(notice.Id);
    }
}
