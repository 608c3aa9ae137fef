using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Calendars;
using Reminders.Core.Items;
using Reminders.Core.Sms;

namespace Reminders.Core.Schedules;

/// <summary>When whom is told, as settings with their defaults and bounds. Times are local times of the plan's zone.</summary>
public sealed record ReminderPolicy
{
    /// <summary>Days before the deadline on which the person is reminded; 0 is the day itself. 1 to 10 different numbers, each 0 to 90.</summary>
    public ImmutableArray<int> BeforeDays { get; init; } = [7, 3, 1, 0];

    /// <summary>
    /// When a day's messages go out; outside the quiet hours, and an hour or more before they and the next day begin, since the scan that sends
    /// them comes some minutes later.
    /// </summary>
    public LocalTime SlotTime { get; init; } = new(9, 0);

    /// <summary>Working days between two overdue messages, the first of which goes out on the first working day after the deadline. 1 to 30.</summary>
    public int OverdueEveryWorkingDays { get; init; } = 2;

    /// <summary>Working days that must have passed after the deadline, or after a report that nobody verifies, before the supervisor is told. 1 to 60.</summary>
    public int SupervisorAfterWorkingDays { get; init; } = 5;

    /// <summary>Days from one digest to a supervisor to the next. 1 to 60.</summary>
    public int SupervisorEveryDays { get; init; } = 7;

    /// <summary>
    /// Working days between two requests to verify what was reported done, the first of which goes to the leader on the first working day after the report; also
    /// between two requests to look back. 1 to 30.
    /// </summary>
    public int VerifyEveryWorkingDays { get; init; } = 2;

    /// <summary>Days after its closing on which an item is to be looked at once more 回头看, where whoever closes it names no day. 0 to 365; 0: not at all.</summary>
    public int LookBackAfterDays { get; init; }

    /// <summary>Whether a report and its verification must be recorded with different keys, whomever they are recorded for.</summary>
    public bool VerifyWithAnotherKey { get; init; }

    /// <summary>Nothing goes out then; at most 16 hours.</summary>
    public QuietHours QuietHours { get; init; } = new(new(20, 0), new(8, 0));

    /// <summary>An open item counts as near from so many days before its deadline. 0 to 60.</summary>
    public int NearDays { get; init; } = 3;

    public Language Language { get; init; } = Language.Chinese;

    /// <summary>Stands in 【】 before a Chinese text, in [] before an English one; at most 20 characters, empty for none, null for the language's own.</summary>
    public string? Signature { get; init; }

    /// <summary>Whether texts say what can be answered, where the country's carriers bring answers; not from a sender that is no
    /// number.</summary>
    public bool AsksForReplies { get; init; } = true;

    /// <summary>Years that an administrator has added to the State Council's calendar, or put in place of its own.</summary>
    public ImmutableArray<CalendarYear> Calendar { get; init; } = [];

    /// <summary>The colour of each light as the office names it.</summary>
    public ImmutableDictionary<Light, string> Colours { get; init; } = Lights.DefaultColours;

    /// <summary>The State Council's calendar with the administrator's years over it.</summary>
    public WorkingCalendar WorkingCalendar() => new([.. CalendarYear.China, .. Calendar]);

    /// <summary>What is wrong with the settings, one line each that names the setting; empty when they can be used.</summary>
    public IEnumerable<string> Problems()
    {
        if (BeforeDays.IsDefaultOrEmpty || BeforeDays.Length > 10 || BeforeDays.Any(d => d is < 0 or > 90))
            yield return "beforeDays must have 1 to 10 numbers from 0 to 90.";
        else if (BeforeDays.Distinct().Count() < BeforeDays.Length)
            yield return "beforeDays names the same day twice.";
        foreach (var (name, value, least, most) in new[]
        {
            ("overdueEveryWorkingDays", OverdueEveryWorkingDays, 1, 30),
            ("supervisorAfterWorkingDays", SupervisorAfterWorkingDays, 1, 60),
            ("supervisorEveryDays", SupervisorEveryDays, 1, 60),
            ("verifyEveryWorkingDays", VerifyEveryWorkingDays, 1, 30),
            ("lookBackAfterDays", LookBackAfterDays, 0, 365),
            ("nearDays", NearDays, 0, 60),
        })
        {
            if (value < least || value > most)
                yield return $"{name} is {value}; it must be {least} to {most}.";
        }
        if (QuietHours.From == QuietHours.Until || Minutes(QuietHours.From, QuietHours.Until) > 16 * 60)
            yield return $"quietHours {QuietHours.From:HH':'mm}–{QuietHours.Until:HH':'mm} leave less than 8 hours of the day to send in.";
        else if (QuietHours.Contains(SlotTime))
            yield return $"slotTime {SlotTime:HH':'mm} lies in the quiet hours {QuietHours.From:HH':'mm}–{QuietHours.Until:HH':'mm}; choose a time outside them.";
        else if (Minutes(SlotTime, QuietHours.From) < 60 || SlotTime > new LocalTime(23, 0))
            yield return $"slotTime {SlotTime:HH':'mm} leaves less than an hour before the quiet hours at {QuietHours.From:HH':'mm} or midnight; nothing might ever go out.";
        if (Signature?.Length > 20)
            yield return "signature must have at most 20 characters.";

        static long Minutes(LocalTime from, LocalTime until) => (Period.Between(from, until, PeriodUnits.Minutes).Minutes + 1440) % 1440;
    }
}
