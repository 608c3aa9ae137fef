namespace Reminders.LocalHost.Terminal;

/// <summary>What happened to an item and what was told about it, in order of time: an SMS when it was sent, a step that was not told when it was due.</summary>
internal static class ItemTimeline
{
    /// <param name="file">The item whole.</param>
    /// <param name="zone">The plan's zone, in which moments are told.</param>
    public static IEnumerable<string> Lines(ItemFileView file, DateTimeZone zone)
    {
        var loaded = file.History.Select(h => (Instant?)h.At).FirstOrDefault() ?? Instant.MinValue;
        var lines = file.History.Select(h => (h.At, Text: Happened(h))).Concat(
            from step in file.Steps
            where IsOfItsTime(step, loaded)
            select (At: step.SentAt ?? Instant.Max(step.DueAt, loaded), Text: Told(step)));
        return lines.OrderBy(l => l.At).Select(l => $"{When(l.At, zone)} {Standing.Plain(l.Text)}").Prepend($"What happened and what was told (time of {zone.Id}):");
    }

    // What would have been told before the plan was loaded was never owed; what was owed then and was told later was.
    private static bool IsOfItsTime(StepView step, Instant loaded) =>
        step.DueAt >= loaded || step.SentAt is not null || step.Outcome is StepOutcome.Noticed or StepOutcome.Waiting;

    /// <summary>A moment as people of the zone read it off their clocks.</summary>
    public static string When(Instant at, DateTimeZone zone) => $"{at.InZone(zone):uuuu-MM-dd HH:mm}";

    /// <summary>Who did something, and who wrote it down where that is somebody else.</summary>
    public static string Who(Actor by) => by.RecordedBy is { } key && key != by.Name ? $"by {by.Name}, recorded by {key}" : $"by {by.Name}";

    private static string Happened(HistoryView entry) =>
        $"{entry.Words ?? ItemWords.DoneOf(entry.Action)} {Who(entry.By)}{(entry.Detail.Length > 0 ? $": {entry.Detail}" : "")}";

    private static string Told(StepView step) => $"SMS to {step.Name} ({Timeline.RoleName(step.Role)}{(step.Phone is null ? "" : $", {step.Phone}")}): {step.Step}, {Outcome(step)}";

    private static string Outcome(StepView step) => step.Outcome switch
    {
        StepOutcome.Superseded => $"not told: {step.Detail} took its place",
        StepOutcome.Suppressed => $"not told: {step.Detail}",
        StepOutcome.Waiting => $"waits: {step.Detail}",
        _ => step.Notice switch
        {
            null or NoticeState.Pending or NoticeState.Queued => "waits to be sent",
            NoticeState.Sending => "is being sent",
            NoticeState.Unknown => "sent perhaps: the provider's answer was lost",
            NoticeState.Sent => "sent 已发送",
            NoticeState.Delivered => "delivered 已送达",
            NoticeState.Undelivered => "not delivered 未送达",
            NoticeState.Failed => "refused by the provider 发送失败",
            _ => "not sent",
        },
    };
}
