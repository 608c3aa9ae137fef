namespace Reminders.Core.Items;

/// <summary>
/// Something missing or doubtful in a plan or a contact list, said instead of guessed. <see cref="Code"/> is stable
/// (<see cref="FindingCodes"/>); <see cref="Place"/> says where in the file, such as <c>line 12</c>.
/// </summary>
public sealed record Finding(string Code, string Message, string? Place = null);

/// <summary>The codes of findings. They are a contract: programs and tests depend on them.</summary>
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

    /// <summary><c>deadline-missing</c>, <c>deadline-redacted</c> and so on, one for each kind that is no date.</summary>
    public static string Deadline(DeadlineKind kind) => "deadline-" + kind.ToString().ToLowerInvariant();

    /// <summary>Whether the code is one of those that say why there is no date.</summary>
    public static bool SaysNoDate(string code) =>
        Enum.GetValues<DeadlineKind>().Any(k => k != DeadlineKind.Date && Deadline(k) == code);
}
