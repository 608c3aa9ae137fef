using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace Reminders.Tables;

/// <summary>
/// The ledger in four tables of Azure Table Storage, or of Azurite. Keys are chosen so that whatever a scan asks is a point or a range:
/// its requests grow with what is due, not with what the ledger holds.
/// </summary>
public sealed class TableLedger : ILedger
{
    private readonly LedgerTables tables;
    private readonly DirectoryRows directory;
    private readonly TaggedRows<IssuedKey> keys;
    private readonly TaggedRows<Absence> absences;
    private readonly TaggedRows<HandedOver> handovers;
    private readonly ItemRows items;
    private readonly AgendaRows agenda;
    private readonly NoticeRows notices;
    private readonly ReplyRows replies;

    private TableLedger(LedgerTables tables)
    {
        this.tables = tables;
        var few = tables.Directory;
        (directory, replies) = (new(few), new(few));
        // In small letters, so that no other spelling of a key's name is free.
        keys = new(few, "keys", k => Keys.Safe(k.Name.ToLowerInvariant()));
        absences = new(few, "absences", a => Keys.Safe(a.Id));
        handovers = new(few, "handovers", h => Keys.Safe(h.Id));
        items = new(tables.Items);
        agenda = new(tables.Agenda);
        notices = new(tables.Notices);
    }

    /// <summary>Opens the ledger without a request. Its tables must be there before it is used.</summary>
    /// <param name="service">The account. Its retries are welcome: every write can tell its own repetition from a rival's.</param>
    /// <param name="prefix">What the names of this ledger's tables begin with, where several share an account; letters and digits.</param>
    public static TableLedger Open(TableServiceClient service, string prefix = "") => new(LedgerTables.Of(service, prefix));

    /// <summary>Opens the ledger and creates its tables where they are missing.</summary>
    /// <exception cref="InputRefusedException">A backup was restored into it in part: rows are missing.</exception>
    public static async Task<TableLedger> CreateAsync(TableServiceClient service, CancellationToken cancellation, string prefix = "")
    {
        var ledger = Open(service, prefix);
        await ledger.CreateTablesAsync(cancellation);
        if ((await ledger.BarriersAsync(cancellation)).Restoration is { IsComplete: false } part)
        {
            throw new InputRefusedException(
                "restore-unfinished", $"The ledger holds a part of the backup of {part.BackupAt}; finish it with reminders restore and the same file.");
        }
        return ledger;
    }

    /// <summary>Creates the tables that are missing; it can be repeated.</summary>
    public Task CreateTablesAsync(CancellationToken cancellation) => tables.CreateAsync(cancellation);

    public Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation) => directory.PlansAsync(cancellation);

    public Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation) => directory.TryAddPlanAsync(plan, cancellation);

    public Task SavePlanAsync(Plan plan, CancellationToken cancellation) => directory.SavePlanAsync(plan, cancellation);

    public Task AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation) =>
        this.items.AddAsync(items, at, by, cancellation);

    public Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation) => items.FindAsync(code, cancellation);

    public Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation) =>
        items.FindAsync(codes, cancellation);

    public Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation) => items.FindFileAsync(code, cancellation);

    /// <remarks>All plans are read plan by plan: one range over the whole table would pass through every item's file.</remarks>
    public async IAsyncEnumerable<Item> ItemsAsync(int? plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var plans = plan is { } one ? [one] : (await PlansAsync(cancellation)).Select(p => p.Number);
        foreach (var number in plans)
        {
            await foreach (var item in items.AllAsync(number, cancellation))
                yield return item;
        }
    }

    public Task<bool> TrySaveItemAsync(Stored<Item> item, HistoryEntry entry, CancellationToken cancellation) =>
        items.TrySaveAsync(item, entry, cancellation);

    public Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation) => agenda.DueAsync(now, cancellation);

    public Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        agenda.AddAsync(entries, cancellation);

    public Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation) =>
        agenda.RemoveAsync(entries, cancellation);

    public Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation) =>
        this.notices.ClaimAsync(notices, cancellation);

    public Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation) => notices.FindAsync(id, cancellation);

    public Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation) => notices.TrySaveAsync(notice, cancellation);

    public Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation) =>
        notices.SinceAsync(slotAt, cancellation);

    public Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation) =>
        items.RecordStepsAsync(records, cancellation);

    public Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation) => directory.ContactsAsync(cancellation);

    public Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) =>
        WritePeopleAsync(() => directory.SaveContactsAsync(contacts, cancellation), cancellation);

    public Task SaveContactsOfAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) =>
        WritePeopleAsync(() => directory.SaveContactsOfAsync(number, contacts, cancellation), cancellation);

    public Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation) =>
        WritePeopleAsync(() => directory.AddContactsAsync(contacts, cancellation), cancellation);

    public async Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation) =>
        [.. (await handovers.AllAsync(cancellation)).Select(h => h.Value).OrderBy(h => h.At).ThenBy(h => h.Id, StringComparer.Ordinal)];

    public Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation) =>
        directory.WritePeopleAsync(() => handovers.TryAddAsync(handover, cancellation), cancellation);

    public async Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation) =>
        [.. (await absences.AllAsync(cancellation)).OrderBy(a => a.Value.From).ThenBy(a => a.Value.Id, StringComparer.Ordinal)];

    public Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation) =>
        directory.WritePeopleAsync(() => absences.TryAddAsync(absence, cancellation), cancellation);

    public Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation) =>
        directory.WritePeopleAsync(() => absences.TrySaveAsync(absence, cancellation), cancellation);

    public Task<SendBarriers> BarriersAsync(CancellationToken cancellation) => directory.BarriersAsync(cancellation);

    public Task FlagAsync(NumberFlag flag, CancellationToken cancellation) => directory.FlagAsync(flag, cancellation);

    public Task UnflagAsync(PhoneNumber number, CancellationToken cancellation) => directory.UnflagAsync(number, cancellation);

    public Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation) => directory.SaveHaltAsync(halt, cancellation);

    public Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation) =>
        directory.SaveRestorationAsync(restoration, cancellation);

    public Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation) => notices.UnsettledAsync(cancellation);

    public IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, CancellationToken cancellation) => items.FilesAsync(plan, from, cancellation);

    public IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation) => items.HistoryAsync(plan, cancellation);

    public IAsyncEnumerable<AgendaEntry> AgendaAsync(CancellationToken cancellation) => agenda.AllAsync(cancellation);

    public Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation) => directory.AddDeadLetterAsync(letter, cancellation);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation) =>
        directory.DeadLettersSinceAsync(since, cancellation);

    public Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation) => replies.FindAsync(from, id, cancellation);

    public Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation) =>
        replies.LastAsync(from, most, cancellation);

    public Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation) => replies.SaveAsync(reply, cancellation);

    public Task<Watch> WatchAsync(CancellationToken cancellation) => directory.WatchAsync(cancellation);

    public Task RecordScanAsync(ScanReport report, CancellationToken cancellation) => directory.SaveWatchAsync(report, cancellation);

    public Task RecordAuditAsync(AuditReport report, CancellationToken cancellation) => directory.SaveWatchAsync(report, cancellation);

    public Task RecordBackupAsync(BackupReport report, CancellationToken cancellation) => directory.SaveWatchAsync(report, cancellation);

    public async Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation) =>
        [.. (await keys.AllAsync(cancellation)).OrderBy(k => k.Value.MadeAt)];

    public Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation) => keys.TryAddAsync(key, cancellation);

    public Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation) => keys.TrySaveAsync(key, cancellation);

    private Task WritePeopleAsync(Func<Task> write, CancellationToken cancellation) => directory.WritePeopleAsync(
        async () =>
        {
            await write();
            return true;
        },
        cancellation);
}
