using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Routes;

/// <summary>Reads a plan from a file's bytes; throws <see cref="InputRefusedException"/>.</summary>
public delegate PlanDraft ReadPlan(ReadOnlyMemory<byte> content, string? fileName, int? year, LocalDate today);

/// <summary>Reads a contact list from a file's bytes; throws <see cref="InputRefusedException"/>.</summary>
public delegate IReadOnlyCollection<Contact> ReadContacts(ReadOnlyMemory<byte> content, string? fileName);

/// <summary>Reads a mobile number as people write it; null when it is none.</summary>
public delegate PhoneNumber? ReadPhone(string text);

/// <summary>Makes the workbook of that name that an office fills in; null when there is none.</summary>
public delegate byte[]? MakeTemplate(string name);

/// <summary>One SMS that a rehearsal would send, at that local moment.</summary>
public sealed record RehearsedNotice(OffsetDateTime At, Notice Notice, string Text);

/// <summary>Plays a loaded plan from an instant to the end of a day; null for two weeks after its last deadline. Nothing is sent or stored.</summary>
public delegate IAsyncEnumerable<RehearsedNotice> PlayPlan(Plan plan, Instant now, LocalDate? to, CancellationToken cancellation);

/// <summary>Makes the workbook (xlsx) of the ledger as the office files it, with whole or masked numbers.</summary>
public delegate byte[] MakeLedger(IReadOnlyList<PlanExport> plans, LocalDate on, WorkingCalendar calendar, bool wholeNumbers);

/// <summary>What a host puts in to read files and to make them, so that the API knows no file format.</summary>
public sealed record InputReaders(ReadPlan Plan, ReadContacts Contacts, ReadPhone Phone, MakeTemplate Template, MakeLedger Ledger)
{
    /// <summary>How large files may be; the readers hold them to it too.</summary>
    public FileLimits Limits { get; init; } = new();
}

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
/// <param name="Readers">Reads what is uploaded.</param>
/// <param name="Queue">Takes what must be sent again.</param>
/// <param name="ScanIsOff">Whether the host has the scan switched off.</param>
/// <param name="Webhooks">Recognises the calls of the SMS provider; null without one that reports: every such call is refused then.</param>
public sealed record ApiServices(
    Ledger Ledger, Schedule Schedule, IClock Clock, string Zone, InputReaders Readers, INoticeQueue Queue, bool ScanIsOff = false, Webhooks? Webhooks = null)
{
    /// <summary>Where the files of evidence are.</summary>
    public required IEvidenceStore Evidence { get; init; }

    /// <summary>How much evidence an item takes.</summary>
    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names by which the office may be called; none for every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public SmsWay SmsWay { get; init; }

    /// <summary>Plays plans ahead.</summary>
    public required PlayPlan Play { get; init; }

    public ExportLedger ExportLedger => new(Ledger, Clock);

    public ReadItems Items => new(Ledger, Clock);

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

    /// <summary>Today in the zone.</summary>
    public LocalDate TodayIn(string zone) => Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
}
