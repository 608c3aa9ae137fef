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
/// <param name="UseCases">What the office does.</param>
/// <param name="Readers">Reads what is uploaded.</param>
/// <param name="Webhooks">Recognises the calls of the SMS provider; null without one that reports: every such call is refused then.</param>
public sealed record ApiServices(UseCases UseCases, InputReaders Readers, Webhooks? Webhooks = null)
{
    /// <summary>How much evidence an item takes.</summary>
    public EvidenceLimits EvidenceLimits { get; init; } = new();

    /// <summary>The host names by which the office may be called; none for every name.</summary>
    public ImmutableArray<StringSegment> AllowedHosts { get; init; } = [];

    public SmsWay SmsWay { get; init; }

    public Ledger Ledger => UseCases.Ledger;

    public Schedule Schedule => UseCases.Schedule;

    public IClock Clock => UseCases.Clock;

    public string Zone => UseCases.Zone;

    /// <summary>Today in the zone.</summary>
    public LocalDate TodayIn(string zone) => Clock.GetCurrentInstant().InZone(DateTimeZoneProviders.Tzdb[zone]).Date;
}
