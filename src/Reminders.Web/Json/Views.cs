using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using NodaTime.Text;

namespace Reminders.Web.Json;

public sealed record PlanView(
    int Number, string Title, string? IssuingUnit, int? Year, string? YearBasis, string Zone, int ItemCount, Instant LoadedAt,
    string LoadedBy)
{
    public static PlanView Of(Plan plan) =>
        new(plan.Number, plan.Title, plan.IssuingUnit, plan.Year, plan.YearBasis, plan.Zone, plan.ItemCount, plan.LoadedAt, plan.LoadedBy);
}

/// <summary>A person whom an item names, or the deputy of an absentee. Viewers see masked numbers.</summary>
public sealed record PartyView(string Name, string? Phone, string? StandsFor = null)
{
    public static PartyView Of(Party party, bool seesNumbers) => new(party.Name, NumberText(party.Phone, seesNumbers), party.StandsFor);

    internal static string? NumberText(PhoneNumber? number, bool seesNumbers) => seesNumbers ? number?.Value : number?.Masked;
}

public sealed record DeadlineView(DeadlineKind Kind, LocalDate? Date, string Text, int Version);

/// <summary>An item in a list. <c>WorkingDaysLate</c> is null unless the item is overdue.</summary>
public sealed record ItemView(
    ItemCode Code, string? Number, string Section, string Title, ItemState State, Light Light, string Colour, DeadlineView Deadline,
    int? WorkingDaysLate, IEnumerable<PartyView> Persons, IEnumerable<PartyView> Leaders, IEnumerable<PartyView> Supervisors, string? Unit,
    IEnumerable<string> Units, IEnumerable<string> Missing, IEnumerable<Finding> Findings)
{
    /// <param name="item">The item.</param>
    /// <param name="today">The local date in the zone of the plan.</param>
    /// <param name="schedule">Gives the threshold and the colour of the light, and the working days that count lateness.</param>
    /// <param name="failing">The numbers that fail; a person of the item with such a number is a finding.</param>
    /// <param name="seesNumbers">Whether numbers are shown unmasked.</param>
    /// <param name="troubles">The problems with SMS about the item.</param>
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

/// <summary>The number of items of a unit, in total and by light. The unit is null for the items without a unit.</summary>
public sealed record UnitView(string? Unit, int Items, int Draft, int OnTrack, int Near, int Overdue, int Reported, int Closed)
{
    public static UnitView Of(string? unit, ILookup<Light, int> counts)
    {
        return new(
            unit, counts.Sum(c => c.Sum()), Count(Light.Draft), Count(Light.OnTrack), Count(Light.Near), Count(Light.Overdue),
            Count(Light.Reported), Count(Light.Closed));

        int Count(Light light) => counts[light].Sum();
    }
}

/// <summary>An item with its texts, its history, its evidence and the outcome of every step.</summary>
public sealed record ItemFileView(
    ItemView Item, string Problem, string Measures, int Cycle, WorkReport? Report, Remark? Returned, Remark? Urged, ExtensionRequest? Asked,
    ExtensionAnswer? Answered, PlannedLookBack? LookBack, IEnumerable<HistoryView> History, IEnumerable<StepView> Steps,
    IEnumerable<EvidenceView> Evidence)
{
    public static ItemFileView Of(ItemView view, ItemFile file, IEnumerable<StepView> steps)
    {
        var item = file.Item;
        return new(
            view, item.Problem, item.Measures, item.Cycle, item.Report, item.Returned, item.Urged, item.Asked, item.Answered, item.LookBack,
            file.History.Select(HistoryView.Of), steps, item.Evidence.Select(EvidenceView.Of));
    }
}

/// <summary>An entry of a history. <c>Action</c> is for programs, <c>Words</c> for people.</summary>
public sealed record HistoryView(ItemCode Item, int Number, Instant At, string Action, string Words, Actor By, string Detail)
{
    public static HistoryView Of(HistoryEntry entry) =>
        new(entry.Item, entry.Number, entry.At, entry.Action, ItemWords.DoneOf(entry.Action), entry.By, ItemWords.DetailOf(entry));
}

/// <summary>Evidence of an item: a file has a media type and a length, a link has its address.</summary>
public sealed record EvidenceView(
    string Id, string Name, string? MediaType, int? Bytes, string? Link, string Sha256, string Note, Actor By, Instant At)
{
    public static EvidenceView Of(Evidence evidence) => new(
        evidence.Id, evidence.Name, evidence.MediaType, evidence.MediaType is null ? null : evidence.Bytes, evidence.Link, evidence.Sha256,
        evidence.Note, evidence.By, evidence.At);
}

/// <summary>A step for one recipient. A step that a notice tells also has the state of the notice and the time of sending.</summary>
public sealed record StepView(
    string Step, int DeadlineVersion, Role Role, string Name, string? Phone, Instant DueAt, StepOutcome Outcome, string Detail,
    NoticeState? Notice, Instant? SentAt);

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

public sealed record RehearsedReader(string Name, Role Role, string? Phone);

/// <summary>An SMS of a rehearsal, with the fields of <c>rehearse --json</c>; steps have whole codes.</summary>
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
/// A contact of the directory. Its id is the fingerprint of its number. If several contacts share a number, a hyphen and an end of its own
/// follow in the id of each; the part before the hyphen still names the number.
/// </summary>
public sealed record ContactView(
    string Id, string Name, string? Phone, Role Role, string? Unit, string? Leader, int? Plan, IEnumerable<string> Items)
{
    private const int EndBytes = 4;

    /// <param name="contacts">All contacts of each number, so that shared numbers are known.</param>
    public static IEnumerable<ContactView> Of(IReadOnlyCollection<Contact> contacts)
    {
        var shared = contacts.GroupBy(c => c.Phone).Where(n => n.Count() > 1).Select(n => n.Key).ToHashSet();
        return contacts.Select(c => new ContactView(
            shared.Contains(c.Phone) ? $"{c.Phone.Fingerprint}-{EndOf(c)}" : c.Phone.Fingerprint,
            c.Name, c.Phone.Value, c.Role, c.Unit, c.Leader, c.Plan, c.Items));
    }

    /// <summary>The end of the id, which distinguishes a contact from the others with its number.</summary>
    public static string EndOf(Contact contact)
    {
        var own = string.Join('\n', contact.Name, contact.Role, contact.Unit, contact.Plan);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(own)).AsSpan(0, EndBytes));
    }
}

public sealed record AbsenceView(
    string Id, string Name, string Phone, PartyView Deputy, LocalDate From, LocalDate Until, AbsenceStage Stage, string Reason,
    Instant MadeAt, string MadeBy, Instant? CancelledAt, string? CancelledBy)
{
    public static AbsenceView Of(Absence absence, Instant now) => new(
        absence.Id, absence.Name, absence.Number.Value, PartyView.Of(absence.Deputy, seesNumbers: true), absence.From, absence.Until,
        absence.StageAt(now), absence.Reason, absence.MadeAt, absence.MadeBy, absence.CancelledAt, absence.CancelledBy);
}

/// <summary>
/// A flagged number, to which nothing is sent, with the reason, the people who have it, and their items that are not closed or cancelled.
/// </summary>
public sealed record NumberView(
    string Id, string Number, string Reason, Instant Since, IEnumerable<string> Names, IEnumerable<ItemCode> Items);

/// <summary>Where a key is stored, and so where it is changed.</summary>
public enum KeySource
{
    Settings,
    Ledger,
}

/// <summary>
/// A key, without its hash. A key of the settings has only a name and a role. The secret is present only when it is new. The last use is
/// accurate to the hour.
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

/// <summary>Whether the system works, and its problems.</summary>
public sealed record ReadyView(
    bool Ready, ScanReport? LastScan, LastAuditView? LastAudit, UnaccountedStep? OldestUnaccounted, DeadLettersView DeadLetters,
    SendingHalt? Halt, IEnumerable<AuditProblem> Problems, SmsWay SmsWay);

/// <summary>The last audit in numbers; <see cref="ReadyView"/> lists its problems.</summary>
public sealed record LastAuditView(Instant At, Instant? RoundEndedAt, int Scheduled, int Waiting, int Flagged)
{
    public static LastAuditView? Of(AuditReport? report) =>
        report is null ? null : new(report.At, report.RoundEndedAt, report.Scheduled, report.Waiting, report.Flagged);
}

/// <summary>The number of recent dead letters, and the newest of them.</summary>
public sealed record DeadLettersView(int Count, IEnumerable<DeadLetterView> Latest);

public sealed record DeadLetterView(string MessageId, NoticeKind Kind, string Reason, Instant At);
