namespace Reminders.Core.UseCases;

/// <summary>
/// The use case of the timer. It reads the due agenda entries, decides on notices, claims them, queues them, and then removes the entries.
/// Before that it follows absences, so that an absence that begins today counts in today's slot. It works on due steps that are not
/// accounted for, not on today's date, so one late run catches up. Safe to repeat and to overlap.
/// </summary>
public sealed class ScanDeadlines(
    Ledger ledger, INoticeQueue queue, ReadPeople people, FollowUpNotice followUp, FollowAbsences follow, Schedule schedule, IClock clock)
{
    private const int Rounds = 3;

    /// <summary>
    /// How much earlier notices are read than the oldest step: a slot may lie up to a day before its step, and budgets count one day.
    /// </summary>
    private static readonly Duration Margin = Duration.FromDays(1);

    /// <summary>
    /// How long after its slot an entry waits for a notice that does not exist. The scan that wrote the entry has crashed, or is slow and
    /// may still claim the notice.
    /// </summary>
    private static readonly Duration Unclaimed = Duration.FromDays(2);

    private readonly NoticePlanner planner = new(schedule);

    /// <exception cref="LedgerUnavailableException">The ledger is out of use; nothing is written.</exception>
    public async Task<ScanReport> RunAsync(CancellationToken cancellation)
    {
        var before = await ledger.Barriers.BarriersAsync(cancellation);
        before.RequireInUse();
        var faults = await FollowAbsencesAsync(before, cancellation);
        var now = clock.GetCurrentInstant();
        var due = await ledger.Agenda.DueAsync(now, cancellation);
        faults = [.. faults, .. await FollowUpAsync([.. due.OfType<AgendaEntry.OfNotices>()], now, cancellation)];
        var report = new ScanReport(now, due.Count, 0, 0);
        var entries = due.OfType<AgendaEntry.OfItem>().ToList();
        for (var round = 1; entries.Count > 0; round++)
        {
            var (done, notices) = await ScanItemsAsync(entries, now, cancellation);
            report = report with { Items = report.Items + entries.Count, Notices = report.Notices + notices };
            if (done || round == Rounds)
                break; // contested items stay on the agenda for the next scan
            entries = [.. (await ledger.Agenda.DueAsync(now, cancellation)).OfType<AgendaEntry.OfItem>()];
            report = report with { Entries = report.Entries + entries.Count };
        }
        report = report with { Faults = faults.Length };
        await ledger.Watch.RecordScanAsync(report, cancellation);
        return faults.Length == 0
            ? report
            : throw new AggregateException(
                "Some notices could not be followed up, or absences not followed; all else was scanned.", faults);
    }

    // A failure here must not stop the scan.
    private async Task<ImmutableArray<Exception>> FollowAbsencesAsync(SendBarriers barriers, CancellationToken cancellation)
    {
        try
        {
            await follow.RunAsync(barriers, cancellation);
            return [];
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return [fault];
        }
    }

    // Most notices are settled by now, so one read of all their slots is cheaper than one read of each.
    // A notice that cannot be followed up stays on the agenda and must not stop the scan.
    private async Task<IReadOnlyCollection<Exception>> FollowUpAsync(
        ImmutableArray<AgendaEntry.OfNotices> entries, Instant now, CancellationToken cancellation)
    {
        var faults = new Dictionary<string, Exception>();
        if (entries.IsEmpty)
            return faults.Values;
        var notices = (await ledger.Notices.NoticesSinceAsync(entries.Min(e => e.Since), cancellation)).ToDictionary(n => n.Id);
        foreach (var id in entries.SelectMany(e => e.Notices).Distinct())
        {
            if (!notices.TryGetValue(id, out var notice) || NoticeLife.IsSettled(notice.State))
                continue;
            try
            {
                await followUp.RunAsync(id, now, cancellation);
            }
            catch (Exception fault) when (!cancellation.IsCancellationRequested)
            {
                faults[id] = fault;
            }
        }
        var smaller = entries.Select(e => (Entry: e, Left: e with { Notices = [.. e.Notices.Where(id => !IsFinished(e, id))] }))
            .Where(e => e.Left.Notices.Length < e.Entry.Notices.Length).ToList();
        await ledger.Agenda.AddToAgendaAsync([.. smaller.Select(e => e.Left).Where(e => !e.Notices.IsEmpty)], cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([.. smaller.Select(e => e.Entry)], cancellation);
        return faults.Values;

        bool IsFinished(AgendaEntry.OfNotices entry, string id) =>
            !faults.ContainsKey(id) && (notices.ContainsKey(id) || now - entry.Since > Unclaimed);
    }

    private async Task<(bool Done, int Notices)> ScanItemsAsync(
        IReadOnlyList<AgendaEntry.OfItem> entries, Instant now, CancellationToken cancellation)
    {
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var (dueItems, finished) = await DueItemsAsync(entries, await people.RunAsync(barriers, cancellation), now, cancellation);
        var recent = dueItems.Count == 0 ? [] : await ledger.Notices.NoticesSinceAsync(LookBack(dueItems, now), cancellation);
        // The agenda is unchanged. When the office resumes reminders, the due steps are told as after an outage.
        if (barriers.Restoration is not null)
            return (true, 0);
        var decision = planner.Decide(new(dueItems, recent, barriers.Flags.ToDictionary(f => f.Number)), now);

        var followUps = AgendaEntry.ForNotices(decision.Notices, now + NoticeTiming.FollowUpAfter);
        await ledger.Agenda.AddToAgendaAsync([.. followUps], cancellation);
        var claimed = await ledger.Notices.ClaimAsync(decision.Notices, cancellation);
        // Another scan has claimed notices for these items. They stay on the agenda, and the next look sees those notices.
        var lost = decision.Notices.Where(n => !claimed.Contains(n.Id)).ToDictionary(n => n.Id);
        var contested = lost.Values.SelectMany(n => n.Steps.Select(s => s.Id.Item)).ToHashSet();
        var won = decision.Notices.Where(n => claimed.Contains(n.Id)).ToList();
        // Too slow: the decision may be stale, so record nothing. The agenda looks after the notices and keeps the entries.
        if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
            return (true, won.Count);

        // Entries before records: a late record may replace the record of another scan, and then the entry has the item looked at again.
        // Too slow: another scan may have used them up and told steps that this scan would record as waiting.
        if (!await ledger.Agenda.AnnounceAsync([.. decision.Agenda.Where(e => !contested.Contains(e.Item))], now, clock, cancellation))
            return (true, won.Count);
        await ledger.Items.RecordStepsAsync(
            [
                .. decision.Records.Where(r =>
                    r.Outcome == StepOutcome.Noticed ? !lost.ContainsKey(r.Detail) : !contested.Contains(r.Step.Item)),
            ],
            cancellation);
        // In the order of the items: the sender takes several messages at once and reads items that stand together with one request.
        await queue.EnqueueAsync([.. won.OrderBy(n => n.Steps[0].Id.Item).Select(n => n.Message)], cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([.. finished.Where(e => !contested.Contains(e.Item))], cancellation);
        return (contested.Count == 0, won.Count);
    }

    /// <summary>The watched items of the entries, and the entries that this scan finishes, including stale ones.</summary>
    private async Task<(List<DueItem> DueItems, List<AgendaEntry.OfItem> Finished)> DueItemsAsync(
        IReadOnlyList<AgendaEntry.OfItem> entries, ContactDirectory people, Instant now, CancellationToken cancellation)
    {
        var plans = (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number);
        var groups = entries.GroupBy(e => e.Item).ToList();
        var items = await ledger.Items.FindItemsAsync(groups.ConvertAll(g => g.Key), cancellation);
        var dueItems = new List<DueItem>(groups.Count);
        var finished = new List<AgendaEntry.OfItem>(entries.Count);
        foreach (var group in groups)
        {
            var item = items.GetValueOrDefault(group.Key);
            if (item is null || !plans.TryGetValue(group.Key.Plan, out var plan))
            {
                finished.AddRange(group.Where(e => now - e.At > Margin)); // its plan was never loaded to the end
                continue;
            }
            var usable = group.Where(e => e.Version <= item.Version || now - e.At > AgendaTiming.WaitsFor).ToImmutableArray();
            finished.AddRange(usable);
            // An entry of an older version may cover steps that are not accounted for. An extra look is harmless.
            if (usable.Length > 0 && item.IsWatched)
                dueItems.Add(new(people.Told(item), plan.TimeZone, usable));
        }
        return (dueItems, finished);
    }

    // Supervisors get a message once a week, so their last notice is older than the others.
    private Instant LookBack(List<DueItem> dueItems, Instant now)
    {
        var oldest = Instant.Min(dueItems.Min(v => v.Since), now) - Margin;
        var supervised = dueItems.Any(v => v.Item.Recipients(Role.Supervisor).Any() && now.InZone(v.Zone).Date > v.Occasion.On);
        return supervised ? Instant.Min(oldest, now - Duration.FromDays(schedule.Policy.SupervisorEveryDays + 1)) : oldest;
    }
}
