namespace Reminders.Core.Notices;

/// <summary>Why an item needs nobody to think of it: its step will come, somebody has to complete it, nobody it is to reach can be reached and others know that, or it is at its end.</summary>
public enum ItemStanding
{
    Scheduled,
    Waiting,
    Flagged,
    Ended,
}

/// <summary>How one item stands, and if something is wrong with it, what, since which step, and the entry that puts it right.</summary>
public sealed record ItemFinding(
    ItemStanding Standing, AuditProblem? Problem = null, UnaccountedStep? Step = null, AgendaEntry? Repair = null);

/// <summary>Promise 1 for one item. Pure.</summary>
public sealed class ItemAudit(Schedule schedule)
{
    /// <summary>How late the scan may be with a due step before the audit calls the step unaccounted.</summary>
    public static Duration Patience { get; } = Duration.FromHours(1);

    /// <param name="file">The item with its step records.</param>
    /// <param name="zone">Its plan's zone.</param>
    /// <param name="entries">All of its entries on the agenda.</param>
    /// <param name="barriers">The numbers that fail.</param>
    /// <param name="now">The moment of the audit.</param>
    public ItemFinding Audit(
        ItemFile file, DateTimeZone zone, IReadOnlyList<AgendaEntry.OfItem> entries, SendBarriers barriers, Instant now)
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
        var current = entries.Where(e => e.Version >= item.Version).ToList();
        if (current.Count == 0)
        {
            return new(
                standing,
                new(
                    AuditCodes.ItemUnwatched,
                    $"Item {item.Code}, {ItemWords.Of(item.State)}, did not stand on the agenda; the next scan looks at it.",
                    Repaired: true),
                Repair: AgendaEntry.ForItem(item, now, since));
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
    /// The earliest step, due for some time, of which the ledger cannot say what became of it: each role's latest towards every recipient, and
    /// those before it towards anybody, since its recipients may have been others then. Supervisors, whom an item may have
    /// had or not, miss none of those. What has just become due makes the one before it such an earlier one. A step that waits must have its next look on the agenda.
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

    /// <summary>What happened to the item, or that a person of it cannot be reached, and no record says that anybody is told.</summary>
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
        record.Outcome != StepOutcome.Waiting || current.Any(e => e.Since <= record.DueAt);
}

/// <summary>What does not hold, by a stable code and in words for people without numbers; <see cref="Repaired"/> says that the audit has put it right.</summary>
public sealed record AuditProblem(string Code, string Message, bool Repaired = false);

/// <summary>A due step that is not accounted for.</summary>
public sealed record UnaccountedStep(ItemCode Item, string Step, Instant DueAt);

/// <summary>
/// What an audit found. The ledger is gone through in rounds, a part at a time; the counts are those of the round that began at
/// <see cref="RoundBeganAt"/>, over once <see cref="Next"/> is null.
/// </summary>
public sealed record AuditReport(Instant At)
{
    /// <summary>What does not hold now, and what did not hold for items of this round, repaired or not.</summary>
    public ImmutableArray<AuditProblem> Problems { get; init; } = [];

    /// <summary>Problems beyond those that are listed.</summary>
    public int MoreProblems { get; init; }

    /// <summary>Items that stand on the agenda: open ones, those that wait for their verifier, closed ones that are to be looked at again.</summary>
    public int Scheduled { get; init; }

    /// <summary>Drafts, which wait for what is missing.</summary>
    public int Waiting { get; init; }

    /// <summary>Open items whose every person has a number that fails, of which their leaders are told; items to be verified whose every leader has one, which the board shows.</summary>
    public int Flagged { get; init; }

    /// <summary>The due step that has been unaccounted for the longest; null when there is none.</summary>
    public UnaccountedStep? Oldest { get; init; }

    public Instant RoundBeganAt { get; init; }

    /// <summary>When the whole ledger had been gone through last; null before the first time.</summary>
    public Instant? RoundEndedAt { get; init; }

    /// <summary>The item with which the next audit goes on; null to begin a new round.</summary>
    public ItemCode? Next { get; init; }

    /// <summary>Whether everything holds, as far as it was looked at.</summary>
    public bool Holds => Problems.IsEmpty && MoreProblems == 0;

    /// <summary>The report with one problem more; a long list is cut.</summary>
    public AuditReport With(AuditProblem problem) =>
        Problems.Length < 50 ? this with { Problems = Problems.Add(problem) } : this with { MoreProblems = MoreProblems + 1 };
}

/// <summary>A scheduled backup that came to its end: when its reading began, and how many rows it holds.</summary>
public sealed record BackupReport(Instant At, long Rows);

/// <summary>What the scan, the audit and the scheduled backup last came to; null before the first.</summary>
public sealed record Watch(ScanReport? LastScan, AuditReport? LastAudit, BackupReport? LastBackup = null);

/// <summary>The codes of problems. They are a contract.</summary>
public static class AuditCodes
{
    public const string ScanStopped = "scan-stopped";
    public const string ScanSwitchedOff = "scan-switched-off";
    public const string ScanBehind = "scan-behind";
    public const string AuditStopped = "audit-stopped";
    public const string SendingHalted = "sending-halted";
    public const string SendingHeld = "sending-held";
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

    /// <summary>Problems that can be told at any moment without an audit.</summary>
    public static bool IsLive(string code) => code is ScanStopped or ScanSwitchedOff or SendingHalted or SendingHeld;

    /// <summary>Problems of items, which stand until the round in which they were found is over.</summary>
    public static bool IsOfItem(string code) => code is ItemUnwatched or StepUnaccounted or PeopleOutdated;
}

/// <summary>What a scan did, in numbers.</summary>
/// <param name="At">The moment of which it asked what is due.</param>
/// <param name="Entries">Entries of the agenda that were due.</param>
/// <param name="Items">Items looked at.</param>
/// <param name="Notices">Notices claimed.</param>
/// <param name="Faults">Notices that could not be followed up, and absences that could not be carried.</param>
public sealed record ScanReport(Instant At, int Entries, int Items, int Notices, int Faults = 0);
