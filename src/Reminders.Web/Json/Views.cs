using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Reminders.Web.Json;

/// <summary>A plan as lists show it.</summary>
public sealed record PlanView(
    int Number, string Title, string? IssuingUnit, int? Year, string? YearBasis, string Zone, int ItemCount, Instant LoadedAt,
    string LoadedBy)
{
    public static PlanView Of(Plan plan) =>
        new(plan.Number, plan.Title, plan.IssuingUnit, plan.Year, plan.YearBasis, plan.Zone, plan.ItemCount, plan.LoadedAt, plan.LoadedBy);
}

/// <summary>A person whom an item names, or the deputy of an absentee; the number is masked for those who may not see it.</summary>
public sealed record PartyView(string Name, string? Phone, string? StandsFor = null)
{
    public static PartyView Of(Party party, bool seesNumbers) => new(party.Name, NumberText(party.Phone, seesNumbers), party.StandsFor);

    internal static string? NumberText(PhoneNumber? number, bool seesNumbers) => seesNumbers ? number?.Value : number?.Masked;
}

/// <summary>A deadline as the contract shows it.</summary>
public sealed record DeadlineView(DeadlineKind Kind, LocalDate? Date, string Text, int Version);

/// <summary>An item as lists show it; how many working days it is late, null while it is not.</summary>
public sealed record ItemView(
    ItemCode Code, string? Number, string Section, string Title, ItemState State, Light Light, string Colour, DeadlineView Deadline,
    int? WorkingDaysLate, IEnumerable<PartyView> Persons, IEnumerable<PartyView> Leaders, IEnumerable<PartyView> Supervisors, string? Unit,
    IEnumerable<string> Units, IEnumerable<string> Missing, IEnumerable<Finding> Findings)
{
    /// <param name="item">The item.</param>
    /// <param name="today">The local date in its plan's zone.</param>
    /// <param name="schedule">Gives the light its threshold and its colour, and the working days in which lateness is counted.</param>
    /// <param name="failing">The numbers that fail; a person of the item who has one is a finding.</param>
    /// <param name="seesNumbers">Whether numbers are shown whole.</param>
    /// <param name="troubles">What is wrong with its SMS.</param>
    public static ItemView Of(
        Item item, LocalDate today, Schedule schedule, IReadOnlySet<PhoneNumber> failing, bool seesNumbers,
        IEnumerable<Finding>? troubles = null)
    {
        var light = Lights.Of(item, today, schedule.Policy.NearDays);
        return new(
            item.Code, item.Number, item.Section, item.Title, item.State, light, schedule.Policy.Colours[light],
            new(item.Deadline.Kind, item.Deadline.Date, item.Deadline.Text, item.Deadline.Version),
            Lateness.WorkingDays(item, today, schedule.Calendar), Parties(item.Persons), Parties(item.Leaders), Parties(item.Supervisors),
            item.ListedUnder, item.Units, item.Missing,
            item.Findings.Concat(Failing(item, failing)).Concat(item.IsWatched ? troubles ?? [] : []));

        static IEnumerable<Finding> Failing(Item item, IReadOnlySet<PhoneNumber> failing) =>
            from party in item.Persons.Concat(item.Leaders).Concat(item.Supervisors).Distinct()
            where party.Phone is { } number && failing.Contains(number)
            select new Finding(FindingCodes.NumberFailed, $"The number of {party.Name} does not work; give another.");

        IEnumerable<PartyView> Parties(IEnumerable<Party> parties) => parties.Select(p => PartyView.Of(p, seesNumbers));
    }
}

/// <summary>How a unit stands: how many items it has, and how many of them show each light; null for the items of no unit.</summary>
public sealed record UnitView(string? Unit, int Items, int Draft, int OnTrack, int Near, int Overdue, int Reported, int Closed)
{
    public static UnitView Of(string? unit, IReadOnlyCollection<Light> lights)
    {
        return new(
            unit, lights.Count, Count(Light.Draft), Count(Light.OnTrack), Count(Light.Near), Count(Light.Overdue), Count(Light.Reported),
            Count(Light.Closed));

        int Count(Light light) => lights.Count(l => l == light);
    }
}

/// <summary>An item whole: with its texts, its history, and what became of every step.</summary>
public sealed record ItemFileView(
    ItemView Item, string Problem, string Measures, int Cycle, WorkReport? Report, Remark? Returned, ExtensionRequest? Asked,
    ExtensionAnswer? Answered, PlannedLookBack? LookBack, IEnumerable<HistoryView> History, IEnumerable<StepView> Steps,
    IEnumerable<EvidenceView> Evidence)
{
    public static ItemFileView Of(ItemView view, ItemFile file, IEnumerable<StepView> steps)
    {
        var item = file.Item;
        return new(
            view, item.Problem, item.Measures, item.Cycle, item.Report, item.Returned, item.Asked, item.Answered, item.LookBack,
            file.History.Select(HistoryView.Of), steps, item.Evidence.Select(EvidenceView.Of));
    }
}

/// <summary>A line of a history. The action has a name for programs, and words for people.</summary>
public sealed record HistoryView(ItemCode Item, int Number, Instant At, string Action, string Words, Actor By, string Detail)
{
    public static HistoryView Of(HistoryEntry entry) =>
        new(entry.Item, entry.Number, entry.At, entry.Action, ItemWords.DoneOf(entry.Action), entry.By, ItemWords.DetailOf(entry));
}

/// <summary>Evidence as its item lists it: a file has a media type and a length, a link its address.</summary>
public sealed record EvidenceView(
    string Id, string Name, string? MediaType, int? Bytes, string? Link, string Sha256, string Note, Actor By, Instant At)
{
    public static EvidenceView Of(Evidence evidence) => new(
        evidence.Id, evidence.Name, evidence.MediaType, evidence.MediaType is null ? null : evidence.Bytes, evidence.Link, evidence.Sha256,
        evidence.Note, evidence.By, evidence.At);
}

/// <summary>A step towards one recipient; where a notice told it, the notice's state as well, and when the provider took it.</summary>
public sealed record StepView(
    string Step, int DeadlineVersion, Role Role, string Name, string? Phone, Instant DueAt, StepOutcome Outcome, string Detail,
    NoticeState? Notice, Instant? SentAt);

/// <summary>A notice as lists show it.</summary>
public sealed record NoticeView(
    string Id, NoticeKind Kind, Role Role, string Name, string? Phone, Instant SlotAt, NoticeState State, string? Reason, Instant StateAt,
    Instant? SentAt, string Text, string Encoding, int Segments, IEnumerable<string> Steps)
{
    public static NoticeView Of(Notice notice, bool seesNumbers)
    {
        var size = SmsSize.Of(notice.Text);
        return new(
            notice.Id, notice.Kind, notice.Role, notice.Name, PartyView.NumberText(notice.To, seesNumbers), notice.SlotAt, notice.State,
            notice.Reason, notice.StateAt, notice.SentAt, notice.Text, size.Encoding, size.Segments,
            notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item}:{s.Id.Name}").Distinct());
    }
}

/// <summary>Somebody whom a rehearsal tells, in which role.</summary>
public sealed record RehearsedReader(string Name, Role Role, string? Phone);

/// <summary>An SMS of a rehearsal, the fields of <c>rehearse --json</c>; steps carry whole codes.</summary>
public sealed record RehearsalView(
    string At, NoticeKind Kind, RehearsedReader To, IEnumerable<string> Steps, string Text, string Encoding, int Segments)
{
    public static RehearsalView Of(RehearsedSms sms, bool seesNumbers)
    {
        var (notice, size) = (sms.Notice, SmsSize.Of(sms.Message.Text));
        return new(
            OffsetDateTimePattern.Rfc3339.Format(sms.At), notice.Kind,
            new(notice.Name, notice.Role, PartyView.NumberText(notice.To, seesNumbers)),
            notice.Steps.Where(s => s.Dropped is null).Select(s => $"{s.Id.Item}:{s.Id.Name}").Distinct(), sms.Message.Text, size.Encoding,
            size.Segments);
    }
}

/// <summary>
/// A contact as the directory lists it. The id is that of its number, by which addresses name the number; where several contacts share it,
/// each has its own end behind a hyphen, and the part before still names the number.
/// </summary>
public sealed record ContactView(
    string Id, string Name, string? Phone, Role Role, string? Unit, string? Leader, int? Plan, IEnumerable<string> Items)
{
    private const int EndBytes = 4;

    /// <summary>Contacts, among them all that have the number of one of them.</summary>
    public static IEnumerable<ContactView> Of(IReadOnlyCollection<Contact> contacts)
    {
        var shared = contacts.GroupBy(c => c.Phone).Where(n => n.Count() > 1).Select(n => n.Key).ToHashSet();
        return contacts.Select(c => new ContactView(
            shared.Contains(c.Phone) ? $"{c.Phone.Fingerprint}-{EndOf(c)}" : c.Phone.Fingerprint,
            c.Name, c.Phone.Value, c.Role, c.Unit, c.Leader, c.Plan, c.Items));
    }

    /// <summary>What tells a contact from the others of its number.</summary>
    public static string EndOf(Contact contact)
    {
        var own = string.Join('\n', contact.Name, contact.Role, contact.Unit, contact.Plan);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(own)).AsSpan(0, EndBytes));
    }
}

/// <summary>An absence as it is listed, with whole numbers.</summary>
public sealed record AbsenceView(
    string Id, string Name, string Phone, PartyView Deputy, LocalDate From, LocalDate Until, AbsenceStage Stage, string Reason,
    Instant MadeAt, string MadeBy, Instant? CancelledAt, string? CancelledBy)
{
    public static AbsenceView Of(Absence absence, Instant now) => new(
        absence.Id, absence.Name, absence.Number.Value, PartyView.Of(absence.Deputy, seesNumbers: true), absence.From, absence.Until,
        absence.StageAt(now), absence.Reason, absence.MadeAt, absence.MadeBy, absence.CancelledAt, absence.CancelledBy);
}

/// <summary>
/// A number that nothing is sent to: the id by which addresses name it, why, since when, who has it, and the items that are not at their
/// end whose people have it.
/// </summary>
public sealed record NumberView(
    string Id, string Number, string Reason, Instant Since, IEnumerable<string> Names, IEnumerable<ItemCode> Items);

/// <summary>Where a key stands, and so where it is changed.</summary>
public enum KeySource
{
    Settings,
    Ledger,
}

/// <summary>
/// A key as it is listed, never its hash. Of a key in the settings nothing is known but its name and role; the secret is there once, when
/// it is new. The last use is known to the hour.
/// </summary>
public sealed record KeyView(
    string Name, string Role, KeySource Source, Instant? MadeAt = null, string? MadeBy = null, Instant? RotatedAt = null,
    string? RotatedBy = null, Instant? RevokedAt = null, string? RevokedBy = null, Instant? ExpiresAt = null, Instant? LastUsedAt = null)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Secret { get; init; }

    public static KeyView Of(ApiKey key) => new(key.Name, key.Role.Name(), KeySource.Settings);

    public static KeyView Of(IssuedKey key) =>
        new(
            key.Name, key.Role, KeySource.Ledger, key.MadeAt, key.MadeBy, key.RotatedAt, key.RotatedBy, key.RevokedAt, key.RevokedBy,
            key.ExpiresAt, key.LastUsedAt);
}

/// <summary>Whether everything does its work, and if not, what does not.</summary>
public sealed record ReadyView(
    bool Ready, ScanReport? LastScan, LastAuditView? LastAudit, UnaccountedStep? OldestUnaccounted, DeadLettersView DeadLetters,
    SendingHalt? Halt, IEnumerable<AuditProblem> Problems, SmsWay SmsWay);

/// <summary>The last audit in numbers; what it found stands among the problems.</summary>
public sealed record LastAuditView(Instant At, Instant? RoundEndedAt, int Scheduled, int Waiting, int Flagged)
{
    public static LastAuditView? Of(AuditReport? report) =>
        report is null ? null : new(report.At, report.RoundEndedAt, report.Scheduled, report.Waiting, report.Flagged);
}

/// <summary>How many queue messages were given up lately, and the newest of them.</summary>
public sealed record DeadLettersView(int Count, IEnumerable<DeadLetterView> Latest);

/// <summary>A queue message that was given up.</summary>
public sealed record DeadLetterView(string MessageId, NoticeKind Kind, string Reason, Instant At);
