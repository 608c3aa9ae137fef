namespace Reminders.Core.Notices;

/// <summary>An item that is watched and that the agenda says to look at; its steps from <paramref name="Since"/> on may be owed.</summary>
public sealed record Visit(Item Item, DateTimeZone Zone, Instant Since)
{
    public Occasion Occasion { get; } = Item.OccasionIn(Zone) ?? throw new ArgumentException($"Item {Item.Code} owes nobody anything.", nameof(Item));
}

/// <summary>What a scan has read: the items to look at, the notices that may hold their steps, and the numbers that fail.</summary>
public sealed record ScanState(
    IReadOnlyCollection<Visit> Visits, IReadOnlyCollection<Notice> Recent, IReadOnlyDictionary<PhoneNumber, NumberFlag> Flags);

/// <summary>What a scan will do: notices to claim, what became of each step, and when to look at each item next.</summary>
public sealed record ScanDecision(
    ImmutableArray<Notice> Notices, ImmutableArray<StepRecord> Records, ImmutableArray<AgendaEntry.OfItem> Agenda);

/// <summary>
/// Decides which steps are told to whom in today's slot. Pure. Of several due steps of one role only the latest is told, the others are
/// superseded; all that is due to one number goes into one notice; what cannot go out now waits for a later slot, and says why.
/// </summary>
public sealed class NoticePlanner(Schedule schedule)
{
    /// <summary>How many steps one notice may tell, so that it fits a row of the ledger; the rest waits for the next slot.</summary>
    private const int MostSteps = 1000;

    private readonly Composer composer = new(schedule);

    public ScanDecision Decide(ScanState state, Instant now)
    {
        var told = state.Recent.Where(n => NoticeLife.Counts(n.State))
            .SelectMany(n => n.Steps.Where(s => s.Dropped is null).Select(s => (Step: (s.Id, n.To), Notice: n.Id)))
            .ToLookup(t => t.Step, t => t.Notice);
        // What is told already is recorded again: the scan that claimed its notice may have died before it wrote that down.
        var owed = state.Visits.SelectMany(v => DutiesOf(v, state.Flags, now))
            .DistinctBy(d => (d.Id, d.To)) // two of an item's people may share an office phone
            .Select(d => told[(d.Id, d.To)].FirstOrDefault() is { } notice ? d with { Outcome = StepOutcome.Noticed, Detail = notice } : d)
            .ToList();

        var settled = owed.Where(d => d.Outcome is not null).Select(d => d.Record(d.Outcome!.Value, d.Detail, now));
        var recent = state.Recent.ToLookup(n => n.To);
        var slots = owed.Where(d => d.Outcome is null)
            .GroupBy(d => (d.To, SlotAt: schedule.SlotOn(now.InZone(d.Visit.Zone).Date, d.Visit.Zone))) // zones may share their slots
            .Select(g => Plan(g.Key.To, g.First().Visit.Zone, [.. g], [.. recent[g.Key.To]], now))
            .ToList();
        var waiting = slots.SelectMany(s => s.Waiting).ToLookup(w => w.Duty.Visit.Item.Code);
        return new(
            [.. slots.Select(s => s.Notice).OfType<Notice>()],
            [.. settled, .. slots.SelectMany(s => s.Records)],
            [.. state.Visits.Select(v => NextVisit(v, [.. waiting[v.Item.Code]], now))]);
    }

    private IEnumerable<Duty> DutiesOf(Visit visit, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags, Instant now)
    {
        var item = visit.Item;
        foreach (var role in Enum.GetValues<Role>())
        {
            var owed = schedule.Owed(role, visit.Occasion, visit.Zone, visit.Since, now);
            var steps = owed.Passed.Select(s => (Step: s, Superseded: true));
            if (owed.Latest is { } latest)
                steps = steps.Append((latest, false));
            foreach (var (step, superseded) in steps)
            {
                foreach (var party in item.Recipients(role))
                {
                    yield return superseded
                        ? new(visit, step, party) { Outcome = StepOutcome.Superseded, Detail = owed.Latest!.Name.ToString() }
                        : WithFlag(new(visit, step, party), flags);
                }
            }
        }
        foreach (var duty in NewsDuties(visit, now).Concat(UnreachableDuties(visit, flags, now)))
            yield return WithFlag(duty, flags);
    }

    private static IEnumerable<Duty> NewsDuties(Visit visit, Instant now) =>
        from news in visit.Item.News
        where news.At >= visit.Since && news.At <= now
        let step = new Step(news.StepName, news.Role, news.At.InZone(visit.Zone).Date, news.At)
        from party in visit.Item.Recipients(news.Role)
        select new Duty(visit, step, party);

    // Of a number that fails, the item's leader is told once in each opening of the item: when it is flagged, or at the first visit after the opening.
    private IEnumerable<Duty> UnreachableDuties(Visit visit, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags, Instant now)
    {
        var item = visit.Item;
        if (visit.Occasion.Kind != OccasionKind.Deadline || !item.Recipients(Role.Person).Any(p => flags.ContainsKey(p.Phone!.Value)))
            return [];
        var first = schedule.FirstVisit(visit.Occasion, visit.Zone).Since;
        return
            from person in item.Recipients(Role.Person)
            where flags.ContainsKey(person.Phone!.Value)
            let at = Instant.Max(flags[person.Phone!.Value].At, first)
            where at >= visit.Since && at <= now
            let step = new Step(StepName.Unreachable(person.Phone!.Value, at), Role.Leader, at.InZone(visit.Zone).Date, at)
            from leader in item.Recipients(Role.Leader)
            select new Duty(visit, step, leader);
    }

    private static Duty WithFlag(Duty duty, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags) =>
        flags.TryGetValue(duty.To, out var flag) ? duty with { Outcome = StepOutcome.Suppressed, Detail = Reasons.NumberFailed + flag.Reason } : duty;

    private Slot Plan(PhoneNumber to, DateTimeZone zone, IReadOnlyList<Duty> duties, IReadOnlyList<Notice> toNumber, Instant now)
    {
        var today = now.InZone(zone).Date;
        var slotAt = schedule.SlotOn(today, zone);
        var next = schedule.NextSlotAfter(today, zone);
        var id = Notice.IdOf(to, slotAt);
        var waiting = new List<Wait>();

        var ready = Hold(duties, d => !schedule.Calendar.IsWorkingDay(today) && !(d.Step.Name.Kind == StepKind.Due && d.Step.On == today), "day-off", next);
        ready = Hold(ready, _ => now < slotAt, "before-slot", slotAt);
        ready = Hold(ready, _ => schedule.Policy.QuietHours.Contains(now, zone), "quiet-hours", next);
        ready = Hold(ready, _ => toNumber.Any(n => n.Id == id), "slot-taken", next);
        if (LastDigest(toNumber) is { } last && last.PlusDays(schedule.Policy.SupervisorEveryDays) is var again && today < again)
            ready = Hold(ready, d => d.Step.Role == Role.Supervisor, "weekly-digest", schedule.SlotOn(schedule.Calendar.OnOrAfter(again), zone));
        if (ready.Count > MostSteps)
        {
            var told = ready.OrderBy(d => d.Step.At).Take(MostSteps).ToHashSet();
            ready = Hold(ready, d => !told.Contains(d), "digest-full", next);
        }
        if (ready.Count > 0)
        {
            var text = composer.Compose(ready[0].Party.Name, to, NoticeLines.Of(ready.Select(d => (d.Visit.Item, d.Id)), zone), today);
            ready = Hold(ready, _ => !new CarrierBudget(to, toNumber).Allows(text, now), Reasons.CarrierLimit, next);
            if (ready.Count > 0)
            {
                var notice = new Notice(id, to, ready[0].Party.Name, slotAt, zone.Id)
                {
                    Steps = [.. ready.OrderBy(d => d.Id.Item).ThenBy(d => d.Step.At).Select(d => new NoticeStep(d.Id, d.Step.At))],
                    StateAt = now,
                    Text = text,
                };
                return new(notice, [.. ready.Select(d => d.Record(StepOutcome.Noticed, id, now)), .. Records()], waiting);
            }
        }
        return new(null, [.. Records()], waiting);

        IReadOnlyList<Duty> Hold(IReadOnlyList<Duty> from, Func<Duty, bool> held, string reason, Instant until)
        {
            waiting.AddRange(from.Where(held).Select(d => new Wait(d, reason, until)));
            return [.. from.Where(d => !held(d))];
        }

        IEnumerable<StepRecord> Records() => waiting.Select(w => w.Duty.Record(StepOutcome.Waiting, w.Reason, now));
    }

    private static LocalDate? LastDigest(IEnumerable<Notice> toNumber) => toNumber
        .Where(n => NoticeLife.Counts(n.State) && n.Steps.Any(s => s.Id.Role == Role.Supervisor && s.Dropped is null))
        .Select(n => (LocalDate?)n.Day)
        .Max();

    private AgendaEntry.OfItem NextVisit(Visit visit, IReadOnlyList<Wait> waits, Instant now)
    {
        var next = schedule.NextAfter(visit.Occasion, visit.Zone, visit.Since, now);
        return AgendaEntry.ForItem(
            visit.Item,
            waits.Select(w => w.Until).Append(next).Min(),
            waits.Select(w => w.Duty.Step.At).Append(next).Min());
    }

    /// <summary>A step towards one recipient. An outcome says that it is settled already.</summary>
    private sealed record Duty(Visit Visit, Step Step, Party Party)
    {
        public StepOutcome? Outcome { get; init; }
        public string Detail { get; init; } = "";
        public PhoneNumber To => Party.Phone!.Value;
        public StepId Id => new(Visit.Item.Code, Step.Name.TellsNews ? 0 : Visit.Occasion.Version, Step.Name, Step.Role);

        public StepRecord Record(StepOutcome outcome, string detail, Instant now) => new(Id, To, Party.Name, Step.At, outcome, detail, now);
    }

    private sealed record Wait(Duty Duty, string Reason, Instant Until);

    private sealed record Slot(Notice? Notice, ImmutableArray<StepRecord> Records, IReadOnlyList<Wait> Waiting);
}
