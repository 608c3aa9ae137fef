namespace Reminders.Core.Items;

/// <summary>
/// A missing or doubtful part of a plan or a contact list, reported instead of guessed. <see cref="Code"/> is stable
/// (<see cref="FindingCodes"/>); <see cref="Where"/> is the place in the file, such as <c>line 12</c>.
/// </summary>
public sealed record Finding(string Code, Wording Words, Wording? Where = null) : IWorded
{
    public string? Place => Where?.English;

    public string Message => Words.English;
}

/// <summary>The codes of findings, a contract for programs and tests.</summary>
public static class FindingCodes
{
    public const string PersonMissing = "person-missing";
    public const string PersonRedacted = "person-redacted";
    public const string PersonGroup = "person-group";
    public const string LeaderMissing = "leader-missing";
    public const string LeaderRedacted = "leader-redacted";
    public const string LeaderGroup = "leader-group";
    public const string MeasuresMissing = "measures-missing";
    public const string ProblemMissing = "problem-missing";
    public const string PhoneMissing = "phone-missing";
    public const string PhoneInvalid = "phone-invalid";
    public const string NumberFailed = "number-failed";
    public const string PhoneAmbiguous = "phone-ambiguous";
    public const string YearAssumed = "year-assumed";
    public const string DeadlineReadAs = "deadline-read-as";
    public const string DutyGoesOn = "duty-goes-on";
    public const string CalendarMissing = "calendar-missing";
    public const string ContactItemUnknown = "contact-item-unknown";
    public const string GoneFromPlan = "gone-from-plan";
    public const string PlanSaysOtherwise = "plan-says-otherwise";
    public const string DeadlineKept = "deadline-kept";
    public const string SmsRefused = "sms-refused";
    public const string SmsWaits = "sms-waits";
    public const string SmsUndecided = "sms-undecided";

    /// <summary>The code of a kind without a date: <c>deadline-missing</c>, <c>deadline-redacted</c> and so on.</summary>
    public static string Deadline(DeadlineKind kind) => "deadline-" + kind.ToString().ToLowerInvariant();

    /// <summary>Whether the code is that of a deadline without a date.</summary>
    public static bool SaysNoDate(string code) =>
        Enum.GetValues<DeadlineKind>().Any(k => k != DeadlineKind.Date && Deadline(k) == code);
}
