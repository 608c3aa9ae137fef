namespace Reminders.Core.UseCases;

/// <summary>
/// The one composition: every use case, made from the ports, the schedule and the clock. A host holds one. <c>with</c> makes the same use
/// cases over another port or clock.
/// </summary>
/// <param name="Ledger">Where all state is.</param>
/// <param name="Queue">Takes the notices that are to be sent.</param>
/// <param name="Sender">Sends them.</param>
/// <param name="Evidence">Where the files of evidence are.</param>
/// <param name="Schedule">The schedule with the policy in force.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="Zone">The TZDB id of the zone of plans and absences that are entered.</param>
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

    /// <summary>Shared by all use cases, so that a reading of the directory serves many.</summary>
    public ReadPeople ReadPeople => readPeople ??= new(Ledger, Clock);

    public ReadItems ReadItems => new(Ledger, ReadPeople);

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

    public FollowUpNotice FollowUpNotice => new(Ledger, Queue, Sender, Schedule, Clock);

    public SendNotice SendNotice => new(Ledger, Queue, Sender, ReadPeople, FlagNumber, Schedule, Clock);

    public ResendNotice ResendNotice => new(Ledger, Queue, ReadPeople, Schedule, Clock);

    public RecordReceipt RecordReceipt => new(Ledger, Queue, FlagNumber, Schedule, Clock);

    public AskReceipts AskReceipts => new(Ledger, Sender, RecordReceipt);

    public AnswerReply AnswerReply => new(Ledger, ReadPeople, ActOnItem, FlagNumber, LiftFlag, Schedule, Clock);

    public FlagNumber FlagNumber => new(Ledger, ReadPeople);

    public LiftFlag LiftFlag => new(Ledger, ReadPeople, ActOnItem, Clock);

    public DrainDeadLetter DrainDeadLetter => new(Ledger, Clock);

    public AuditLedger AuditLedger => new(Ledger, AskReceipts, ReadPeople, Schedule, Clock, ScanIsOff, ItemsPerAudit, BacksUp);

    private RevisePlan RevisePlan => new(Ledger, ReadPeople, ActOnItem, Schedule, Clock);

    private FollowPeople FollowPeople => new(Ledger, ReadPeople, ActOnItem);
}
