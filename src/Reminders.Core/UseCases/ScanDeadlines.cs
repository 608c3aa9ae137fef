namespace Reminders.Core.UseCases;

/// <summary>
/// The timer's use case: reads the agenda's due entries, decides what is told to whom, claims it, queues it, and only then removes the
/// entries. First of all it carries absences, so that one that begins today holds for today's slot. It works from what is due and not accounted for, never from today's date, so one late run catches up; runs may repeat and overlap.
/// </summary>
public sealed class ScanDeadlines(
    Ledger ledger, INoticeQueue queue, ReadPeople people, FollowUpNotice followUp, FollowAbsences follow, Schedule schedule, IClock clock)
{
    private const int Rounds = 3;

    /// <summary>How far a slot may lie before the step it tells, and so how much earlier notices are read: a day, in which budgets count too.</summary>
    private static readonly Duration Margin = Duration.FromDays(1);

    /// <summary>
    /// How long after its slot an entry waits for a notice that is not there: the scan that wrote it died, or has been held up before its claim and
    /// may still make it.
    /// </summary>
    private static readonly Duration Unclaimed = Duration.FromDays(2);

    private readonly NoticePlanner planner = new(schedule);

    public async Task<ScanReport> RunAsync(CancellationToken cancellation)
    {
        var faults = await FollowAbsencesAsync(cancellation);
        var now = clock.GetCurrentInstant();
        var due = await ledger.Agenda.DueAsync(now, cancellation);
        faults = [.. faults, .. await FollowUpAsync([.. due.OfType<AgendaEntry.OfNotice>()], now, cancellation)];
        var report = new ScanReport(now, due.Count, 0, 0);
        var entries = due.OfType<AgendaEntry.OfItem>().ToList();
        for (var round = 1; entries.Count > 0; round++)
        {
            var (done, notices) = await ScanItemsAsync(entries, now, cancellation);
            report = report with { Items = report.Items + entries.Count, Notices = report.Notices + notices };
            if (done || round == Rounds)
                break; // what rivals hold is still on the agenda, for the next scan
            entries = [.. (await ledger.Agenda.DueAsync(now, cancellation)).OfType<AgendaEntry.OfItem>()];
            report = report with { Entries = report.Entries + entries.Count };
        }
        report = report with { Faults = faults.Length };
        await ledger.Watch.RecordScanAsync(report, cancellation);
        return faults.Length == 0 ? report : throw new AggregateException("Some notices could not be followed up, or absences not followed; all else was scanned.", faults);
    }

    // A failure here must not stop the scan.
    private async Task<ImmutableArray<Exception>> FollowAbsencesAsync(CancellationToken cancellation)
    {
        try
        {
            await follow.RunAsync(cancellation);
            return [];
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            return [fault];
        }
    }

    // Most notices are settled long before anybody looks after them: one read of their slots tells, whatever their number.
    // A notice whose provider cannot be asked stays on the agenda, and keeps nobody else from being told.
    private async Task<IReadOnlyCollection<Exception>> FollowUpAsync(ImmutableArray<AgendaEntry.OfNotice> entries, Instant now, CancellationToken cancellation)
    {
        var faults = new Dictionary<string, Exception>();
        if (entries.IsEmpty)
            return faults.Values;
        var notices = (await ledger.Notices.NoticesSinceAsync(entries.Min(e => e.Since), cancellation)).ToDictionary(n => n.Id);
        var finished = entries.Where(e => notices.ContainsKey(e.Notice) || now - e.Since > Unclaimed).ToList();
        foreach (var id in finished.Select(e => e.Notice).Distinct())
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
        await ledger.Agenda.RemoveFromAgendaAsync([.. finished.Where(e => !faults.ContainsKey(e.Notice))], cancellation);
        return faults.Values;
    }

    private async Task<(bool Done, int Notices)> ScanItemsAsync(IReadOnlyList<AgendaEntry.OfItem> entries, Instant now, CancellationToken cancellation)
    {
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var (visits, finished) = await VisitsAsync(entries, await people.RunAsync(barriers, cancellation), now, cancellation);
        var recent = visits.Count == 0 ? [] : await ledger.Notices.NoticesSinceAsync(LookBack(visits, now), cancellation);
        // The agenda stays as it is: whatever is due by the time that somebody says go is told then, as after an outage.
        if (barriers.Restoration is not null)
            return (true, 0);
        var decision = planner.Decide(new(visits, recent, barriers.Flags.ToDictionary(f => f.Number)), now);

        await ledger.Agenda.AddToAgendaAsync([.. decision.Notices.Select(n => AgendaEntry.ForNotice(n, now + NoticeTiming.FollowUpAfter))], cancellation);
        var claimed = await ledger.Notices.ClaimAsync(decision.Notices, cancellation);
        // A rival was faster for these items: they stay on the agenda and are looked at again with the rival's notice in sight.
        var lost = decision.Notices.Where(n => !claimed.Contains(n.Id)).ToDictionary(n => n.Id);
        var contested = lost.Values.SelectMany(n => n.Steps.Select(s => s.Id.Item)).ToHashSet();
        var won = decision.Notices.Where(n => claimed.Contains(n.Id)).ToList();
        // Held up for so long, what it would record may be over: the notices are looked after, and the next scan finds the entries as they were.
        if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
            return (true, won.Count);

        // First the entries: a record that something waits, written late over what a rival has told meanwhile, is looked at again.
        await ledger.Agenda.AddToAgendaAsync([.. decision.Agenda.Where(e => !contested.Contains(e.Item))], cancellation);
        // A rival may have used these entries up already, and told what this scan would record as waiting.
        if (clock.GetCurrentInstant() - now > AgendaTiming.HeldUpAfter)
            return (true, won.Count);
        await ledger.Items.RecordStepsAsync(
            [.. decision.Records.Where(r => r.Outcome == StepOutcome.Noticed ? !lost.ContainsKey(r.Detail) : !contested.Contains(r.Step.Item))], cancellation);
        await queue.EnqueueAsync([.. won.Select(n => n.Message)], cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([.. finished.Where(e => !contested.Contains(e.Item))], cancellation);
        return (contested.Count == 0, won.Count);
    }

    /// <summary>The watched items behind the entries, and the entries that this scan finishes, stale ones among them.</summary>
    private async Task<(List<Visit> Visits, List<AgendaEntry.OfItem> Finished)> VisitsAsync(
        IReadOnlyList<AgendaEntry.OfItem> entries, ContactDirectory people, Instant now, CancellationToken cancellation)
    {
        var plans = (await ledger.Plans.PlansAsync(cancellation)).Where(p => p.IsComplete).ToDictionary(p => p.Number);
        var items = await ledger.Items.FindItemsAsync([.. entries.Select(e => e.Item).Distinct()], cancellation);
        var visits = new List<Visit>();
        var finished = new List<AgendaEntry.OfItem>();
        foreach (var group in entries.GroupBy(e => e.Item))
        {
            var item = items.GetValueOrDefault(group.Key);
            if (item is null || !plans.TryGetValue(group.Key.Plan, out var plan))
            {
                finished.AddRange(group.Where(e => now - e.At > Margin)); // its plan was never loaded to the end
                continue;
            }
            var usable = group.Where(e => e.Version <= item.Version || now - e.At > AgendaTiming.WaitsFor).ToList();
            finished.AddRange(usable);
            // An entry of an older version may know of steps that nobody has accounted for. A look too many does no harm.
            if (usable.Count > 0 && item.IsWatched)
                visits.Add(new(people.Told(item), plan.TimeZone, usable.Min(e => e.Since)));
        }
        return (visits, finished);
    }

    // Supervisors hear once a week, so what they were last told lies further back than anything else that counts.
    private Instant LookBack(List<Visit> visits, Instant now)
    {
        var oldest = Instant.Min(visits.Min(v => v.Since), now) - Margin;
        var supervised = visits.Any(v => v.Item.Recipients(Role.Supervisor).Any() && now.InZone(v.Zone).Date > v.Occasion.On);
        return supervised ? Instant.Min(oldest, now - Duration.FromDays(schedule.Policy.SupervisorEveryDays + 1)) : oldest;
    }
}
