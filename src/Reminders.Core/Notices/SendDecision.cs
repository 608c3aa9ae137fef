namespace Reminders.Core.Notices;

/// <summary>
/// What to do with a notice just before it would be sent, from its items as they are at that moment: send it, withdraw it, let it wait, or
/// give its steps back to a later slot because its own day is over or it is quiet; and what to do with it once the provider has answered.
/// </summary>
/// <param name="Notice">The notice moved on, its dropped steps named.</param>
/// <param name="Owed">
/// The agenda entries under which the steps of a missed notice, or steps whose recipients have changed, are owed again in case of a crash.
/// </param>
public sealed record SendDecision(Notice Notice, ImmutableArray<AgendaEntry.OfItem> Owed)
{
    /// <param name="notice">The notice as the ledger holds it, waiting to be sent.</param>
    /// <param name="items">Its items, without those that are gone.</param>
    /// <param name="barriers">The numbers that fail, and whether the provider takes anything.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The moment of sending.</param>
    public static SendDecision Decide(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, SendBarriers barriers, Schedule schedule, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[notice.Zone];
        ImmutableArray<NoticeStep> steps =
        [
            .. from step in notice.Steps
               let item = items.GetValueOrDefault(step.Id.Item)
               select step with { Dropped = WhyDropped(notice, step, item, barriers, schedule, zone, now) },
        ];
        var kept = steps.Where(s => s.Dropped is null).ToList();
        var checkedNotice = notice with { Steps = steps };
        // The people have changed since the scan: the next one finds the new recipients.
        var owedToOthers = OwedAgain(
            notice with { Steps = [.. steps.Where(s => s.Dropped == Reasons.RecipientChanged)] }, items, now + AgendaTiming.WaitsFor);
        if (kept.Count == 0)
        {
            var ends = steps.All(s => s.Dropped == Reasons.Newer) ? NoticeState.Superseded : NoticeState.Suppressed;
            return new(checkedNotice.MovedTo(ends, now, steps[0].Dropped), owedToOthers);
        }
        if (!CanGo(notice, schedule, now))
            return new(notice.MovedTo(NoticeState.Superseded, now, Reasons.Missed), OwedAgain(notice, items, now + AgendaTiming.WaitsFor));
        if (barriers.Halt is { } halt && halt.Until > now)
            return TryLater(notice, items, schedule, now, Reasons.Halted + halt.Code, halt.Until)!;
        var lines = NoticeLines.Of(kept.Select(s => (items[s.Id.Item], s.Id)), zone);
        var text = new Composer(schedule).Compose(notice.Name, notice.To, lines, now.InZone(zone).Date);
        return new(checkedNotice.MovedTo(NoticeState.Sending, now) with { Text = text, SendingAt = now }, owedToOthers);
    }

    /// <summary>What the provider's answer to one attempt makes of the notice as it is by then; null when it changes nothing any more.</summary>
    /// <param name="notice">The notice as the ledger holds it.</param>
    /// <param name="attempt">The attempt that was answered.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="items">The notice's items.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The moment of the answer.</param>
    public static SendDecision? TryAnswered(
        Notice notice, int attempt, SendOutcome outcome, IReadOnlyDictionary<ItemCode, Item> items, Schedule schedule, Instant now)
    {
        // Of an attempt that did not reach the phone, and was followed by another, that it was taken is no news.
        if (outcome is SendOutcome.Accepted accepted && (notice.Attempt == attempt || notice.Undelivered == 0))
            return notice.TryMove(NoticeState.Sent, now) is { } sent
                ? new(sent with { ProviderId = accepted.ProviderId, SentAt = now }, [])
                : null;
        if (notice.Attempt != attempt)
            return null; // somebody has taken over, and this attempt has not gone out
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

    /// <summary>Whether the notice can go out in its own slot at that moment: its day lasts, and the quiet hours have not begun nor will while it is being sent.</summary>
    public static bool CanGo(Notice notice, Schedule schedule, Instant at)
    {
        var zone = DateTimeZoneProviders.Tzdb[notice.Zone];
        return new[] { at, at + NoticeTiming.SettlesWithin }
            .Select(moment => moment.InZone(zone))
            .All(local => local.Date == notice.Day && !schedule.Policy.QuietHours.Contains(local.TimeOfDay));
    }

    /// <summary>
    /// Gives the steps back: the notice is superseded, and once that is written its items are looked at again, to go out in the first
    /// slot that there is. Null when it cannot be superseded any more.
    /// </summary>
    public static SendDecision? TryMissed(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now, string reason = Reasons.Missed) =>
        notice.TryMove(NoticeState.Superseded, now, reason) is { } missed
            ? new(missed, OwedAgain(notice, items, now + AgendaTiming.WaitsFor))
            : null;

    /// <summary>The entries under which a notice's steps are owed again from an instant on, for those of its items that still owe any.</summary>
    public static ImmutableArray<AgendaEntry.OfItem> OwedAgain(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant at) =>
    [
        .. from step in notice.Steps
           group step by step.Id.Item into steps
           where items.GetValueOrDefault(steps.Key)?.IsWatched == true
           select AgendaEntry.ForItem(items[steps.Key], at, steps.Min(s => s.At)),
    ];

    // Later means within the notice's own day; after that its steps are told in another.
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
            return NoticeLines.Unreachable(item, step.Id)?.Phone is { } number && barriers.FlagOf(number) is not null
                ? null
                : Reasons.RecipientChanged;
        if (step.Id.Name.TellsNews)
            return null; // no later step takes its place
        var latest = schedule.Owed(step.Id.Role, item.OccasionIn(zone)!, zone, step.At, now).Latest;
        return latest is null || latest.Name == step.Id.Name ? null : Reasons.Newer;
    }
}

/// <summary>The reasons that notices and steps give. They are a contract; those that end in a colon are followed by the provider's code.</summary>
public static class Reasons
{
    public const string Gone = "gone";
    public const string DeadlineChanged = "deadline-changed";
    public const string RecipientChanged = "recipient-changed";
    public const string Newer = "newer-step";
    public const string ByHand = "sent-again-by-hand";
    public const string Missed = "missed-its-day";
    public const string CarrierLimit = "carrier-limit";
    public const string NumberFailed = "number-failed: ";
    public const string Halted = "halted: ";
    public const string Configuration = "configuration: ";

    /// <summary>The provider gave a code that its table does not know.</summary>
    public const string Unlisted = "unlisted: ";

    /// <summary>The provider cannot say whether it took the message.</summary>
    public const string Undecided = "undecided";

    /// <summary>It did not arrive, and the provider does not say why.</summary>
    public const string NoCode = "no-code";

    /// <summary>Whether the account's settings must be mended.</summary>
    public static bool IsConfiguration(string? reason) => reason?.StartsWith(Configuration, StringComparison.Ordinal) == true;

    /// <summary>Whether a code must be looked up.</summary>
    public static bool IsUnlisted(string? reason) => reason?.StartsWith(Unlisted, StringComparison.Ordinal) == true;

    /// <summary>Whether time alone does not help: what went wrong is said even once the notice's day is over.</summary>
    public static bool NeedsSomebody(string? reason) => IsConfiguration(reason) || IsUnlisted(reason) || reason == Undecided;
}
