namespace Reminders.Core.Notices;

/// <summary>An item that the agenda says to look at, with its entries that are due.</summary>
public sealed record DueItem(Item Item, DateTimeZone Zone, ImmutableArray<AgendaEntry.OfItem> Entries)
{
    public Occasion Occasion { get; } = Item.OccasionIn(Zone)
        ?? throw new ArgumentException($"Item {Item.Code} owes nobody anything.", nameof(Item));

    /// <summary>The instant from which steps may be owed.</summary>
    public Instant Since => Entries.Min(e => e.Since);

    /// <summary>The instant from which steps of the role may be owed, now at the latest.</summary>
    public Instant SinceFor(Role role, Instant now)
    {
        var since = now;
        foreach (var entry in Entries)
        {
            if (entry.Covers(role))
                since = Instant.Min(since, entry.Since);
        }
        return since;
    }
}

/// <summary>The input of a decision: the due items, the notices that may tell their steps, and the flagged numbers.</summary>
public sealed record ScanState(
    IReadOnlyList<DueItem> DueItems, IReadOnlyCollection<Notice> Recent, IReadOnlyDictionary<PhoneNumber, NumberFlag> Flags);

/// <summary>The result of a decision: notices to claim, the record of each step, and the next looks at each item.</summary>
public sealed record ScanDecision(
    ImmutableArray<Notice> Notices, ImmutableArray<StepRecord> Records, ImmutableArray<AgendaEntry.OfItem> Agenda);

/// <summary>
/// Decides which steps are told to whom in the slot of today. Pure. Of several due steps of one role the latest is told and the others are
/// superseded. All due steps for one number go into one notice. A step that cannot be told now waits for a later slot, with a reason.
/// </summary>
public sealed class NoticePlanner(Schedule schedule)
{
    /// <summary>The most steps of one notice, so that it fits into a row of the ledger; the rest waits for the next slot.</summary>
    private const int MostSteps = 1000;

    private static readonly Role[] Roles = Enum.GetValues<Role>();

    private readonly Composer composer = Composer.Of(schedule);

    public ScanDecision Decide(ScanState state, Instant now)
    {
        // No look and no number depends on another.
        var looks = new Look[state.DueItems.Count];
        Parallel.For(0, looks.Length, n => looks[n] = LookAt(state.DueItems[n], now));
        var slotOf = state.DueItems.Select(d => d.Zone).Distinct().ToDictionary(z => z, z => schedule.SlotOn(now.InZone(z).Date, z));
        var recent = state.Recent.ToLookup(n => n.To);
        var duties = new List<Duty>(looks.Length);
        foreach (var look in looks)
            AddDuties(look, state.Flags, now, duties);
        var numbers = duties.GroupBy(d => d.To).ToList();
        var accounts = new Account[numbers.Count];
        Parallel.For(0, numbers.Count, n => accounts[n] = AccountOf(numbers[n], [.. recent[numbers[n].Key]], slotOf, now));
        var waits = accounts.SelectMany(a => a.Waiting).ToLookup(w => w.Duty.Due.Item.Code);
        var agenda = ImmutableArray.CreateBuilder<AgendaEntry.OfItem>(looks.Length);
        foreach (var look in looks)
            AddNextLooks(look, waits[look.Due.Item.Code], agenda);
        return new([.. accounts.SelectMany(a => a.Notices)], [.. accounts.SelectMany(a => a.Records)], agenda.DrainToImmutable());
    }

    private Look LookAt(DueItem due, Instant now)
    {
        var owed = ImmutableArray.CreateBuilder<OwedSteps>(Roles.Length);
        foreach (var role in Roles)
            owed.Add(schedule.Owed(role, due.Occasion, due.Zone, due.SinceFor(role, now), now));
        return new(due, owed.MoveToImmutable());
    }

    private Account AccountOf(
        IGrouping<PhoneNumber, Duty> duties, List<Notice> toNumber, Dictionary<DateTimeZone, Instant> slotOf, Instant now)
    {
        var account = new Account([], [], []);
        var owed = Owed([.. duties], toNumber, account, now);
        foreach (var slot in owed.GroupBy(d => slotOf[d.Due.Zone])) // plans in two zones may share a slot
            Plan(duties.Key, slot.First().Due.Zone, [.. slot], toNumber, account, now);
        return account;
    }

    /// <summary>The duties without an outcome. The others are recorded.</summary>
    private static List<Duty> Owed(List<Duty> duties, List<Notice> toNumber, Account account, Instant now)
    {
        var told = new Dictionary<StepId, string?>(duties.Count);
        foreach (var duty in duties)
            told[duty.Id] = null;
        foreach (var notice in toNumber)
        {
            if (!NoticeLife.MayHaveBeenTold(notice.State))
                continue;
            foreach (var step in notice.Steps)
            {
                if (step.Dropped is null && told.TryGetValue(step.Id, out var by) && by is null)
                    told[step.Id] = notice.Id;
            }
        }
        var owed = new List<Duty>(duties.Count);
        foreach (var duty in duties)
        {
            // Told steps are recorded again, because a crash may have followed the claim before the records.
            if (told[duty.Id] is { } id)
                account.Records.Add(duty.Record(StepOutcome.Noticed, id, now));
            else if (duty.Outcome is { } outcome)
                account.Records.Add(duty.Record(outcome, duty.Detail, now));
            else
                owed.Add(duty);
        }
        return owed;
    }

    private void AddDuties(Look look, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags, Instant now, List<Duty> duties)
    {
        var due = look.Due;
        foreach (var role in Roles)
        {
            var owed = look.Owed[(int)role];
            if (owed.Latest is not { } latest)
                continue;
            var superseded = latest.Name.ToString();
            var recipients = Recipients(due.Item, role);
            foreach (var step in owed.Passed)
            {
                foreach (var party in recipients)
                    duties.Add(new(due, step, party) { Outcome = StepOutcome.Superseded, Detail = superseded });
            }
            foreach (var party in recipients)
                duties.Add(WithFlag(new(due, latest, party), flags));
        }
        AddNewsDuties(due, flags, now, duties);
        duties.AddRange(UnreachableDuties(due, flags, now).Select(duty => WithFlag(duty, flags)));
    }

    // Two people of an item may share an office phone.
    private static ImmutableArray<Party> Recipients(Item item, Role role) => item.Recipients(role) switch
    {
        { Length: > 1 } several => [.. several.DistinctBy(p => p.Phone)],
        var few => few,
    };

    private static void AddNewsDuties(
        DueItem due, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags, Instant now, List<Duty> duties)
    {
        foreach (var news in due.Item.News)
        {
            if (news.At < due.SinceFor(news.Role, now) || news.At > now)
                continue;
            var step = new Step(news.StepName, news.Role, news.At.InZone(due.Zone).Date, news.At);
            foreach (var party in Recipients(due.Item, news.Role))
            {
                var duty = new Duty(due, step, party);
                duties.Add(
                    WithFlag(news.IsOver(now) ? duty with { Outcome = StepOutcome.Suppressed, Detail = Reasons.UrgingOver } : duty, flags));
            }
        }
    }

    // The leader is told of a failing number once each time the item opens: when the number is flagged, or at the first look after the
    // opening.
    private IEnumerable<Duty> UnreachableDuties(DueItem due, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags, Instant now)
    {
        var item = due.Item;
        if (flags.Count == 0 || due.Occasion.Kind != OccasionKind.Deadline
            || !item.Recipients(Role.Person).Any(p => flags.ContainsKey(p.Phone!.Value)))
        {
            return [];
        }
        var first = schedule.FirstLook(due.Occasion, due.Zone).Since;
        return
            from person in Recipients(item, Role.Person)
            where flags.ContainsKey(person.Phone!.Value)
            let at = Instant.Max(flags[person.Phone!.Value].At, first)
            where at >= due.SinceFor(Role.Leader, now) && at <= now
            let step = new Step(StepName.Unreachable(person.Phone!.Value, at), Role.Leader, at.InZone(due.Zone).Date, at)
            from leader in Recipients(item, Role.Leader)
            select new Duty(due, step, leader);
    }

    private static Duty WithFlag(Duty duty, IReadOnlyDictionary<PhoneNumber, NumberFlag> flags) =>
        flags.TryGetValue(duty.To, out var flag)
            ? duty with { Outcome = StepOutcome.Suppressed, Detail = Reasons.NumberFailed + flag.Reason }
            : duty;

    private void Plan(
        PhoneNumber to, DateTimeZone zone, IReadOnlyList<Duty> duties, IReadOnlyList<Notice> toNumber, Account account, Instant now)
    {
        var today = now.InZone(zone).Date;
        var slotAt = schedule.SlotOn(today, zone);
        var next = schedule.NextSlotAfter(today, zone);
        var id = Notice.IdOf(to, slotAt);
        var waiting = new List<Wait>();

        var worksToday = schedule.Calendar.IsWorkingDay(today);
        var ready = Hold(duties, d => !worksToday && !(d.Step.Name.Kind == StepKind.Due && d.Step.On == today), "day-off", next);
        (string Reason, Instant Until)? all = now < slotAt ? ("before-slot", slotAt)
            : schedule.Policy.QuietHours.Contains(now, zone) ? ("quiet-hours", next)
            : toNumber.Any(n => n.Id == id) ? ("slot-taken", next)
            : null;
        if (all is var (reason, end))
            ready = Hold(ready, _ => true, reason, end);
        if (ready.Any(d => d.Step.Role == Role.Supervisor) && LastDigest(toNumber) is { } last
            && last.PlusDays(schedule.Policy.SupervisorEveryDays) is var again && today < again)
        {
            var until = schedule.SlotOn(schedule.Calendar.OnOrAfter(again), zone);
            ready = Hold(ready, d => d.Step.Role == Role.Supervisor, "weekly-digest", until);
        }
        if (ready.Count > MostSteps)
        {
            var told = ready.OrderBy(d => d.Step.At).Take(MostSteps).ToHashSet<Duty>(ReferenceEqualityComparer.Instance);
            ready = Hold(ready, d => !told.Contains(d), "digest-full", next);
        }
        if (ready.Count > 0)
        {
            // The sender has the steps in this order. In the same order it finds the text written.
            ready = [.. ready.OrderBy(d => d.Id.Item).ThenBy(d => d.Step.At)];
            var text = composer.Compose(ready[0].Party.Name, to, NoticeLines.Of(ready.Select(d => (d.Due.Item, d.Id)), zone), today);
            if (!new CarrierBudget(to, toNumber).Allows(text, now))
                ready = Hold(ready, _ => true, Reasons.CarrierLimit, next);
            if (ready.Count > 0)
            {
                account.Notices.Add(new(id, to, ready[0].Party.Name, slotAt, zone.Id)
                {
                    Steps = [.. ready.Select(d => new NoticeStep(d.Id, d.Step.At))],
                    StateAt = now,
                    Text = text,
                });
                account.Records.AddRange(ready.Select(d => d.Record(StepOutcome.Noticed, id, now)));
            }
        }
        account.Waiting.AddRange(waiting);
        account.Records.AddRange(waiting.Select(w => w.Duty.Record(StepOutcome.Waiting, w.Reason, now) with { Until = w.Until }));

        IReadOnlyList<Duty> Hold(IReadOnlyList<Duty> from, Func<Duty, bool> held, string reason, Instant until)
        {
            if (!from.Any(held))
                return from;
            waiting.AddRange(from.Where(held).Select(d => new Wait(d, reason, until)));
            return [.. from.Where(d => !held(d))];
        }
    }

    private static LocalDate? LastDigest(IEnumerable<Notice> toNumber) => toNumber
        .Where(n => NoticeLife.MayHaveBeenTold(n.State) && n.Steps.Any(s => s.Id.Role == Role.Supervisor && s.Dropped is null))
        .Select(n => (LocalDate?)n.Day)
        .Max();

    // A step that waits has a look of its own. Otherwise every look before it would go back to that step and decide again what was told.
    private static void AddNextLooks(Look look, IEnumerable<Wait> waits, ImmutableArray<AgendaEntry.OfItem>.Builder agenda)
    {
        var next = look.Owed.Where(o => o.Next is not null).Min(o => o.Next!.At);
        agenda.Add(AgendaEntry.ForItem(look.Due.Item, next, next));
        foreach (var wait in waits.GroupBy(w => (w.Until, w.Duty.Step.Role), w => w.Duty.Step.At))
            agenda.Add(AgendaEntry.ForItem(look.Due.Item, wait.Key.Until, wait.Min()) with { Role = wait.Key.Role });
    }

    /// <summary>A due item and what it owes each role, in the order of the roles.</summary>
    private sealed record Look(DueItem Due, ImmutableArray<OwedSteps> Owed);

    /// <summary>A step for one recipient. A told one has its outcome from its notice, others may have one here.</summary>
    private sealed record Duty(DueItem Due, Step Step, Party Party)
    {
        public StepOutcome? Outcome { get; init; }
        public string Detail { get; init; } = "";
        public PhoneNumber To => Party.Phone!.Value;
        public StepId Id => new(Due.Item.Code, Step.Name.TellsNews ? 0 : Due.Occasion.Version, Step.Name, Step.Role);

        public StepRecord Record(StepOutcome outcome, string detail, Instant now) => new(Id, To, Party.Name, Step.At, outcome, detail, now);
    }

    private sealed record Wait(Duty Duty, string Reason, Instant Until);

    /// <summary>What became of all duties to one number.</summary>
    private sealed record Account(List<Notice> Notices, List<StepRecord> Records, List<Wait> Waiting);
}

/// <summary>
/// The lines of a message from the steps of a notice: one for each item in the highest role of the reader, and one for each unreachable
/// person.
/// </summary>
internal static class NoticeLines
{
    public static IReadOnlyCollection<Line> Of(IEnumerable<(Item Item, StepId Step)> steps, DateTimeZone zone)
    {
        var lines = new OrderedDictionary<(ItemCode Item, Party? Unreachable), Line>(
            steps.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var (item, step) in steps)
        {
            var line = new Line(item, step.Role, Unreachable(item, step))
            {
                WaitsSince = item.State == ItemState.Open ? null : item.OccasionIn(zone)?.On,
                TellsUrging = step.Name.Kind == StepKind.Urged,
                TellsAnswer = step.Name.Kind == StepKind.Answered,
            };
            var key = (item.Code, line.Unreachable);
            lines[key] = lines.TryGetValue(key, out var other) ? other.With(line) : line;
        }
        return lines.Values;
    }

    /// <summary>The unreachable person of the step; null for any other step, and when that person left the item.</summary>
    public static Party? Unreachable(Item item, StepId step) =>
        step.Name.Kind == StepKind.Unreachable
            ? item.Recipients(Role.Person).FirstOrDefault(p => step.Name.IsUnreachable(p.Phone!.Value))
            : null;
}
