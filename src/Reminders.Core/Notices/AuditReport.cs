namespace Reminders.Core.Notices;

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
