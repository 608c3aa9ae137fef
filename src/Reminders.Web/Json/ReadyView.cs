namespace Reminders.Web.Json;

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
