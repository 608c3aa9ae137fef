using System.Text.RegularExpressions;

namespace Reminders.Simulation.Promises;

/// <summary>A broken promise, how it broke, and the words that find its story.</summary>
public sealed record Broken(string Promise, string What, string[] Words);

/// <summary>
/// Watches every call that took effect and every message that the provider took. The versions of an item and of the people show the truth
/// at a moment. The provider shows the messages of a phone, and a notice shows the steps of its message.
/// </summary>
public sealed partial class Watcher(Setting setting, Schedule schedule, InMemoryLedger ledger, Stage stage, IClock clock)
{
    private static readonly Duration Skew = Duration.FromMinutes(1);
    private static readonly Duration Day = Duration.FromHours(24);

    private readonly Dictionary<ItemCode, List<(int Call, Instant At, Item Item)>> versions = [];
    private readonly List<People> people = [new(0, Instant.MinValue, new([]), [], ImmutableHashSet<PhoneNumber>.Empty)];
    private readonly Dictionary<(PhoneNumber To, StepId Step), string> told = [];
    private readonly Dictionary<string, (NoticeState State, int Attempt)> moves = [];
    private readonly List<Taken> taken = [];

    /// <summary>The first broken promise; null while all hold.</summary>
    public Broken? Broken { get; private set; }

    /// <summary>The auditor has finished.</summary>
    public bool IsAudited { get; private set; }

    /// <summary>The messages that may still go out of a ledger that is being moved; null for any.</summary>
    public IReadOnlySet<string>? MayGo { get; set; }

    /// <summary>The actions that people have started.</summary>
    public List<(Deed Deed, Job Job)> Deeds { get; } = [];

    /// <summary>The handovers that have ended.</summary>
    public Handovers Handovers { get; } = new(ledger);

    /// <summary>The current items, with the people who are told now.</summary>
    public IEnumerable<Item> Items => versions.Values.Select(v => people[^1].Told(v[^1].Item, clock.GetCurrentInstant()));

    public Item? Now(ItemCode code) =>
        versions.TryGetValue(code, out var known) ? people[^1].Told(known[^1].Item, clock.GetCurrentInstant()) : null;

    /// <summary>All versions of the item since a moment, with their people; empty if the item did not exist then.</summary>
    public IEnumerable<Item> From(ItemCode code, Instant at)
    {
        var known = versions[code];
        // An absence may have turned since the last change.
        var now = clock.GetCurrentInstant();
        var moments = known.Select(v => v.At).Concat(people.Select(p => p.At)).Append(now).Where(m => m > at).Append(at).Distinct().Order();
        Item? before = null;
        foreach (var moment in moments)
        {
            if (known.FindLastIndex(v => v.At <= moment) is not (>= 0 and var version))
                yield break;
            var item = people.FindLast(p => p.At <= moment)!.Told(known[version].Item, moment);
            if (before?.Version != item.Version || !before.HasPeopleOf(item))
                yield return before = item;
        }
    }

    public void Break(string promise, string what, params string[] words) => Broken ??= new(promise, what, words);

    /// <summary>Receives a call that took effect.</summary>
    public void Called(string method, object?[] arguments, object? answer)
    {
        switch (method)
        {
            case nameof(IItems.AddItemsAsync):
                foreach (var item in (IReadOnlyCollection<Item>)arguments[0]!)
                    Remember(ledger.Items.FindItemAsync(item.Code, default).Result!.Value);
                break;
            case nameof(IItems.TrySaveItemAsync) when answer is true:
                Remember((Item)arguments[1]!);
                break;
            case nameof(IPeople.SaveContactsAsync) or nameof(IPeople.SaveContactsOfAsync) or nameof(IPeople.AddContactsAsync):
            case nameof(IPeople.TryAddHandoverAsync) or nameof(IPeople.TryAddAbsenceAsync) or nameof(IPeople.TrySaveAbsenceAsync):
            case nameof(IBarriers.FlagAsync) or nameof(IBarriers.UnflagAsync):
                RememberPeople();
                break;
            case nameof(INotices.FindNoticesAsync):
                foreach (var id in (IReadOnlyCollection<string>)arguments[0]!)
                    stage.Current.Read[id] = (stage.Calls, clock.GetCurrentInstant());
                break;
            case nameof(INotices.TrySaveNoticesAsync):
                foreach (var saved in ((IReadOnlyDictionary<string, Stored<Notice>>)answer!).Values)
                    Moved(saved.Value);
                break;
            case nameof(IAgenda.AddToAgendaAsync) or nameof(IAgenda.RemoveFromAgendaAsync) when stage.Story.IsKept:
                var does = method == nameof(IAgenda.AddToAgendaAsync) ? "notes" : "strikes out";
                foreach (var entry in (IReadOnlyCollection<AgendaEntry>)arguments[0]!)
                    stage.Story.Tell(clock.GetCurrentInstant(), $"{stage.Current}: {does} {NameOf(entry)} for {entry.At}");
                break;
            case nameof(IAgenda.DueAsync):
                Due((IReadOnlyList<AgendaEntry>)answer!);
                break;
            case nameof(IItems.ItemsAsync) or nameof(IItems.ItemFilesAsync) or nameof(IItems.HistoryAsync)
                when stage.Current.ToString().EndsWith("scans", StringComparison.Ordinal) && !HasTurned(stage.Current):
                Break(PromiseNames.WhatIsDue, $"A scan calls {method}, which reads everything.");
                break;
            default:
                break;
        }
    }

    /// <summary>Receives a message that the provider took.</summary>
    public void Taken(Taken message)
    {
        taken.Add(message);
        var (sms, at, arrived) = (message.Sms, message.At, message.Arrived);
        var notice = ledger.Notices.FindNoticeAsync(sms.Notice, default).Result!.Value;
        var steps = notice.Steps.Where(s => s.Dropped is null).Select(s => s.Id).ToList();
        string[] words = [sms.Notice, .. steps.Select(s => s.Item.ToString())];
        var does = arrived ? "arrives" : "does not arrive";
        var start = sms.Text.Length > 30 ? sms.Text[..30] : sms.Text;
        var names = string.Join(", ", steps.Select(s => $"{s.Item}:{s.Name}"));
        stage.Story.Tell(at, $"the provider takes {sms.Reference} for {sms.To.Value}, which {does}: {start}… [{names}]");
        if (arrived)
            CheckTwice(sms, steps, words);
        if (MayGo?.Contains(sms.Reference) == false)
            Break(PromiseNames.Once, $"{sms.Reference} went out of a ledger that had moved, and the new place sends it too.", words);
        CheckTime(sms, at, words);
        CheckCarrier(sms, at, words);
        CheckTruth(sms, notice, steps, at, words);
        if (sms.Text.Contains(sms.To.Value, StringComparison.Ordinal))
            Break(PromiseNames.NoNumbers, sms.Text, words);
    }

    /// <summary>Receives a report from the middle of the play. No fault takes an item off the agenda.</summary>
    public void AuditedMeanwhile(AuditReport report)
    {
        if (report.Problems.FirstOrDefault(p => p.Code == AuditCodes.ItemUnwatched) is { } problem)
            Break(PromiseNames.Audit, $"{problem.Code}: {problem.Message}", CodesIn(problem.Message));
    }

    /// <summary>Receives the auditor's last report.</summary>
    public void Audited(AuditReport report)
    {
        IsAudited = true;
        var (scheduled, waiting, flagged, problems) = (report.Scheduled, report.Waiting, report.Flagged, report.Problems.Length);
        stage.Story.Tell(
            report.At, $"the audit finds {scheduled} scheduled, {waiting} waiting, {flagged} flagged and {problems} problems");
        // A halted sender may have had no message to send since. Only the audit repairs an item
        // that changes while an absence begins.
        if (report.Problems.FirstOrDefault(p => p.Code is not (AuditCodes.SendingHalted or AuditCodes.PeopleOutdated)) is { } problem)
            Break(PromiseNames.Audit, $"{problem.Code}: {problem.Message}", CodesIn(problem.Message));
        var counted = scheduled + waiting + flagged;
        var open = Items.Count(i => !i.IsAtItsEnd);
        if (counted != open)
            Break(PromiseNames.Audit, $"It counts {counted} items, and there are {open} that are not at their end.");
        Logged(string.Join(' ', report.Problems));
    }

    /// <summary>Receives a fault that a host would log.</summary>
    public void Logged(Exception fault)
    {
        Logged(fault.Message);
        if (fault is AggregateException all)
            Logged(string.Join(' ', all.InnerExceptions.Select(f => f.Message)));
    }

    private void Logged(string text)
    {
        if (PhonePattern().IsMatch(text) || taken.Any(t => text.Contains(t.Sms.Text, StringComparison.Ordinal)))
            Break(PromiseNames.NoNumbers, text);
    }

    private void Remember(Item item)
    {
        var known = versions.TryGetValue(item.Code, out var list) ? list : versions[item.Code] = [];
        if (known.Count == 0 || known[^1].Item.Version != item.Version)
        {
            known.Add((stage.Calls, clock.GetCurrentInstant(), item));
            var (deadline, names) = (item.Deadline, string.Join(" ", item.Persons.Select(p => p.Name)));
            stage.Story.Tell(
                clock.GetCurrentInstant(),
                $"item {item.Code} is {item.State}, deadline {deadline.Date} (version {deadline.Version}), persons {names}");
        }
    }

    /// <summary>The item or the notices of an entry.</summary>
    public static string NameOf(AgendaEntry entry) => entry switch
    {
        AgendaEntry.OfItem item => item.Item.ToString(),
        AgendaEntry.OfNotices look => string.Join(", ", look.Notices),
        _ => throw new ArgumentOutOfRangeException(nameof(entry)),
    };

    private void RememberPeople()
    {
        var directory = new ContactDirectory(
            ledger.People.ContactsAsync(default).Result, handovers: ledger.People.HandoversAsync(default).Result);
        var absences = ledger.People.AbsencesAsync(default).Result.Select(a => a.Value).ToList();
        var flags = ledger.Barriers.BarriersAsync(default).Result.Flags.Select(f => f.Number).ToHashSet();
        people.Add(new(stage.Calls, clock.GetCurrentInstant(), directory, absences, flags));
    }

    private void Moved(Notice notice)
    {
        var before = moves.TryGetValue(notice.Id, out var known) ? known : (State: NoticeState.Pending, Attempt: 1);
        moves[notice.Id] = (notice.State, notice.Attempt);
        stage.Story.Tell(
            clock.GetCurrentInstant(), $"{stage.Current}: notice {notice.Id} attempt {notice.Attempt} is {notice.State} {notice.Reason}");
        var ended = before.State
            is NoticeState.Delivered or NoticeState.Undelivered or NoticeState.Failed or NoticeState.Suppressed or NoticeState.Superseded;
        var back = before.State == NoticeState.Sent && notice.State is NoticeState.Pending or NoticeState.Sending;
        if (ended || back || notice.Attempt < before.Attempt)
            Break(PromiseNames.Forward, $"Notice {notice.Id} went from {before.State} to {notice.State}.", notice.Id);
    }

    private void Due(IReadOnlyList<AgendaEntry> entries)
    {
        var now = clock.GetCurrentInstant() + Skew;
        if (entries.FirstOrDefault(e => e.At > now) is { } early)
            Break(PromiseNames.WhatIsDue, $"A scan reads {early}, which is not due at {now}.");
    }

    private void CheckTwice(Sms sms, List<StepId> steps, string[] words)
    {
        foreach (var step in steps)
        {
            if (told.TryAdd((sms.To, step), sms.Reference))
                continue;
            var first = told[(sms.To, step)];
            Break(PromiseNames.Once, $"{sms.To.Value} was told {step.Item}:{step.Name} by {first} and again by {sms.Reference}.", words);
        }
        // A recipient gets one SMS for each slot, even if the texts differ.
        if (taken.Count(t => t.Arrived && t.Sms.Notice == sms.Notice) > 1)
            Break(PromiseNames.Once, $"{sms.To.Value} got {sms.Notice} twice.", words);
    }

    // Whether an absence has started or ended for the job, by any host's clock.
    private bool HasTurned(Job job)
    {
        Instant[] moments = [job.StartAt - Skew, job.StartAt, clock.GetCurrentInstant(), clock.GetCurrentInstant() + Skew];
        var first = people.FindLastIndex(p => p.Call <= job.StartCall);
        return people.Skip(Math.Max(first, 0)).SelectMany(p => p.Absences).Any(a => moments.Any(m => a.Carried != a.StageAt(m)));
    }

    private void CheckTime(Sms sms, Instant at, string[] words)
    {
        // Clocks differ a little, so the moment is quiet only if all clocks agree.
        if (new[] { at - Skew, at, at + Skew }.All(moment => setting.Policy.QuietHours.Contains(moment, setting.TimeZone)))
            Break(PromiseNames.Quiet, $"{sms.Reference} went out at {at.InZone(setting.TimeZone)}.", words);
        var date = at.InZone(setting.TimeZone).Date;
        var today = taken.Where(t => t.Arrived && t.Sms.To == sms.To && t.At.InZone(setting.TimeZone).Date == date).ToList();
        if (today.Count > 1)
        {
            var all = string.Join(", ", today.Select(t => t.Sms.Reference));
            Break(PromiseNames.OneMessage, $"{sms.To.Value} got {today.Count} messages on one day: {all}.", words);
        }
    }

    private void CheckCarrier(Sms sms, Instant at, string[] words)
    {
        var recent = taken.Where(t => t.Sms.To == sms.To && t.At > at - Day).ToList();
        var country = Country.Of(sms.To);
        if (recent.Count(t => t.Sms.Text == sms.Text) > country.MaxIdentical
            || recent.Select(t => t.Sms.Text).Distinct().Count() > country.MaxDifferent
            || SmsSize.Of(sms.Text).Segments > country.MaxSegments)
        {
            Break(PromiseNames.Carrier, $"{sms.To.Value} got {recent.Count} messages within 24 hours.", words);
        }
    }

    /// <summary>The message must have been true at some moment since the sender read the notice.</summary>
    private void CheckTruth(Sms sms, Notice notice, List<StepId> steps, Instant at, string[] words)
    {
        var job = stage.Current;
        var (fromCall, from) = job.Read.TryGetValue(sms.Notice, out var read) ? read : (job.StartCall, job.StartAt);
        var today = at.InZone(setting.TimeZone).Date;
        if (notice.Day != today && notice.Day != from.InZone(setting.TimeZone).Date)
            Break(PromiseNames.OneMessage, $"{sms.Reference} belongs to {notice.Day} and went out on {today}.", words);
        foreach (var step in steps)
        {
            if (!schedule.Calendar.IsWorkingDay(today)
                && !(step.Name.Kind == StepKind.Due && Between(step.Item, fromCall).Any(v => v.Item.Deadline.Date == today)))
            {
                Break(PromiseNames.DayOff, $"{step.Item}:{step.Name} was told on {today}.", words);
            }
            if (notice.Steps.First(s => s.Id == step).At > at + Skew)
                Break(PromiseNames.Early, $"{step.Item}:{step.Name} was told at {at}.", words);
            if (!Between(step.Item, fromCall).Any(v => IsTrue(v.Item, v.People, step, sms.To, from, at)))
            {
                var now = Now(step.Item);
                Break(
                    PromiseNames.StillTrue,
                    $"{sms.Reference} tells {sms.To.Value} of {step.Item}:{step.Name} (deadline version {step.DeadlineVersion}), "
                    + $"but the item is {now?.State} and its deadline has version {now?.Deadline.Version}.",
                    words);
            }
        }
        foreach (var code in CodesIn(sms.Text).Except(steps.Select(s => s.Item.ToString())))
            Break(PromiseNames.StillTrue, $"{sms.Reference} speaks of {code}, of which it tells no step: {sms.Text}", words);
    }

    private IEnumerable<(Item Item, People People)> Between(ItemCode code, int fromCall)
    {
        var known = versions.GetValueOrDefault(code, []);
        var calls = known.Select(v => v.Call).Concat(people.Select(p => p.Call))
            .Where(c => c > fromCall).Append(fromCall).Distinct().Order();
        return
            from call in calls
            from item in known.Where(v => v.Call <= call).TakeLast(1)
            from then in people.Where(p => p.Call <= call).TakeLast(1)
            select (item.Item, then);
    }

    private bool IsTrue(Item item, People people, StepId step, PhoneNumber to, Instant from, Instant at)
    {
        Instant[] moments = [from - Skew, from, at, at + Skew];
        if (item.OccasionIn(setting.TimeZone) is not { } occasion || occasion.Kind != step.Name.Occasion)
            return false;
        if (!moments.Any(moment => people.Told(item, moment).Recipients(step.Role).Any(p => p.Phone == to)))
            return false;
        if (step.Name.TellsNews)
            return item.News.Any(n => n.StepName == step.Name);
        if (occasion.Version != step.DeadlineVersion)
            return false;
        return step.Name.Kind == StepKind.Unreachable || moments.Any(moment =>
            schedule.Owed(step.Role, occasion, setting.TimeZone, setting.Start - Duration.FromDays(400), moment).Latest?.Name == step.Name);
    }

    /// <summary>The people of the office since a call.</summary>
    private sealed record People(
        int Call, Instant At, ContactDirectory Directory, IReadOnlyList<Absence> Absences, IReadOnlySet<PhoneNumber> Failing)
    {
        public Item Told(Item item, Instant at) => Directory.At(Failing, Absence.InForce(Absences, at)).Told(item);
    }

    private static string[] CodesIn(string text) => [.. CodePattern().Matches(text).Select(m => m.Value).Distinct()];

    [GeneratedRegex(@"(?<![\d-])\d{1,2}-\d{1,3}(?=[“ ;:,]|$)")]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"\+\d{8,}")]
    private static partial Regex PhonePattern();
}
