namespace Reminders.Simulation.Promises;

/// <summary>
/// Promise 1 at the end of a play, when everything has been well for some days: every step that is due is accounted for, the accounts are true, and the
/// system is at rest.
/// </summary>
/// <param name="setting">The play's.</param>
/// <param name="schedule">The play's.</param>
/// <param name="ledger">As it is at the end.</param>
/// <param name="provider">Knows what it took.</param>
/// <param name="queue">Should be empty.</param>
/// <param name="watcher">Is told what broke.</param>
/// <param name="calmAt">Since when nothing has failed, which is later than planned where a process paused.</param>
/// <param name="now">The end.</param>
public sealed class Accounts(
    Setting setting, Schedule schedule, InMemoryLedger ledger, Provider provider, SimulatedQueue queue, Watcher watcher, Instant calmAt, Instant now)
{
    /// <summary>What has just become due may still be on its way.</summary>
    private static readonly Duration Pause = Duration.FromMinutes(40);

    private readonly Dictionary<string, Notice> notices = ledger.Notices.NoticesSinceAsync(Instant.MinValue, default).Result.ToDictionary(n => n.Id);

    public void Check()
    {
        CheckRest();
        CheckNotices();
        foreach (var item in watcher.Items)
            CheckTold(item.Code);
        foreach (var item in watcher.Items.Where(i => i.IsWatched))
            CheckKnown(item);
        foreach (var item in watcher.Items.Where(i => i.IsWatched && watcher.From(i.Code, now - Pause).Take(2).Count() < 2))
            CheckSteps(item);
    }

    private void CheckRest()
    {
        foreach (var notice in notices.Values.Where(n => !NoticeLife.IsSettled(n.State) && Instant.Max(n.StateAt, n.NotBefore ?? n.StateAt) < now - Pause))
            watcher.Break(PromiseNames.Rest, $"Notice {notice.Id} is {notice.State} since {notice.StateAt}: {notice.Reason}", notice.Id);
        // What stands for a write that failed waits for it.
        if (ledger.Agenda.DueAsync(now - Pause, default).Result.FirstOrDefault(e => !IsAhead(e) || e.At < now - Pause - AgendaTiming.WaitsFor) is { } entry)
            watcher.Break(PromiseNames.Rest, $"The agenda still has {entry}.", Watcher.NameOf(entry));
        if (queue.Inner.NextAt is { } next && next < now - Pause)
            watcher.Break(PromiseNames.Rest, $"The queue still has a message for {next}.");
        if (queue.Inner.PeekDeadLetter() is { } letter)
            watcher.Break(PromiseNames.Rest, $"{letter.MessageId} is still in the queue.", letter.MessageId);
    }

    private bool IsAhead(AgendaEntry entry) =>
        entry is AgendaEntry.OfItem item && ledger.Items.FindItemAsync(item.Item, default).Result?.Value.Version < item.Version;

    /// <summary>
    /// Everybody who is told stands in the directory, or has the number that the plan or an administrator gave. Somebody who left the directory keeps an
    /// item that would reach nobody otherwise; somebody who has handed over does not.
    /// </summary>
    private void CheckKnown(Item item)
    {
        var unknown = Unknown(item).ToList();
        if (unknown.Count == 0)
            return;
        var departed = unknown.Where(u => watcher.Departed.Contains(u.Party.Phone!.Value)).Select(u => u.Role.ToString()).ToList();
        var lacks = new ContactDirectory(ledger.People.ContactsAsync(default).Result).Resolve(item, opens: false).Missing
            .Where(m => !departed.Exists(role => m.StartsWith(role, StringComparison.OrdinalIgnoreCase)));
        if (!lacks.Any())
            watcher.Break(PromiseNames.Known, $"{item.Code} tells {string.Join('、', unknown.Select(u => u.Party.Name))}.", item.Code.ToString());
    }

    /// <summary>Somebody who left the directory and still has an item is named by the audit.</summary>
    public void CheckReported()
    {
        var audit = ledger.Watch.WatchAsync(default).Result.LastAudit!;
        var named = audit.Problems.Where(p => p is { Code: AuditCodes.PeopleOutdated, Repaired: false }).Select(p => p.Message).ToList();
        foreach (var item in watcher.Items.Where(i => i.IsWatched && Unknown(i).Any()))
        {
            if (!named.Exists(m => m.StartsWith($"Item {item.Code} ", StringComparison.Ordinal)))
                watcher.Break(PromiseNames.Audit, $"It does not say whom {item.Code} tells unknown to the directory.", item.Code.ToString());
        }
    }

    private IEnumerable<(Role Role, Party Party)> Unknown(Item item)
    {
        var contacts = ledger.People.ContactsAsync(default).Result;
        var named = item.NamedPersons.Concat(item.NamedLeaders).Select(n => n.Phone).ToHashSet();
        return
            from role in Enum.GetValues<Role>()
            from party in item.Recipients(role).Select(p => p.InOwnName())
            where !contacts.Any(c => (c.Name, c.Phone) == (party.Name, party.Phone!.Value)) && !named.Contains(party.Phone)
            select (role, party);
    }

    /// <summary>What the provider took, and what the ledger says was sent, is the same.</summary>
    private void CheckNotices()
    {
        var taken = provider.Taken.ToLookup(t => t.Sms.Notice);
        var audited = ledger.Watch.WatchAsync(default).Result.LastAudit?.At ?? Instant.MinValue;
        foreach (var notice in notices.Values)
        {
            var sent = notice.State is NoticeState.Sent or NoticeState.Delivered or NoticeState.Undelivered;
            // What the provider took and did not bring to the phone may have been given up since.
            if (notice.Reason == Reasons.Undecided)
                continue; // the provider hides whether it took it
            if (sent ? !taken[notice.Id].Any() : taken[notice.Id].Any(t => t.Arrived))
                watcher.Break(PromiseNames.Accounted, $"The ledger says that notice {notice.Id} is {notice.State}, and the provider took it {taken[notice.Id].Count()} times.", notice.Id);
            // What no receipt told, the provider was asked for.
            var asked = notice.SentAt + NoticeTiming.ReceiptsAfter[^1];
            if (notice.State == NoticeState.Sent && asked > calmAt && asked < audited)
                watcher.Break(PromiseNames.Accounted, $"Nobody knows whether notice {notice.Id} of {notice.SentAt} has arrived.", notice.Id);
            if (notice.State == NoticeState.Delivered && !taken[notice.Id].Any(t => t.Arrived))
                watcher.Break(PromiseNames.Accounted, $"Notice {notice.Id} is {notice.State} and never reached the phone.", notice.Id);
        }
    }

    /// <summary>What is recorded as told in a notice stands in that notice, whatever became of the item and of the step since.</summary>
    private void CheckTold(ItemCode code)
    {
        foreach (var record in ledger.Items.FindItemFileAsync(code, default).Result!.Steps.Where(r => r.Outcome == StepOutcome.Noticed))
        {
            if (!notices.TryGetValue(record.Detail, out var notice) || notice.To != record.To || !notice.Steps.Any(s => s.Id == record.Step))
                watcher.Break(PromiseNames.Accounted, $"{code}:{record.Step.Name} of {record.At} is recorded as told to {record.To.Value} in {record.Detail}, which does not tell it.", code.ToString(), record.Detail);
        }
    }

    private void CheckSteps(Item item)
    {
        var zone = setting.TimeZone;
        var occasion = item.OccasionIn(zone)!;
        var since = schedule.FirstLook(occasion, zone).Since;
        var file = ledger.Items.FindItemFileAsync(item.Code, default).Result! with { Item = item };
        var records = file.Account.ToLookup(r => (r.Step, r.To));
        CheckNews(item, file);
        if (occasion.Kind == OccasionKind.Deadline)
            CheckUnreachable(item, occasion, file);
        foreach (var role in Enum.GetValues<Role>())
        {
            var owed = schedule.Owed(role, occasion, zone, since, now - Pause);
            var recipients = item.Recipients(role).Select(p => p.Phone!.Value).Distinct().ToList();
            foreach (var step in owed.Passed)
            {
                // The item has waited for the same thing since, and there has been somebody to be told.
                var versions = watcher.From(item.Code, step.At).ToList();
                if (versions.Count > 0 && versions.All(i => i.OccasionIn(zone)?.Kind == occasion.Kind && i.Recipients(role).Any()) && !file.Steps.Any(r => r.Step == Id(step)))
                    watcher.Break(PromiseNames.Accounted, $"{item.Code}:{step.Name} of {step.At}, {role}, has passed without a record.", item.Code.ToString());
            }
            if (owed.Latest is not { } latest)
                continue;
            foreach (var to in recipients)
            {
                if (records[(Id(latest), to)].FirstOrDefault() is { } record)
                    CheckRecord(item, latest, record);
                else
                    watcher.Break(PromiseNames.Accounted, $"{item.Code}:{latest.Name} of {latest.At}, {role}, is due without a record for {to.Value}.", item.Code.ToString());
            }
        }

        StepId Id(Step step) => new(item.Code, occasion.Version, step.Name, step.Role);
    }

    /// <summary>What happened to an item is told to somebody, unless his number fails, within a few days.</summary>
    private void CheckNews(Item item, ItemFile file)
    {
        foreach (var news in item.News.Where(n => n.At < now - Pause))
        {
            var records = file.Account.Where(r => r.Step.Name == news.StepName && r.Step.Role == news.Role).ToList();
            if (records.Count == 0)
                watcher.Break(PromiseNames.Accounted, $"Nobody was told {item.Code}:{news.StepName}, {news.Role}.", item.Code.ToString());
            foreach (var record in records.Where(r => r.Outcome == StepOutcome.Waiting && WorkingDaysSince(Instant.Max(news.At, calmAt)) > 3))
                watcher.Break(PromiseNames.Accounted, $"{item.Code}:{news.StepName} towards {record.To.Value} has waited too long ({record.Detail}).", item.Code.ToString());
        }
    }

    /// <summary>Of a person whose number fails every leader hears, in words or because his own number fails too.</summary>
    private void CheckUnreachable(Item item, Occasion occasion, ItemFile file)
    {
        var flags = ledger.Barriers.BarriersAsync(default).Result;
        var opened = schedule.FirstLook(occasion, setting.TimeZone).Since;
        var told =
            from person in item.Recipients(Role.Person)
            where flags.FlagOf(person.Phone!.Value) is { } flag && Instant.Max(flag.At, opened) < now - Pause
            from leader in item.Recipients(Role.Leader)
            select (person, leader, Record: file.Steps.FirstOrDefault(r =>
                r.To == leader.Phone && r.Step.DeadlineVersion == item.Deadline.Version && r.Step.Name.IsUnreachable(person.Phone!.Value)));
        foreach (var (person, leader, _) in told.Where(t => t.Record is null))
            watcher.Break(PromiseNames.Accounted, $"{leader.Name} was never told that {person.Name} of {item.Code} cannot be reached.", item.Code.ToString(), leader.Phone!.Value.Value);
    }

    private int WorkingDaysSince(Instant at)
    {
        var (from, today) = (at.InZone(setting.TimeZone).Date, now.InZone(setting.TimeZone).Date);
        return Enumerable.Range(1, Math.Max(0, Period.DaysBetween(from, today))).Count(days => schedule.Calendar.IsWorkingDay(from.PlusDays(days)));
    }

    private void CheckRecord(Item item, Step latest, StepRecord record)
    {
        var why = record.Outcome switch
        {
            // A number that was found to fail meanwhile: the notice itself says so.
            StepOutcome.Noticed when notices.TryGetValue(record.Detail, out var dropped) && setting.Dead.Contains(record.To)
                && dropped.Steps.Any(s => s.Id == record.Step && s.Dropped?.StartsWith(Reasons.NumberFailed, StringComparison.Ordinal) == true) => null,
            StepOutcome.Noticed when !notices.TryGetValue(record.Detail, out var notice) || !notice.Steps.Any(s => s.Id == record.Step && s.Dropped is null) => "no such notice tells it",
            StepOutcome.Noticed when !NoticeLife.MayHaveBeenTold(notices[record.Detail].State) => $"that notice is {notices[record.Detail].State}",
            StepOutcome.Noticed => null,
            StepOutcome.Superseded when schedule.Owed(record.Step.Role, item.OccasionIn(setting.TimeZone)!, setting.TimeZone, latest.At, now).Latest?.Name == latest.Name => "it is the latest",
            StepOutcome.Suppressed when !record.Detail.StartsWith(Reasons.NumberFailed, StringComparison.Ordinal) => "that is no reason for an item that is watched",
            StepOutcome.Suppressed when !setting.Dead.Contains(record.To) => "the number works",
            // A slot may be taken, and the next one is the day after; supervisors hear once a week.
            StepOutcome.Waiting when record.Step.Role != Role.Supervisor && WorkingDaysSince(Instant.Max(latest.At, calmAt)) > 3 => "it has waited too long",
            _ => null,
        };
        if (why is not null)
            watcher.Break(PromiseNames.Accounted, $"{item.Code}:{latest.Name} of {latest.At} towards {record.To.Value} is recorded as {record.Outcome} ({record.Detail}), but {why}.", item.Code.ToString(), record.Detail);
    }
}
