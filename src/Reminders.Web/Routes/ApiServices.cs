using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Routes;

/// <summary>One SMS that a rehearsal would send, at that local moment.</summary>
public sealed record RehearsedNotice(OffsetDateTime At, Notice Notice, string Text);

/// <summary>
/// Plays a loaded plan from an instant to the end of a day; null for two weeks after its last deadline. Nothing is sent or stored.
/// </summary>
public delegate IAsyncEnumerable<RehearsedNotice> PlayPlan(Plan plan, Instant now, LocalDate? to, CancellationToken cancellation);

/// <summary>Where SMS go.</summary>
public enum SmsWay
{
    /// <summary>Into a file or a list: no phone is called.</summary>
    Outbox,

    /// <summary>Through Twilio, to the numbers of a trial alone.</summary>
    TwilioTrial,

    /// <summary>Through Twilio.</summary>
    Twilio,
}

/// <summary>All that the answers need, made once by the host.</summary>
/// <param name="Ledger">Where all state is.</param>
/// <param name="Schedule">The schedule with the policy in force.</param>
/// <param name="Clock">The host's clock.</param>
/// <param name="Zone">The TZDB id of the zone of plans that are loaded.</param>
/// <param name="Queue">Takes what must be sent again.</param>
/// <param name="ScanIsOff">Whether the host has the scan switched off.</param>
/// <param name="Webhooks">Recognises the calls of the SMS provider; null without one that reports: every such call is refused then.</param>
public sealed record ApiServices(
    ILedger Ledger, Schedule Schedule, IClock Clock, string Zone, INoticeQueue Queue, bool ScanIsOff = false, Webhooks? Webhooks = null)
{
    /// <summary>Where the files of evidence are.</summary>
    public required IEvidenceStore Evidence { get; init; }

    /// <summary>How large files may be.</summary>
    public FileLimits FileLimits { get; init; } = new();

    /// <summary>How much evidence an item takes.</summary>
    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names by which the office may be called; none for every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public SmsWay SmsWay { get; init; }

    /// <summary>Plays plans ahead.</summary>
    public required PlayPlan Play { get; init; }

    public ExportLedger ExportLedger => new(Ledger);

    public LoadPlan LoadPlan => new(Ledger, Schedule, Clock, Zone);

    public FollowLoad FollowLoad => new(Ledger);

    public ActOnItem ActOnItem => new(Ledger, Schedule, Clock);

    public AttachEvidence AttachEvidence => new(Ledger, Evidence, Schedule, Clock);

    public UpdateContacts UpdateContacts => new(Ledger, Schedule, Clock);

    public HandOver HandOver => new(Ledger, Schedule, Clock);

    public RecordAbsence RecordAbsence => new(Ledger, Schedule, Clock, Zone);

    public CancelAbsence CancelAbsence => new(Ledger, Schedule, Clock);

    public ResendNotice ResendNotice => new(Ledger, Queue, Schedule, Clock);

    public AnswerReply AnswerReply => new(Ledger, Schedule, Clock);

    public LiftFlag LiftFlag => new(Ledger, Schedule, Clock);

    public RecordReceipt RecordReceipt => new(Ledger, Queue, Schedule, Clock);

    /// <summary>The numbers that fail, which the board shows.</summary>
    public async Task<IReadOnlySet<PhoneNumber>> FailingAsync(CancellationToken cancellation) =>
        (await Ledger.BarriersAsync(cancellation)).Flags.Select(f => f.Number).ToHashSet();

    /// <summary>What is wrong with the SMS of the last days, by item, which the board shows.</summary>
    public async Task<ILookup<ItemCode, Finding>> TroublesAsync(CancellationToken cancellation) =>
        SendingTrouble.ByItem(await Ledger.NoticesSinceAsync(Clock.GetCurrentInstant() - SendingTrouble.ShownFor, cancellation));

    /// <summary>Today in the zone.</summary>
    public LocalDate TodayIn(string zone) => Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
}
