namespace Reminders.Core.Notices;

/// <summary>
/// The decision about a notice just before it is sent, from its present items: send it, withdraw it, delay it, or give its steps back to a
/// later slot. Also the decision after the answer of the provider.
/// </summary>
/// <param name="Notice">The notice in its new state, with the reasons of dropped steps.</param>
/// <param name="Owed">
/// The agenda entries by which the steps of a missed notice, or steps with other recipients, are owed again. They are written first in case
/// of a crash.
/// </param>
public sealed record SendDecision(Notice Notice, ImmutableArray<AgendaEntry.OfItem> Owed)
{
    /// <param name="notice">The stored notice, waiting to be sent.</param>
    /// <param name="items">Its items; deleted ones are missing.</param>
    /// <param name="barriers">The flagged numbers and the halt.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The instant of sending.</param>
    public static SendDecision Decide(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, SendBarriers barriers, Schedule schedule, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[notice.Zone];
        ImmutableArray<NoticeStep> steps =
        [
            .. notice.Steps.Select(step => step.DroppedFor(
                WhyDropped(notice, step, items.GetValueOrDefault(step.Id.Item), barriers, schedule, zone, now))),
        ];
        var kept = steps.RemoveAll(s => s.Dropped is not null);
        // The recipients have changed since the scan. The next scan finds the new ones.
        var owedToOthers = kept == steps
            ? []
            : OwedAgain(steps.Where(s => s.Dropped == Reasons.RecipientChanged), items, now + AgendaTiming.WaitsFor);
        if (kept.IsEmpty)
        {
            var ends = steps.All(s => s.Dropped == Reasons.Newer) ? NoticeState.Superseded : NoticeState.Suppressed;
            return new((notice with { Steps = steps }).MovedTo(ends, now, steps[0].Dropped), owedToOthers);
        }
        if (!CanGo(notice, schedule, now))
            return TryMissed(notice, items, now)!;
        if (barriers.Halt is { } halt && halt.Until > now)
            return TryLater(notice, items, schedule, now, Reasons.Halted + halt.Code, halt.Until)!;
        var lines = NoticeLines.Of(kept.Select(s => (items[s.Id.Item], s.Id)), zone);
        var text = Composer.Of(schedule).ComposeAgain(notice.Text, notice.Name, notice.To, lines, now.InZone(zone).Date);
        var sending = notice with { Steps = steps, Text = text, SendingAt = now };
        return new(sending.MovedTo(NoticeState.Sending, now), owedToOthers);
    }

    /// <summary>The decision after the answer of the provider to one attempt; null when it changes nothing.</summary>
    /// <param name="notice">The stored notice, which may have changed during the call.</param>
    /// <param name="attempt">The answered attempt.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="items">The notice's items.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The instant of the answer.</param>
    public static SendDecision? TryAnswered(
        Notice notice, int attempt, SendOutcome outcome, IReadOnlyDictionary<ItemCode, Item> items, Schedule schedule, Instant now)
    {
        // A late acceptance of an attempt that was not delivered and was followed by another is no news.
        if (outcome is SendOutcome.Accepted accepted && (notice.Attempt == attempt || notice.Undelivered == 0))
        {
            return notice.TryMove(NoticeState.Sent, now) is { } sent
                ? new(sent with { ProviderId = accepted.ProviderId, SentAt = now }, [])
                : null;
        }
        if (notice.Attempt != attempt)
            return null; // another sender took over, and this attempt was not sent
        return outcome switch
        {
            SendOutcome.NumberRefused refused => Moved(NoticeState.Failed, refused.Code),
            SendOutcome.MessageRefused refused => Moved(NoticeState.Failed, refused.Code),
            SendOutcome.Unknown unknown => Moved(NoticeState.Unknown, unknown.Detail),
            SendOutcome.Unlisted unlisted when notice.Unlisted + 1 >= NoticeTiming.MostUnlisted =>
                Moved(NoticeState.Failed, Reasons.Unlisted + unlisted.Code),
            SendOutcome.Unlisted unlisted => TryLater(
                notice with { Unlisted = notice.Unlisted + 1 }, items, schedule, now, Reasons.Unlisted + unlisted.Code,
                now + NoticeTiming.UnlistedRetryAfter),
            SendOutcome.Later later => TryLater(notice, items, schedule, now, later.Code, now + NoticeTiming.RetryAfter(attempt)),
            SendOutcome.Misconfigured wrong =>
                TryLater(notice, items, schedule, now, Reasons.Configuration + wrong.Code, now + NoticeTiming.ConfigurationRetryAfter),
            SendOutcome.Stopped stopped =>
                TryLater(notice, items, schedule, now, Reasons.Halted + stopped.Code, now + NoticeTiming.HaltsFor),
            _ => throw new NotSupportedException($"The outcome {outcome.GetType().Name} is not known."),
        };

        SendDecision? Moved(NoticeState state, string reason) => notice.TryMove(state, now, reason) is { } moved ? new(moved, []) : null;
    }

    /// <summary>
    /// Whether the notice can be sent at the instant: it is still the day of its slot, and no quiet hours begin before the message settles.
    /// </summary>
    public static bool CanGo(Notice notice, Schedule schedule, Instant at)
    {
        var zone = DateTimeZoneProviders.Tzdb[notice.Zone];
        var day = notice.Day;
        return IsOnDay(at.InZone(zone)) && IsOnDay((at + NoticeTiming.SettlesWithin).InZone(zone));

        bool IsOnDay(ZonedDateTime local) => local.Date == day && !schedule.Policy.QuietHours.Contains(local.TimeOfDay);
    }

    /// <summary>Supersedes the notice and gives its steps back to the next slot; null when the table does not allow it.</summary>
    public static SendDecision? TryMissed(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now, string reason = Reasons.Missed) =>
        notice.TryMove(NoticeState.Superseded, now, reason) is { } missed
            ? new(missed, OwedAgain(notice.Steps, items, now + AgendaTiming.WaitsFor))
            : null;

    /// <summary>
    /// The entries by which steps of a notice are owed again from an instant on, for its items that still owe messages.
    /// </summary>
    public static ImmutableArray<AgendaEntry.OfItem> OwedAgain(
        IEnumerable<NoticeStep> told, IReadOnlyDictionary<ItemCode, Item> items, Instant at) =>
    [
        .. from step in told
           group step by step.Id.Item into steps
           where items.GetValueOrDefault(steps.Key)?.IsWatched == true
           select AgendaEntry.ForItem(items[steps.Key], at, steps.Min(s => s.At)),
    ];

    // A retry stays within the day of the notice; after that its steps are told in another slot.
    private static SendDecision? TryLater(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Schedule schedule, Instant now, string reason, Instant at)
    {
        if (!CanGo(notice, schedule, at))
            return TryMissed(notice, items, now, Reasons.NeedsSomebody(reason) ? reason : Reasons.Missed);
        return notice.TryQueueAgain(now, reason, at) is { } queued ? new(queued, []) : null;
    }

    private static string? WhyDropped(
        Notice notice, NoticeStep step, Item? item, SendBarriers barriers, Schedule schedule, DateTimeZone zone, Instant now)
    {
        if (item is null)
            return Reasons.Gone;
        if (StepValidity.WhyOver(item, step.Id, step.At, notice.To) is { } over)
            return over;
        if (barriers.FlagOf(notice.To) is { } flag)
            return Reasons.NumberFailed + flag.Reason;
        if (step.Id.Name.Kind == StepKind.Unreachable)
        {
            return NoticeLines.Unreachable(item, step.Id)?.Phone is { } number && barriers.FlagOf(number) is not null
                ? null
                : Reasons.RecipientChanged;
        }
        if (step.Id.Name.TellsNews)
            return null; // no later step replaces news
        var latest = schedule.Owed(step.Id.Role, item.OccasionIn(zone)!, zone, step.At, now).Latest;
        return latest is null || latest.Name == step.Id.Name ? null : Reasons.Newer;
    }
}

/// <summary>The reasons of notices and steps, a contract. A reason that ends in a colon is followed by the code of the provider.</summary>
public static class Reasons
{
    public const string Gone = "gone";
    public const string DeadlineChanged = "deadline-changed";
    public const string RecipientChanged = "recipient-changed";
    public const string Newer = "newer-step";
    public const string ByHand = "sent-again-by-hand";
    public const string Missed = "missed-its-day";

    /// <summary>An urging that could not be told within a week.</summary>
    public const string UrgingOver = "urging-over";
    public const string CarrierLimit = "carrier-limit";
    public const string NumberFailed = "number-failed: ";
    public const string Halted = "halted: ";
    public const string Configuration = "configuration: ";

    /// <summary>The table of errors does not have the code of the provider.</summary>
    public const string Unlisted = "unlisted: ";

    /// <summary>The provider cannot say whether it took the message.</summary>
    public const string Undecided = "undecided";

    /// <summary>It did not arrive, and the provider gave no code.</summary>
    public const string NoCode = "no-code";

    /// <summary>Whether somebody must repair the settings of the account.</summary>
    public static bool IsConfiguration(string? reason) => reason?.StartsWith(Configuration, StringComparison.Ordinal) == true;

    /// <summary>Whether somebody must look up the code.</summary>
    public static bool IsUnlisted(string? reason) => reason?.StartsWith(Unlisted, StringComparison.Ordinal) == true;

    /// <summary>Whether a retry alone does not help. Such a reason stays visible after the day of the notice.</summary>
    public static bool NeedsSomebody(string? reason) => IsConfiguration(reason) || IsUnlisted(reason) || reason == Undecided;
}
