namespace Reminders.Core.Notices;

/// <summary>What the steps of a notice say: one line for each item, in its reader's highest role, and one for each person who cannot be reached.</summary>
internal static class NoticeLines
{
    public static IReadOnlyCollection<Line> Of(IEnumerable<(Item Item, StepId Step)> steps, DateTimeZone zone) =>
    [
        .. from step in steps
           let unreachable = Unreachable(step.Item, step.Step)
           group step by (step.Item.Code, unreachable) into line
           let item = line.First().Item
           select new Line(item, line.Max(s => s.Step.Role), line.Key.unreachable)
           {
               WaitsSince = item.OccasionIn(zone) is { Kind: not OccasionKind.Deadline } occasion ? occasion.On : null,
               TellsPerson = line.Any(s => s.Step.Role == Role.Person),
               TellsAnswer = line.Any(s => s.Step.Name.Kind == StepKind.Answered),
           },
    ];

    /// <summary>The person whom the step calls unreachable; null for any other step, and when that person is gone.</summary>
    public static Party? Unreachable(Item item, StepId step) =>
        step.Name.Kind == StepKind.Unreachable
            ? item.Recipients(Role.Person).FirstOrDefault(p => step.Name.IsUnreachable(p.Phone!.Value))
            : null;
}
