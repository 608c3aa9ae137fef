namespace Reminders.Core.Time;

/// <summary>Who is told when, as settings with defaults and bounds. Times are local times in the zone of the plan.</summary>
public sealed record ReminderPolicy
{
    private static readonly ImmutableDictionary<Light, string> DefaultColours = ImmutableDictionary.CreateRange<Light, string>(
    [
        new(Light.Draft, "grey"), new(Light.OnTrack, "green"), new(Light.Near, "yellow"),
        new(Light.Overdue, "red"), new(Light.Reported, "blue"), new(Light.Closed, "white"),
    ]);

    /// <summary>
    /// Days before the deadline on which the person is reminded; 0 is the deadline day. 1 to 10 different numbers from 0 to 90.
    /// </summary>
    public ImmutableArray<int> BeforeDays { get; init; } = [7, 3, 1, 0];

    /// <summary>
    /// The local time at which a day's messages are sent. It is outside the quiet hours and at least an hour before they start and before
    /// midnight, because the scan runs some minutes later.
    /// </summary>
    public LocalTime SlotTime { get; init; } = new(9, 0);

    /// <summary>
    /// Working days between two overdue messages; the first is sent on the first working day after the deadline. 1 to 30.
    /// </summary>
    public int OverdueEveryWorkingDays { get; init; } = 2;

    /// <summary>Working days after the deadline, or after a report that nobody verifies, before the supervisor is told. 1 to 60.</summary>
    public int SupervisorAfterWorkingDays { get; init; } = 5;

    /// <summary>Days between two digests to a supervisor. 1 to 60.</summary>
    public int SupervisorEveryDays { get; init; } = 7;

    /// <summary>
    /// Working days between two requests to verify a report; the leader gets the first on the first working day after the report. Also the
    /// interval between two requests to look back. 1 to 30.
    /// </summary>
    public int VerifyEveryWorkingDays { get; init; } = 2;

    /// <summary>Days from closing an item to its look-back 回头看, unless the verifier names a day. 0 to 365; 0 means no look-back.</summary>
    public int LookBackAfterDays { get; init; }

    /// <summary>Whether a verification must be recorded with another key than the report.</summary>
    public bool VerifyWithAnotherKey { get; init; }

    /// <summary>Local hours without messages; at most 16 hours.</summary>
    public QuietHours QuietHours { get; init; } = new(new(20, 0), new(8, 0));

    /// <summary>Days before the deadline from which an open item shows as near. 0 to 60.</summary>
    public int NearDays { get; init; } = 3;

    public Language Language { get; init; } = Language.Chinese;

    /// <summary>
    /// The signature in 【】 before a Chinese text, in [] before an English one; at most 20 characters, empty for none, null for the default
    /// of the language.
    /// </summary>
    public string? Signature { get; init; }

    /// <summary>The name of the office that receives reports, 1 to 20 characters; null for the default of the language (整改办).</summary>
    public string? Office { get; init; }

    /// <summary>
    /// The telephone number of the office: 3 to 12 digits and nothing else; empty for none. Carriers may block a number that is not part of
    /// the registered template.
    /// </summary>
    public string OfficePhone { get; init; } = "";

    /// <summary>A suffix after the name of a leader or supervisor, such as 同志; at most 6 characters.</summary>
    public string LeaderSuffix { get; init; } = "";

    /// <summary>
    /// Greetings for particular leaders and supervisors by name, such as 周镇长 for 周建平; at most 200, each of 1 to 20 characters.
    /// </summary>
    public ImmutableDictionary<string, string> LeaderTitles { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The most segments of a digest to a person; it tells the worst items that fit and counts the rest. 1 to 8.</summary>
    public int PersonSegments { get; init; } = 3;

    /// <summary>The most segments of a digest to a leader or a supervisor. 1 to 8.</summary>
    public int LeaderSegments { get; init; } = 4;

    /// <summary>Whether texts explain the possible replies, in countries with two-way SMS. False when the sender is not a number.</summary>
    public bool AsksForReplies { get; init; } = true;

    /// <summary>Years that an administrator added to the calendar of the State Council or replaced in it.</summary>
    public ImmutableArray<CalendarYear> Calendar { get; init; } = [];

    /// <summary>The colour of each light as the office names it.</summary>
    public ImmutableDictionary<Light, string> Colours { get; init; } = DefaultColours;

    /// <summary>The calendar of the State Council, with the years of the administrator over it.</summary>
    public WorkingCalendar WorkingCalendar() => new([.. CalendarYear.China, .. Calendar]);

    /// <summary>One line for each invalid setting, with its name; empty when all are valid.</summary>
    public IEnumerable<Wording> Problems()
    {
        if (BeforeDays.IsDefaultOrEmpty || BeforeDays.Length > 10 || BeforeDays.Any(d => d is < 0 or > 90))
            yield return $"beforeDays must have 1 to 10 numbers from 0 to 90.";
        else if (BeforeDays.Distinct().Count() < BeforeDays.Length)
            yield return $"beforeDays names the same day twice.";
        foreach (var (name, value, least, most) in new[]
        {
            ("overdueEveryWorkingDays", OverdueEveryWorkingDays, 1, 30),
            ("supervisorAfterWorkingDays", SupervisorAfterWorkingDays, 1, 60),
            ("supervisorEveryDays", SupervisorEveryDays, 1, 60),
            ("verifyEveryWorkingDays", VerifyEveryWorkingDays, 1, 30),
            ("lookBackAfterDays", LookBackAfterDays, 0, 365),
            ("nearDays", NearDays, 0, 60),
            ("personSegments", PersonSegments, 1, 8),
            ("leaderSegments", LeaderSegments, 1, 8),
        })
        {
            if (value < least || value > most)
                yield return $"{name} is {value}; it must be {least} to {most}.";
        }
        var quiet = $"{QuietHours.From:HH':'mm}–{QuietHours.Until:HH':'mm}";
        if (QuietHours.From == QuietHours.Until || Minutes(QuietHours.From, QuietHours.Until) > 16 * 60)
            yield return $"quietHours {quiet} leave less than 8 hours of the day to send in.";
        else if (QuietHours.Contains(SlotTime))
            yield return $"slotTime {SlotTime:HH':'mm} lies in the quiet hours {quiet}; choose a time outside them.";
        else if (Minutes(SlotTime, QuietHours.From) < 60 || SlotTime > new LocalTime(23, 0))
        {
            yield return $"slotTime {SlotTime:HH':'mm} leaves less than an hour before the quiet hours at {QuietHours.From:HH':'mm} "
                + $"or midnight; nothing might ever go out.";
        }
        if (Signature?.Length > 20)
            yield return $"signature must have at most 20 characters.";
        if (Office is { } office && (string.IsNullOrWhiteSpace(office) || office.Length > 20 || IsLink(office)))
            yield return $"office must have 1 to 20 characters and be no link.";
        if (OfficePhone.Length > 0 && (OfficePhone.Length is < 3 or > 12 || !OfficePhone.All(char.IsAsciiDigit)))
            yield return $"officePhone must be 3 to 12 digits and nothing else.";
        if (LeaderSuffix.Length > 6)
            yield return $"leaderSuffix must have at most 6 characters.";
        if (LeaderTitles.Count > 200 || LeaderTitles.Any(t => t.Key.Length == 0 || t.Value.Length is 0 or > 20))
            yield return $"leaderTitles must be at most 200, each a name and 1 to 20 characters.";

        static bool IsLink(string text) =>
            text.Contains("://", StringComparison.Ordinal) || text.StartsWith("www.", StringComparison.OrdinalIgnoreCase);

        static long Minutes(LocalTime from, LocalTime until) => (Period.Between(from, until, PeriodUnits.Minutes).Minutes + 1440) % 1440;
    }
}

/// <summary>The status of an item at a glance 灯. Offices use different colours, so the colours are settings.</summary>
public enum Light
{
    /// <summary>Something is missing; nobody is told.</summary>
    Draft,

    /// <summary>Open, with time left.</summary>
    OnTrack,

    /// <summary>Open, with at most the near days left, today included.</summary>
    Near,

    /// <summary>Open, after the deadline day.</summary>
    Overdue,

    /// <summary>Reported done, not yet verified.</summary>
    Reported,

    /// <summary>Closed or cancelled.</summary>
    Closed,
}
