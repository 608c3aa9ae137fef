namespace Reminders.Core.Notices;

/// <summary>
/// The reason why an item is in order: its next step is on the agenda; a draft waits for the office; none of its recipients can be reached
/// and others know that; it has ended.
/// </summary>
public enum ItemStanding
{
    Scheduled,
    Waiting,
    Flagged,
    Ended,
}

/// <summary>The result for one item: its standing, and the problem, the step and the repairing agenda entry if there is one.</summary>
public sealed record AuditedItem(
    ItemStanding Standing, AuditProblem? Problem = null, UnaccountedStep? Step = null, AgendaEntry? Repair = null);

/// <summary>
/// Checks promise 1 for one item. Pure. The agenda is not searched for the item: it is known where the item must stand, and an entry
/// anywhere else would come too late for its next step.
/// </summary>
public sealed class ItemAudit(Schedule schedule)
{
    /// <summary>How late the scan may be before the audit reports a due step as unaccounted: four runs of its timer.</summary>
    public static Duration Patience { get; } = Duration.FromHours(1);

    /// <summary>
    /// Which steps are decided again when another schedule moves an item. All earlier ones have records. One that the schedule moves may
    /// have been told under its old date, so the scan reads the notices since then.
    /// </summary>
    private static readonly Duration SettlesBack = Duration.FromDays(30);

    /// <summary>
    /// The entries that the item has on the agenda after an instant: one at its next step, unless it has a due one, and one at each slot
    /// for which a step of a role waits.
    /// </summary>
    public IEnumerable<AgendaEntry.OfItem> PlacesAfter(Instant instant, ItemFile file, DateTimeZone zone)
    {
        var item = file.Item;
        if (item.IsAtItsEnd || item.OccasionIn(zone) is not { } occasion)
            return [];
        var next = schedule.NextAfter(instant, occasion, zone);
        var waits =
            from record in file.Steps
            where record.Outcome == StepOutcome.Waiting && record.Until > instant
            group record.DueAt by (Until: record.Until!.Value, record.Step.Role) into wait
            select AgendaEntry.ForItem(item, wait.Key.Until, wait.Min()) with { Role = wait.Key.Role };
        return waits.Prepend(AgendaEntry.ForItem(item, next, next));
    }

    /// <param name="file">The item with its step records.</param>
    /// <param name="zone">The zone of its plan.</param>
    /// <param name="entries">Its agenda entries that are due, and those at its places.</param>
    /// <param name="barriers">The failing numbers.</param>
    /// <param name="now">The instant of the audit.</param>
    /// <param name="settles">Whether the item may stand where the steps of another schedule were.</param>
    public AuditedItem Audit(
        ItemFile file, DateTimeZone zone, IReadOnlyList<AgendaEntry.OfItem> entries, SendBarriers barriers, Instant now, bool settles)
    {
        var item = file.Item;
        if (item.IsAtItsEnd)
            return new(ItemStanding.Ended);
        if (item.OccasionIn(zone) is not { } occasion)
            return new(ItemStanding.Waiting);
        var reached = occasion.Kind == OccasionKind.Deadline ? Role.Person : Role.Leader;
        var standing = item.Recipients(reached).All(p => barriers.FlagOf(p.Phone!.Value) is not null)
            ? ItemStanding.Flagged
            : ItemStanding.Scheduled;
        var since = schedule.FirstLook(occasion, zone).Since;
        var lookFrom = settles
            ? schedule.FirstLook(occasion with { Since = Instant.Max(occasion.Since, now - SettlesBack) }, zone).Since
            : since;
        var current = entries.Where(e => e.Version >= item.Version).ToList();
        if (current.All(e => e.Role is not null))
        {
            return new(
                standing,
                new(
                    AuditCodes.ItemUnwatched,
                    $"Item {item.Code}, {ItemWords.Of(item.State)}, did not stand on the agenda; the next scan looks at it.",
                    Repaired: true),
                Repair: AgendaEntry.ForItem(item, now, lookFrom));
        }
        // A due entry accounts for its steps until the scan is late.
        if (entries.Any(e => e.At <= now && e.At > now - Patience))
            return new(standing);
        var missed = Unaccounted(file, occasion, zone, current, since, now) ?? Untold(file, occasion, barriers, since, now - Patience);
        if (missed is not { } step)
            return new(standing);
        return new(
            standing,
            new(
                AuditCodes.StepUnaccounted,
                $"Step {step.Step} of item {item.Code}, due {step.DueAt}, is not accounted for; the next scan looks at it.",
                Repaired: true),
            step,
            AgendaEntry.ForItem(item, now, step.DueAt));
    }

    /// <summary>
    /// The earliest step that is due and has no account. The latest step of each role needs a record for every recipient; an earlier step
    /// needs one for any recipient, because the recipients may have been others. Earlier steps of supervisors are skipped, because the item
    /// may have had none. A step that just became due makes its predecessor an earlier step. A waiting step needs an entry on the agenda.
    /// </summary>
    private UnaccountedStep? Unaccounted(
        ItemFile file, Occasion occasion, DateTimeZone zone, List<AgendaEntry.OfItem> current, Instant since, Instant now)
    {
        var item = file.Item;
        var records = file.Steps.Where(r => r.Step.DeadlineVersion == occasion.Version).ToList();
        var missing =
            from role in Enum.GetValues<Role>()
            where item.Recipients(role).Any()
            let owed = schedule.Owed(role, occasion, zone, since, now - Patience)
            let newest = schedule.Owed(role, occasion, zone, since, now).Latest
            from step in owed.Latest is { } latest ? owed.Passed.Append(latest) : owed.Passed
            where role != Role.Supervisor || step == newest
            let told = records.Where(r => r.Step.Name == step.Name && r.Step.Role == role).ToList()
            where told.Count == 0
                || (step == newest && item.Recipients(role).Any(p => !told.Any(r => r.To == p.Phone && IsAccounted(r, current))))
            orderby step.At
            select new UnaccountedStep(item.Code, step.Name.ToString(), step.At);
        return missing.FirstOrDefault();
    }

    /// <summary>The first news or unreachable person without a record of telling anybody.</summary>
    private static UnaccountedStep? Untold(ItemFile file, Occasion occasion, SendBarriers barriers, Instant since, Instant dueBy)
    {
        var news =
            from happened in file.Item.News
            where happened.At <= dueBy && !file.Steps.Any(r => r.Step.Name == happened.StepName)
            select new UnaccountedStep(file.Item.Code, happened.StepName.ToString(), happened.At);
        var unreachable =
            from person in occasion.Kind == OccasionKind.Deadline ? file.Item.Recipients(Role.Person) : []
            let flag = barriers.FlagOf(person.Phone!.Value)
            where flag is not null && Instant.Max(flag.At, since) <= dueBy && !file.Steps.Any(r => r.Step.Name.IsUnreachable(flag.Number))
            select new UnaccountedStep(file.Item.Code, "unreachable", Instant.Max(flag.At, since));
        return news.Concat(unreachable).FirstOrDefault();
    }

    private static bool IsAccounted(StepRecord record, List<AgendaEntry.OfItem> current) =>
        record.Outcome != StepOutcome.Waiting || current.Any(e => e.Since <= record.DueAt && e.Covers(record.Step.Role));
}

/// <summary>
/// A violated expectation, with a stable code and a message without phone numbers. <see cref="Repaired"/> says that the audit repaired it.
/// </summary>
public sealed record AuditProblem(string Code, Wording Words, bool Repaired = false) : IWorded
{
    public string Message => Words.English;
}

/// <summary>A due step without an account.</summary>
public sealed record UnaccountedStep(ItemCode Item, string Step, Instant DueAt);

/// <summary>
/// The result of an audit. Audits read the ledger in rounds, a part at a time; the counts are those of the round that began at
/// <see cref="RoundBeganAt"/>, which is complete when <see cref="Next"/> is null.
/// </summary>
public sealed record AuditReport(Instant At)
{
    /// <summary>The present problems, and those of items of this round, repaired or not.</summary>
    public ImmutableArray<AuditProblem> Problems { get; init; } = [];

    /// <summary>The number of further problems.</summary>
    public int MoreProblems { get; init; }

    /// <summary>Items with an agenda entry: open, reported, or closed with a planned look-back.</summary>
    public int Scheduled { get; init; }

    /// <summary>Drafts, which wait for missing data.</summary>
    public int Waiting { get; init; }

    /// <summary>
    /// Open items whose persons all have failing numbers, of which their leaders are told; reported items whose leaders all have failing
    /// numbers, which the board shows.
    /// </summary>
    public int Flagged { get; init; }

    /// <summary>The step that has been unaccounted for the longest time; null for none.</summary>
    public UnaccountedStep? Oldest { get; init; }

    public Instant RoundBeganAt { get; init; }

    /// <summary>The end of the last complete round; null before the first.</summary>
    public Instant? RoundEndedAt { get; init; }

    /// <summary>The first item of the next audit; null to start a new round.</summary>
    public ItemCode? Next { get; init; }

    /// <summary>The <see cref="Time.Schedule.Fingerprint"/> of this round.</summary>
    public string? Schedule { get; init; }

    /// <summary>
    /// Whether this is the first round with another schedule. It has the scan look at items whose places or past steps are others now, and
    /// does not call that a problem.
    /// </summary>
    public bool Settles { get; init; }

    /// <summary>Whether no problem was found so far.</summary>
    public bool Holds => Problems.IsEmpty && MoreProblems == 0;

    /// <summary>Adds a problem; a long list is cut.</summary>
    public AuditReport With(AuditProblem problem) =>
        Problems.Length < 50 ? this with { Problems = Problems.Add(problem) } : this with { MoreProblems = MoreProblems + 1 };
}

/// <summary>A completed scheduled backup: the start of its reading and its number of rows.</summary>
public sealed record BackupReport(Instant At, long Rows);

/// <summary>The last reports of the scan, the audit and the scheduled backup; null before the first.</summary>
public sealed record Watch(ScanReport? LastScan, AuditReport? LastAudit, BackupReport? LastBackup = null);

/// <summary>The codes of problems, a contract.</summary>
public static class AuditCodes
{
    public const string ScanStopped = "scan-stopped";
    public const string ScanSwitchedOff = "scan-switched-off";
    public const string ScanBehind = "scan-behind";
    public const string AuditStopped = "audit-stopped";
    public const string SendingHalted = "sending-halted";
    public const string SendingHeld = "sending-held";
    public const string LedgerMoved = "ledger-moved";
    public const string BackupOld = "backup-old";
    public const string ProviderSettings = "provider-settings";
    public const string ProviderCodeUnlisted = "provider-code-unlisted";
    public const string SendingFails = "sending-fails";
    public const string ReceiptsUnknown = "receipts-unknown";
    public const string DeadLetters = "dead-letters";
    public const string NoticeStuck = "notice-stuck";
    public const string PlanUnfinished = "plan-unfinished";
    public const string ItemUnwatched = "item-unwatched";
    public const string StepUnaccounted = "step-unaccounted";
    public const string PeopleOutdated = "people-outdated";

    /// <summary>Problems that are found without an audit, at any moment.</summary>
    public static bool IsLive(string code) => code is ScanStopped or ScanSwitchedOff or SendingHalted or SendingHeld or LedgerMoved;

    /// <summary>Problems of items, which stand until their round is complete.</summary>
    public static bool IsOfItem(string code) => code is ItemUnwatched or StepUnaccounted or PeopleOutdated;
}

/// <summary>The counts of a scan.</summary>
/// <param name="At">The instant up to which entries were due.</param>
/// <param name="Entries">Due agenda entries.</param>
/// <param name="Items">Items decided.</param>
/// <param name="Notices">Notices claimed.</param>
/// <param name="Faults">Notices whose follow-up failed, and absences that could not be applied.</param>
public sealed record ScanReport(Instant At, int Entries, int Items, int Notices, int Faults = 0);
