using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Contacts;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Schedules;
using Reminders.Core.Sms;

namespace Reminders.Core.Notices;

/// <summary>
/// What to do with a notice just before it would be sent, from its items as they are at that moment: send it, withdraw it, or give its
/// steps back to a later slot because its own day is over or it is quiet.
/// </summary>
/// <param name="Notice">The notice moved on, its dropped steps named.</param>
/// <param name="Owed">The agenda entries under which the steps of a missed notice are owed again.</param>
public sealed record SendDecision(Notice Notice, ImmutableArray<AgendaEntry> Owed)
{
    /// <param name="notice">The notice as the ledger holds it.</param>
    /// <param name="items">Its items, without those that are gone.</param>
    /// <param name="failing">The numbers that fail.</param>
    /// <param name="schedule">The schedule.</param>
    /// <param name="now">The moment of sending.</param>
    public static SendDecision Decide(
        Notice notice, IReadOnlyDictionary<ItemCode, Item> items, IReadOnlySet<PhoneNumber> failing, Schedule schedule, Instant now)
    {
        var zone = DateTimeZoneProviders.Tzdb[notice.Zone];
        var steps = notice.Steps.Select(s => s with { Dropped = WhyDropped(notice, s, items.GetValueOrDefault(s.Id.Item), failing, schedule, zone, now) }).ToImmutableArray();
        var kept = steps.Where(s => s.Dropped is null).ToList();
        var checkedNotice = notice with { Steps = steps };
        if (kept.Count == 0)
            return new(checkedNotice.MovedTo(steps.All(s => s.Dropped == Reasons.Newer) ? NoticeState.Superseded : NoticeState.Suppressed, now, steps[0].Dropped), []);
        if (IsMissed(notice, schedule, now))
            return Missed(notice, items, now);
        var lines = NoticeLines.Of(kept.Select(s => (items[s.Id.Item], s.Id)));
        var text = new Composer(schedule).Compose(notice.Name, notice.To, lines, now.InZone(zone).Date);
        return new(checkedNotice.MovedTo(NoticeState.Sending, now) with { Text = text }, []);
    }

    /// <summary>Whether the notice can no longer go out in its own slot: its day is over, or the day's quiet hours have begun.</summary>
    public static bool IsMissed(Notice notice, Schedule schedule, Instant now)
    {
        var local = now.InZone(DateTimeZoneProviders.Tzdb[notice.Zone]);
        return local.Date != notice.Day || schedule.Policy.QuietHours.Contains(local.TimeOfDay);
    }

    /// <summary>Gives the steps back: the notice is superseded, and once that is written its open items are looked at again, to go out in the first slot that there is.</summary>
    public static SendDecision Missed(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now)
    {
        return new(notice.MovedTo(NoticeState.Superseded, now, Reasons.Missed), OwedAgain(notice, items, now));
    }

    /// <summary>The entries under which a notice's steps are owed again for these of its items, those that are open.</summary>
    public static ImmutableArray<AgendaEntry> OwedAgain(Notice notice, IReadOnlyDictionary<ItemCode, Item> items, Instant now) =>
    [
        .. from step in notice.Steps
           group step by step.Id.Item into steps
           where items.GetValueOrDefault(steps.Key)?.State == ItemState.Open
           select AgendaEntry.ForItem(items[steps.Key], now + NoticeTiming.SettlesWithin, steps.Min(s => s.At)),
    ];

    private static string? WhyDropped(
        Notice notice, NoticeStep step, Item? item, IReadOnlySet<PhoneNumber> failing, Schedule schedule, DateTimeZone zone, Instant now)
    {
        if (item is null)
            return Reasons.Gone;
        if (item.State != ItemState.Open)
            return item.State.ToString().ToLowerInvariant();
        if (item.Deadline.Version != step.Id.DeadlineVersion)
            return Reasons.DeadlineChanged;
        if (!item.Recipients(step.Id.Role).Any(p => p.Phone == notice.To))
            return Reasons.RecipientChanged;
        if (step.Id.Name.StartsWith(Step.Unreachable, StringComparison.Ordinal))
            return NoticeLines.Unreachable(item, step.Id)?.Phone is { } number && failing.Contains(number) ? null : Reasons.RecipientChanged;
        var latest = schedule.Owed(step.Id.Role, item.Deadline.Date!.Value, zone, step.At, now).Latest;
        return latest is null || latest.Name == step.Id.Name ? null : Reasons.Newer;
    }
}

/// <summary>The reasons that notices and steps give. They are a contract.</summary>
public static class Reasons
{
    public const string Gone = "gone";
    public const string DeadlineChanged = "deadline-changed";
    public const string RecipientChanged = "recipient-changed";
    public const string Newer = "newer-step";
    public const string Missed = "missed-its-day";
}
