namespace Reminders.Core.UseCases;

/// <summary>
/// The one composition: every use case, made from the ports, the schedule and the clock. A host holds one. <c>with</c> makes the same use cases over
/// another port or clock.
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
    /// <summary>Whether the host has the scan switched off; the audit reports it.</summary>
    public bool ScanIsOff { get; init; }

    /// <summary>Whether the host takes scheduled backups; the audit reports an old one.</summary>
    public bool BacksUp { get; init; }

    /// <summary>How many items one audit looks at.</summary>
    public int ItemsPerAudit { get; init; } = 5000;

    public LoadPlan LoadPlan => new(Ledger, UpdateContacts, RevisePlan, SettlePeople, Schedule, Clock, Zone);

    public FollowLoad FollowLoad => new(Ledger);

    public ExportLedger ExportLedger => new(Ledger);

    public ActOnItem ActOnItem => new(Ledger, Schedule, Clock);

    public AttachEvidence AttachEvidence => new(Ledger, Evidence, ActOnItem, Clock);

    public UpdateContacts UpdateContacts => new(Ledger, ActOnItem, Clock);

    public HandOver HandOver => new(Ledger, ActOnItem, UpdateContacts, CarryAbsences, Clock);

    public RecordAbsence RecordAbsence => new(Ledger, CarryAbsences, Clock, Zone);

    public CancelAbsence CancelAbsence => new(Ledger, CarryAbsences, Clock);

    public CarryAbsences CarryAbsences => new(Ledger, ActOnItem, Clock);

    public ScanDeadlines ScanDeadlines => new(Ledger, Queue, FollowUpNotice, CarryAbsences, Schedule, Clock);

    public FollowUpNotice FollowUpNotice => new(Ledger, Queue, Sender, Schedule, Clock);

    public SendNotice SendNotice => new(Ledger, Queue, Sender, FlagNumber, Schedule, Clock);

    public ResendNotice ResendNotice => new(Ledger, Queue, Schedule, Clock);

    public RecordReceipt RecordReceipt => new(Ledger, Queue, FlagNumber, Schedule, Clock);

    public AskReceipts AskReceipts => new(Ledger, Sender, RecordReceipt);

    public AnswerReply AnswerReply => new(Ledger, ActOnItem, FlagNumber, LiftFlag, Schedule, Clock);

    public FlagNumber FlagNumber => new(Ledger);

    public LiftFlag LiftFlag => new(Ledger, ActOnItem, UpdateContacts, Clock);

    public DrainDeadLetter DrainDeadLetter => new(Ledger, Clock);

    public AuditLedger AuditLedger => new(Ledger, AskReceipts, ActOnItem, Schedule, Clock, ScanIsOff, ItemsPerAudit, BacksUp);

    private RevisePlan RevisePlan => new(Ledger, ActOnItem, Schedule, Clock);

    private SettlePeople SettlePeople => new(Ledger, ActOnItem, Clock);
}
