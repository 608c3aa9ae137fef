using System.Globalization;

namespace Reminders.InMemory;

/// <summary>The ledger in memory, for rehearsals, the demo and tests. Thread-safe.</summary>
public sealed record InMemoryLedger : Ledger
{
    private readonly InMemoryItems items;
    private readonly InMemoryAgenda agenda;
    private readonly InMemoryNotices notices;

    public InMemoryLedger()
        : this(new(), new(), new(), new())
    {
    }

    private InMemoryLedger(InMemoryItems items, InMemoryAgenda agenda, InMemoryNotices notices, InMemoryPeople people)
        : base(
            new InMemoryPlans(), items, new InMemoryBoard(items), agenda, notices, people, new InMemoryBarriers(people),
            new InMemoryReplies(), new InMemoryWatch(), new InMemoryKeys()) =>
        (this.items, this.agenda, this.notices) = (items, agenda, notices);

    public override bool ReadsSameObjects => true;

    /// <summary>The earliest instant on the agenda; null if the agenda is empty.</summary>
    public Instant? NextAt => agenda.NextAt;

    /// <summary>Whether the ledger keeps what became of each step. A rehearsal does not show it.</summary>
    internal bool KeepsSteps
    {
        get => items.KeepsSteps;
        set => items.KeepsSteps = value;
    }

    /// <summary>Forgets the settled notices of earlier slots.</summary>
    internal void ForgetNoticesBefore(Instant slotAt) => notices.ForgetBefore(slotAt);
}

/// <summary>A port with one lock for all its operations.</summary>
internal abstract class InMemoryPort
{
    private readonly Lock gate = new();
    private long tags;

    protected Stored<T> Tagged<T>(T value) => new(value, (++tags).ToString(CultureInfo.InvariantCulture));

    protected Task<T> Locked<T>(Func<T> action)
    {
        lock (gate)
            return Task.FromResult(action());
    }

    protected Task Locked(Action action)
    {
        lock (gate)
            action();
        return Task.CompletedTask;
    }

    /// <summary>Replaces the value of a key and returns it with its new tag; null if the tag has changed.</summary>
    protected Stored<T>? Replaced<TKey, T>(IDictionary<TKey, Stored<T>> all, TKey key, Stored<T> value) =>
        all.TryGetValue(key, out var stored) && stored.Tag == value.Tag ? all[key] = Tagged(value.Value) : null;
}

internal sealed class InMemoryPlans : InMemoryPort, IPlans
{
    private readonly SortedDictionary<int, Plan> plans = [];

    public Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation) => Locked<IReadOnlyList<Plan>>(() => [.. plans.Values]);

    public Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation) => Locked(() => plans.TryAdd(plan.Number, plan));

    public Task SavePlanAsync(Plan plan, CancellationToken cancellation) => Locked(() => plans[plan.Number] = plan);
}

internal sealed class InMemoryAgenda : InMemoryPort, IAgenda
{
    private readonly SortedDictionary<Instant, HashSet<AgendaEntry>> agenda = [];

    public Instant? NextAt => Locked(() => agenda.Count == 0 ? (Instant?)null : agenda.First().Key).Result;

    public Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation) =>
        Locked<IReadOnlyList<AgendaEntry>>(() => [.. agenda.TakeWhile(e => e.Key <= now).SelectMany(e => e.Value)]);

    public Task<IReadOnlyList<AgendaEntry>> OldestAsync(Instant until, int most, CancellationToken cancellation) =>
        Locked<IReadOnlyList<AgendaEntry>>(() => [.. agenda.TakeWhile(e => e.Key <= until).SelectMany(e => e.Value).Take(most)]);

    public Task<IReadOnlyList<AgendaEntry.OfItem>> FindLooksAsync(
        IReadOnlyCollection<AgendaEntry.OfItem> wanted, CancellationToken cancellation) =>
        Locked<IReadOnlyList<AgendaEntry.OfItem>>(() => [.. wanted.SelectMany(StandingAt).Distinct()]);

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) => Locked(() =>
    {
        foreach (var entry in entries)
        {
            if (!agenda.TryGetValue(entry.At, out var same))
                agenda[entry.At] = same = [];
            same.Add(entry);
        }
    });

    public Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) => Locked(() =>
    {
        foreach (var entry in entries)
        {
            if (agenda.TryGetValue(entry.At, out var same) && same.Remove(entry) && same.Count == 0)
                agenda.Remove(entry.At);
        }
    });

    private IEnumerable<AgendaEntry.OfItem> StandingAt(AgendaEntry.OfItem wanted)
    {
        var same = agenda.GetValueOrDefault(wanted.At, []);
        return same.Contains(wanted) ? [wanted] : same.OfType<AgendaEntry.OfItem>().Where(e => e.Item == wanted.Item);
    }
}

internal sealed class InMemoryPeople : InMemoryPort, IPeople
{
    /// <summary>Increases with every write.</summary>
    public long Version { get; private set; }

    private readonly Dictionary<string, Stored<Absence>> absences = [];
    private readonly Dictionary<string, HandedOver> handovers = [];
    private List<Contact> contacts = [];

    public Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation) => Locked<IReadOnlyList<Contact>>(() => contacts);

    public Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) =>
        Changed(() => this.contacts = [.. LastOfEach(contacts)]);

    public Task SaveContactsOfAsync(
        PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) => Changed(() =>
    {
        var place = this.contacts.FindIndex(c => c.Phone == number);
        var others = this.contacts.Where(c => c.Phone != number).ToList();
        others.InsertRange(place < 0 ? others.Count : place, LastOfEach(contacts));
        this.contacts = others;
    });

    public Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) => Changed(() =>
    {
        var all = this.contacts.ToList();
        foreach (var contact in contacts)
        {
            var place = all.FindIndex(c => c.Identity == contact.Identity);
            if (place < 0)
                all.Add(contact);
            else
                all[place] = contact;
        }
        this.contacts = all;
    });

    public Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation) => Locked<IReadOnlyList<Stored<Absence>>>(
        () => [.. absences.Values.OrderBy(a => a.Value.From).ThenBy(a => a.Value.Id, StringComparer.Ordinal)]);

    public Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation) =>
        Changed(() => absences.TryAdd(absence.Id, Tagged(absence)));

    public Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation) =>
        Changed(() => Replaced(absences, absence.Value.Id, absence) is not null);

    public Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation) =>
        Locked<IReadOnlyList<HandedOver>>(() => [.. handovers.Values.OrderBy(h => h.At).ThenBy(h => h.Id, StringComparer.Ordinal)]);

    public Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation) =>
        Changed(() => handovers.TryAdd(handover.Id, handover));

    private static IEnumerable<Contact> LastOfEach(IReadOnlyCollection<Contact> contacts) =>
        contacts.Reverse().DistinctBy(c => c.Identity).Reverse();

    private Task Changed(Action action) => Locked(() =>
    {
        Version++;
        action();
    });

    private Task<T> Changed<T>(Func<T> action) => Locked(() =>
    {
        Version++;
        return action();
    });
}

internal sealed class InMemoryBarriers(InMemoryPeople people) : InMemoryPort, IBarriers
{
    private readonly Dictionary<PhoneNumber, NumberFlag> flags = [];
    private SendingHalt? halt;
    private Restoration? restoration;

    public Task<SendBarriers> BarriersAsync(CancellationToken cancellation) =>
        Locked(() => new SendBarriers([.. flags.Values], halt)
        {
            Restoration = restoration,
            PeopleVersion = people.Version.ToString(CultureInfo.InvariantCulture),
        });

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) => Locked(() => flags.TryAdd(flag.Number, flag));

    public Task UnflagAsync(PhoneNumber number, CancellationToken cancellation) => Locked(() => flags.Remove(number));

    public Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation) => Locked(() => this.halt = halt);

    public Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation) =>
        Locked(() => this.restoration = restoration);
}

internal sealed class InMemoryReplies : InMemoryPort, IReplies
{
    private readonly Dictionary<PhoneNumber, Dictionary<string, ReplyRecord>> replies = [];

    public Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation) =>
        Locked(() => replies.GetValueOrDefault(from)?.GetValueOrDefault(id));

    public Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation) =>
        Locked<IReadOnlyList<ReplyRecord>>(
            () => replies.TryGetValue(from, out var known) ? [.. known.Values.Reverse().OrderByDescending(r => r.At).Take(most)] : []);

    public Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation) => Locked(() =>
    {
        if (!replies.TryGetValue(reply.From, out var known))
            replies[reply.From] = known = [];
        known.TryAdd(reply.Id, reply);
        return known[reply.Id];
    });
}

internal sealed class InMemoryWatch : InMemoryPort, IWatch
{
    private readonly Dictionary<string, DeadLetter> deadLetters = [];
    private Watch watch = new(null, null);

    public Task<Watch> WatchAsync(CancellationToken cancellation) => Locked(() => watch);

    public Task RecordScanAsync(ScanReport report, CancellationToken cancellation) =>
        Locked(() => watch = watch with { LastScan = report });

    public Task RecordAuditAsync(AuditReport report, CancellationToken cancellation) =>
        Locked(() => watch = watch with { LastAudit = report });

    public Task RecordBackupAsync(BackupReport report, CancellationToken cancellation) =>
        Locked(() => watch = watch with { LastBackup = report });

    public Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation) =>
        Locked(() => deadLetters.TryAdd(letter.MessageId, letter));

    public Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation) =>
        Locked<IReadOnlyList<DeadLetter>>(() => [.. deadLetters.Values.Where(l => l.At >= since).OrderBy(l => l.At)]);
}

internal sealed class InMemoryKeys : InMemoryPort, IKeys
{
    private readonly Dictionary<string, Stored<IssuedKey>> keys = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Stored<Session>> sessions = [];

    public Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation) =>
        Locked<IReadOnlyList<Stored<IssuedKey>>>(() => [.. keys.Values.OrderBy(k => k.Value.MadeAt)]);

    public Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation) => Locked(() => keys.TryAdd(key.Name, Tagged(key)));

    public Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation) =>
        Locked(() => Replaced(keys, key.Value.Name, key) is not null);

    public Task<IReadOnlyList<Session>> SessionsAsync(CancellationToken cancellation) =>
        Locked<IReadOnlyList<Session>>(() => [.. sessions.Values.Select(s => s.Value)]);

    public Task<Stored<Session>?> FindSessionAsync(string id, CancellationToken cancellation) =>
        Locked(() => sessions.GetValueOrDefault(id));

    public Task<bool> TryAddSessionAsync(Session session, CancellationToken cancellation) =>
        Locked(() => sessions.TryAdd(session.Id, Tagged(session)));

    public Task<bool> TrySaveSessionAsync(Stored<Session> session, CancellationToken cancellation) =>
        Locked(() => Replaced(sessions, session.Value.Id, session) is not null);

    public Task EndSessionsAsync(IReadOnlyCollection<string> ids, CancellationToken cancellation) => Locked(() =>
    {
        foreach (var id in ids)
            sessions.Remove(id);
    });
}
