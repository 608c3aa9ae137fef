namespace Reminders.Core.Ports;

/// <summary>
/// Where all state is kept 台账. Every write is safe to repeat. Nothing spans two writes: callers order them so that a crash between any two
/// leaves what the next scan puts right. An infrastructure fault throws, and the write may or may not have happened.
/// </summary>
public interface ILedger
{
    /// <summary>All plans by number, those still being loaded among them.</summary>
    Task<IReadOnlyList<Plan>> PlansAsync(CancellationToken cancellation);

    /// <summary>Takes a plan's number. False when the number is taken already.</summary>
    Task<bool> TryAddPlanAsync(Plan plan, CancellationToken cancellation);

    /// <summary>Writes a plan over the one of the same number.</summary>
    Task SavePlanAsync(Plan plan, CancellationToken cancellation);

    /// <summary>Writes items of one plan that is not yet complete, with the first entry of their history (<see cref="HistoryEntry.Loaded"/>); items already there are left as they are.</summary>
    Task AddItemsAsync(IReadOnlyCollection<Item> items, Instant at, Actor by, CancellationToken cancellation);

    Task<Stored<Item>?> FindItemAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>
    /// Several items by code; those that are gone are missing. The requests grow with the codes and not with what else the ledger holds: at most
    /// one for each, and items of one plan share them.
    /// </summary>
    Task<IReadOnlyDictionary<ItemCode, Item>> FindItemsAsync(IReadOnlyCollection<ItemCode> codes, CancellationToken cancellation);

    /// <summary>The item with its history, oldest first, and its step records by due instant.</summary>
    Task<ItemFile?> FindItemFileAsync(ItemCode code, CancellationToken cancellation);

    /// <summary>The items of a plan by ordinal, or of all plans; as they are read, not a snapshot.</summary>
    IAsyncEnumerable<Item> ItemsAsync(int? plan, CancellationToken cancellation);

    /// <summary>
    /// Replaces an item and adds to its history, both or neither. False when somebody else has changed it since it was read.
    /// </summary>
    Task<bool> TrySaveItemAsync(Stored<Item> item, HistoryEntry entry, CancellationToken cancellation);

    /// <summary>All entries whose instant has come (<paramref name="now"/> included), oldest first. Reads nothing of later days.</summary>
    Task<IReadOnlyList<AgendaEntry>> DueAsync(Instant now, CancellationToken cancellation);

    /// <summary>Adds entries; one that is there already stays one.</summary>
    Task AddToAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);

    /// <summary>Removes entries; those that are gone are passed over.</summary>
    Task RemoveFromAgendaAsync(IReadOnlyCollection<AgendaEntry> entries, CancellationToken cancellation);

    /// <summary>Inserts notices whose ids are not taken and answers the ids that were inserted by this very call.</summary>
    Task<IReadOnlySet<string>> ClaimAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellation);

    Task<Stored<Notice>?> FindNoticeAsync(string id, CancellationToken cancellation);

    /// <summary>Replaces a notice and answers it with its new tag; null when somebody else has changed it since it was read.</summary>
    Task<Stored<Notice>?> TrySaveNoticeAsync(Stored<Notice> notice, CancellationToken cancellation);

    /// <summary>All notices whose slot is not before the instant, by id.</summary>
    Task<IReadOnlyList<Notice>> NoticesSinceAsync(Instant slotAt, CancellationToken cancellation);

    /// <summary>Writes what became of steps, over what was written before for the same step and recipient.</summary>
    Task RecordStepsAsync(IReadOnlyCollection<StepRecord> records, CancellationToken cancellation);

    Task<IReadOnlyList<Contact>> ContactsAsync(CancellationToken cancellation);

    /// <summary>
    /// Puts the whole directory in place of the one before. Of mentions of one identity the last counts; a crash
    /// may leave some of both, and repeating the call puts that right.
    /// </summary>
    Task SaveContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Puts these contacts in place of all that have the number, and leaves those of other numbers as they are, whoever changes them meanwhile. They take
    /// the place of the number's first contact, or come last. Of two calls for one number at once either counts, or some of both.
    /// </summary>
    Task SaveContactsOfAsync(PhoneNumber number, IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>
    /// Adds contacts, each in the place of one of its identity or after all others. It leaves the others as they are, whoever changes them
    /// meanwhile.
    /// </summary>
    Task AddContactsAsync(IReadOnlyCollection<Contact> contacts, CancellationToken cancellation);

    /// <summary>The handovers that were ever recorded, oldest first, in one read.</summary>
    Task<IReadOnlyList<HandedOver>> HandoversAsync(CancellationToken cancellation);

    /// <summary>Takes a handover's id. False when the id is taken already.</summary>
    Task<bool> TryAddHandoverAsync(HandedOver handover, CancellationToken cancellation);

    /// <summary>The absences that were ever recorded, by their first day and then by id, in one read.</summary>
    Task<IReadOnlyList<Stored<Absence>>> AbsencesAsync(CancellationToken cancellation);

    /// <summary>Takes an absence's id. False when the id is taken already.</summary>
    Task<bool> TryAddAbsenceAsync(Absence absence, CancellationToken cancellation);

    /// <summary>Replaces an absence. False when somebody else has changed it since it was read.</summary>
    Task<bool> TrySaveAbsenceAsync(Stored<Absence> absence, CancellationToken cancellation);

    /// <summary>The flagged numbers, the halt and the restoration, in one read.</summary>
    Task<SendBarriers> BarriersAsync(CancellationToken cancellation);

    /// <summary>Flags a number; the first flag of a number stays.</summary>
    Task FlagAsync(NumberFlag flag, CancellationToken cancellation);

    /// <summary>Takes a number's flag away; a number without one is passed over.</summary>
    Task UnflagAsync(PhoneNumber number, CancellationToken cancellation);

    /// <summary>Writes a halt over the one before; null lifts it.</summary>
    Task SaveHaltAsync(SendingHalt? halt, CancellationToken cancellation);

    /// <summary>Writes a restoration over the one before; null lets messages go out.</summary>
    Task SaveRestorationAsync(Restoration? restoration, CancellationToken cancellation);

    /// <summary>Notices that nobody has settled yet (<see cref="NoticeLife.IsSettled"/>), of any age, by id.</summary>
    Task<IReadOnlyList<Notice>> UnsettledNoticesAsync(CancellationToken cancellation);

    /// <summary>
    /// The items of a plan from an ordinal on, in order, each with its step records and without its history; as they are read, not a snapshot.
    /// Whoever stops early has not read the rest.
    /// </summary>
    IAsyncEnumerable<ItemFile> ItemFilesAsync(int plan, int from, CancellationToken cancellation);

    /// <summary>
    /// The histories of all items of a plan: by code, each oldest first; as they are read, not a snapshot. An entry that was written before the reading
    /// began is among them.
    /// </summary>
    IAsyncEnumerable<HistoryEntry> HistoryAsync(int plan, CancellationToken cancellation);

    /// <summary>The whole agenda by instant, what is to come included. An entry that is there from the beginning to the end of the reading is among them.</summary>
    IAsyncEnumerable<AgendaEntry> AgendaAsync(CancellationToken cancellation);

    /// <summary>Keeps a dead letter; the same one again stays one.</summary>
    Task AddDeadLetterAsync(DeadLetter letter, CancellationToken cancellation);

    /// <summary>The dead letters since the instant, oldest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersSinceAsync(Instant since, CancellationToken cancellation);

    /// <summary>What came of the reply of that id from that number; null when there was none.</summary>
    Task<ReplyRecord?> FindReplyAsync(PhoneNumber from, string id, CancellationToken cancellation);

    /// <summary>The last replies that came from a number, newest first, so many at most. Reads no others, however many there are.</summary>
    Task<IReadOnlyList<ReplyRecord>> LastRepliesAsync(PhoneNumber from, int most, CancellationToken cancellation);

    /// <summary>Keeps a reply and answers the record that is kept: the first of an id from a number stays.</summary>
    Task<ReplyRecord> SaveReplyAsync(ReplyRecord reply, CancellationToken cancellation);

    /// <summary>What the scan, the audit and the scheduled backup last came to.</summary>
    Task<Watch> WatchAsync(CancellationToken cancellation);

    /// <summary>Writes the last scan over the one before.</summary>
    Task RecordScanAsync(ScanReport report, CancellationToken cancellation);

    /// <summary>Writes the last audit over the one before.</summary>
    Task RecordAuditAsync(AuditReport report, CancellationToken cancellation);

    /// <summary>Writes the last scheduled backup over the one before.</summary>
    Task RecordBackupAsync(BackupReport report, CancellationToken cancellation);

    /// <summary>The keys that were ever made here, the revoked ones among them, in the order in which they were made.</summary>
    Task<IReadOnlyList<Stored<IssuedKey>>> KeysAsync(CancellationToken cancellation);

    /// <summary>Takes a key's name. False when the name is taken already, in whatever letter case.</summary>
    Task<bool> TryAddKeyAsync(IssuedKey key, CancellationToken cancellation);

    /// <summary>Replaces a key. False when somebody else has changed it since it was read.</summary>
    Task<bool> TrySaveKeyAsync(Stored<IssuedKey> key, CancellationToken cancellation);
}
