namespace Reminders.Core.UseCases;

/// <summary>
/// Makes every use case from the ports, the schedule and the clock. A host holds one. <c>with</c> makes a copy with another port or clock.
/// </summary>
/// <param name="Ledger">Holds all state.</param>
/// <param name="Queue">Takes the messages of claimed notices.</param>
/// <param name="Sender">Sends SMS.</param>
/// <param name="Evidence">Holds the files of evidence.</param>
/// <param name="Schedule">The schedule with the policy in force.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="Zone">The TZDB id of the zone of new plans and absences.</param>
public sealed record UseCases(
    Ledger Ledger, INoticeQueue Queue, ISmsSender Sender, IEvidenceStore Evidence, Schedule Schedule, IClock Clock, string Zone)
{
    private ReadPeople? readPeople;

    // A copy with another ledger or clock must not use the reading of this one.
    public Ledger Ledger { get; init => (field, readPeople) = (value, null); } = Ledger;

    public IClock Clock { get; init => (field, readPeople) = (value, null); } = Clock;

    /// <summary>Whether the host has the scan switched off; the audit reports it.</summary>
    public bool ScanIsOff { get; init; }

    /// <summary>Whether the host takes scheduled backups; the audit reports an old one.</summary>
    public bool BacksUp { get; init; }

    /// <summary>How many items one audit looks at.</summary>
    public int ItemsPerAudit { get; init; } = 5000;

    /// <summary>All use cases share one, so that they share its readings.</summary>
    public ReadPeople ReadPeople => readPeople ??= new(Ledger, Clock);

    public ReadItems ReadItems => new(Ledger, ReadPeople);

    public ReadBoard ReadBoard => new(Ledger, ReadPeople, Schedule, Clock);

    public LoadPlan LoadPlan => new(Ledger, ReadPeople, UpdateContacts, RevisePlan, Schedule, Clock, Zone);

    public FollowLoad FollowLoad => new(Ledger);

    public ExportLedger ExportLedger => new(Ledger, ReadPeople);

    public ActOnItem ActOnItem => new(Ledger, ReadPeople, Schedule, Clock);

    public AttachEvidence AttachEvidence => new(Ledger, Evidence, ActOnItem, Clock);

    public UpdateContacts UpdateContacts => new(Ledger, ReadPeople, FollowPeople, ActOnItem, Clock);

    public HandOver HandOver => new(Ledger, ReadPeople, ActOnItem, UpdateContacts, FollowAbsences, Clock);

    public RecordAbsence RecordAbsence => new(Ledger, ReadPeople, FollowAbsences, Clock, Zone);

    public CancelAbsence CancelAbsence => new(Ledger, FollowAbsences, Clock);

    public FollowAbsences FollowAbsences => new(Ledger, ReadPeople, FollowPeople, Clock);

    public ScanDeadlines ScanDeadlines => new(Ledger, Queue, ReadPeople, FollowUpNotice, FollowAbsences, Schedule, Clock);

    public FollowUpNotice FollowUpNotice => new(Ledger, Sender, WriteNotice, Schedule);

    public SendNotices SendNotices => new(Ledger, Sender, ReadPeople, WriteNotice, FlagNumber, Schedule, Clock);

    public ResendNotice ResendNotice => new(Ledger, ReadPeople, WriteNotice, Schedule, Clock);

    public RecordReceipt RecordReceipt => new(Ledger, WriteNotice, FlagNumber, Schedule, Clock);

    public AskReceipts AskReceipts => new(Ledger, Sender, RecordReceipt);

    public AnswerReply AnswerReply => new(Ledger, ReadPeople, ActOnItem, FlagNumber, LiftFlag, Schedule, Clock);

    public FlagNumber FlagNumber => new(Ledger, ReadPeople);

    public LiftFlag LiftFlag => new(Ledger, ReadPeople, ActOnItem, Clock);

    public DrainDeadLetter DrainDeadLetter => new(Ledger, Clock);

    public AuditLedger AuditLedger => new(Ledger, AskReceipts, ReadPeople, Schedule, Clock, ScanIsOff, ItemsPerAudit, BacksUp);

    private RevisePlan RevisePlan => new(Ledger, ReadPeople, ActOnItem, Schedule, Clock);

    private WriteNotice WriteNotice => new(Ledger, Queue, Clock);

    private FollowPeople FollowPeople => new(Ledger, ReadPeople, ActOnItem);
}
