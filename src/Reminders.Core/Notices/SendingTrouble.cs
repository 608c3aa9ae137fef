namespace Reminders.Core.Notices;

/// <summary>
/// Finds notices that a retry alone does not help: the account must be repaired, a code must be looked up, or nobody knows whether the SMS
/// arrived. A later accepted SMS to the number ends the trouble.
/// </summary>
public static class SendingTrouble
{
    /// <summary>How long after its slot a notice is shown.</summary>
    public static Duration ShownFor { get; } = Duration.FromDays(7);

    /// <summary>The notices in trouble.</summary>
    public static IEnumerable<Notice> Among(IReadOnlyCollection<Notice> recent)
    {
        var wellSince = recent
            .Where(n => n.State is NoticeState.Sent or NoticeState.Delivered && !Reasons.NeedsSomebody(n.Reason))
            .GroupBy(n => n.To)
            .ToDictionary(n => n.Key, n => n.Max(w => w.SlotAt));
        return recent.Where(n => Reasons.NeedsSomebody(n.Reason)
            && n is not { State: NoticeState.Unknown } // the next question may decide it
            && !(wellSince.TryGetValue(n.To, out var well) && well > n.SlotAt));
    }

    /// <summary>
    /// The notices for the office to look at, newest first: those that did not or may not have arrived, or are in trouble.
    /// </summary>
    public static IEnumerable<Notice> Shown(IReadOnlyCollection<Notice> recent) =>
        recent.Where(n => NoticeLife.DidNotArrive(n.State) || n.State == NoticeState.Unknown).Union(Among(recent))
            .OrderByDescending(n => n.SlotAt);

    /// <summary>The findings for the board, by item.</summary>
    public static ILookup<ItemCode, Finding> ByItem(IReadOnlyCollection<Notice> recent) => Among(recent)
        .SelectMany(n => n.Steps.Where(s => s.Dropped is null).Select(s => (s.Id.Item, Finding: FindingOf(n))))
        .Distinct()
        .ToLookup(f => f.Item, f => f.Finding);

    /// <summary>The provider codes in the reasons of the notices.</summary>
    public static string Codes(IEnumerable<Notice> notices) =>
        string.Join(", ", notices.Select(CodeOf).Distinct().Order(StringComparer.Ordinal));

    private static Finding FindingOf(Notice notice)
    {
        Wording sms = $"The SMS of {notice.Day:uuuu-MM-dd} to {notice.Name}";
        return notice.Reason switch
        {
            Reasons.Undecided => new(
                FindingCodes.SmsUndecided, $"{sms} may have arrived or not; the provider cannot say. It is not sent again, so ask."),
            var reason when Reasons.IsConfiguration(reason) => new(
                FindingCodes.SmsWaits, $"{sms} waits for the SMS account's settings to be mended (code {CodeOf(notice)})."),
            _ when NoticeLife.DidNotArrive(notice.State) => new(
                FindingCodes.SmsRefused,
                $"{sms} did not arrive: the provider gave the code {CodeOf(notice)} twice. Look it up, then send the SMS again."),
            _ => new(
                FindingCodes.SmsRefused,
                $"{sms} was refused with the code {CodeOf(notice)}, which is not known here, and is tried once more."),
        };
    }

    private static string CodeOf(Notice notice) => notice.Reason!.Split(": ")[^1];
}
