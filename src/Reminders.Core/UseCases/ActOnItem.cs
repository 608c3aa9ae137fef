namespace Reminders.Core.UseCases;

/// <summary>
/// Carries out an action on an item: report, verify, return, extend, reopen, cancel or complete. The agenda entry is written before
/// the item. An action that loses a race is decided again on the winner's item.
/// </summary>
public sealed class ActOnItem(Ledger ledger, ReadPeople people, Schedule schedule, IClock clock)
{
    public async Task<Outcome<Item>> RunAsync(ItemCode code, ItemCommand command, CancellationToken cancellation) =>
        await RunAsync(code, command with { People = await people.RunAsync(cancellation) }, loading: false, cancellation);

    /// <summary>Opens a draft that is complete now, also in a plan that is being loaded.</summary>
    internal async Task<Outcome<Item>> OpenAsync(ItemCode code, Actor by, CancellationToken cancellation) =>
        await RunAsync(code, new CompleteItem(by) { People = await people.RunAsync(cancellation) }, loading: true, cancellation);

    /// <summary>Carries out an action that brings its directory with it.</summary>
    /// <param name="code">The item.</param>
    /// <param name="command">The action.</param>
    /// <param name="loading">Whether it also acts on items of a plan that is being loaded.</param>
    /// <param name="cancellation">Cancels before the next write.</param>
    internal async Task<Outcome<Item>> RunAsync(ItemCode code, ItemCommand command, bool loading, CancellationToken cancellation)
    {
        command = command with { Policy = schedule.Policy };
        var plan = (await ledger.Plans.PlansAsync(cancellation)).FirstOrDefault(p => p.Number == code.Plan);
        if (plan is { IsComplete: false } && !loading)
            return new Outcome<Item>.Missing();
        while (plan is not null && await ledger.Items.FindItemAsync(code, cancellation) is { } stored)
        {
            var now = clock.GetCurrentInstant();
            var seen = command.Seen(stored.Value);
            var decision = command.Decide(seen, plan.TimeZone, now);
            if (decision is Decision.Refused(var refusal))
                return new Outcome<Item>.Refused(refusal);
            if (decision is not Decision.Change change)
                return new Outcome<Item>.Done(seen, Changed: false);
            var item = change.Item with { Version = stored.Value.Version + 1 };
            AgendaEntry[] looks = NextLook(item, command.People, plan.TimeZone, now) is { } look ? [look] : [];
            if (!await ledger.Agenda.AnnounceAsync(looks, now, clock, cancellation))
                continue;
            var entry = new HistoryEntry(code, item.Version, now, command.Action.ToString(), command.By, change.Detail);
            if (await ledger.Items.TrySaveItemAsync(stored, item, entry, cancellation))
                return new Outcome<Item>.Done(item);
        }
        return new Outcome<Item>.Missing();
    }

    /// <summary>
    /// The agenda entry for an item that has changed, or whose people have changed; null when the item owes no messages. An item that owed
    /// messages before is looked at now, from each role's latest step on. Existing notices show which steps were told; new recipients get
    /// the others. If a person's number fails, the look starts at the opening, because the ledger does not hold since when the item names
    /// that person. An item with news is looked at now, from the day of the news on, because a recipient may still wait for it.
    /// </summary>
    internal AgendaEntry.OfItem? NextLook(Item item, ContactDirectory people, DateTimeZone zone, Instant now)
    {
        if (item.OccasionIn(zone) is not { } occasion)
            return null;
        var fails = occasion.Kind == OccasionKind.Deadline && item.Recipients(Role.Person).Any(p => people.Fails(p.Phone!.Value));
        var (at, _) = schedule.FirstLook(occasion, zone);
        var (_, since) = schedule.FirstLook(fails ? occasion : occasion with { Since = now }, zone);
        var news = item.News.Where(n => !n.IsOver(now)).Select(n => n.At).ToList();
        return AgendaEntry.ForItem(item, news.Count > 0 ? now : Instant.Max(at, now), news.Append(since).Min());
    }
}
