namespace Reminders.Simulation.Promises;

/// <summary>
/// Checks promise 1 at the end of a play, after some days without faults: every due step has a record, the records are true, and the
/// system is at rest.
/// </summary>
/// <param name="setting">The setting of the play.</param>
/// <param name="schedule">The schedule of the play.</param>
/// <param name="ledger">The ledger at the end.</param>
/// <param name="provider">Knows the messages that it took.</param>
/// <param name="queue">Must be empty at the end.</param>
/// <param name="watcher">Receives the broken promise.</param>
/// <param name="calmAt">The time of the last possible fault; a pause makes it later than planned.</param>
/// <param name="now">The end of the play.</param>
public sealed class Accounts(
    Setting setting, Schedule schedule, InMemoryLedger ledger, Provider provider, SimulatedQueue queue, Watcher watcher,
    Instant calmAt, Instant now)
{
    /// <summary>Steps that became due within this time may still be in progress.</summary>
    private static readonly Duration Pause = Duration.FromMinutes(40);

    private readonly Dictionary<string, Notice> notices =
        ledger.Notices.NoticesSinceAsync(Instant.MinValue, default).Result.ToDictionary(n => n.Id);

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
        foreach (var notice in notices.Values.Where(n =>
            !NoticeLife.IsSettled(n.State) && Instant.Max(n.StateAt, n.NotBefore ?? n.StateAt) < now - Pause))
            watcher.Break(PromiseNames.Rest, $"Notice {notice.Id} is {notice.State} since {notice.StateAt}: {notice.Reason}", notice.Id);
        // An entry for a failed write waits for the write.
        var due = ledger.Agenda.DueAsync(now - Pause, default).Result;
        if (due.FirstOrDefault(e => !IsAhead(e) || e.At < now - Pause - AgendaTiming.WaitsFor) is { } entry)
            watcher.Break(PromiseNames.Rest, $"The agenda still has {entry}.", Watcher.NameOf(entry));
        if (queue.Inner.NextAt is { } next && next < now - Pause)
            watcher.Break(PromiseNames.Rest, $"The queue still has a message for {next}.");
        if (queue.Inner.PeekDeadLetter() is { } letter)
            watcher.Break(PromiseNames.Rest, $"{letter.MessageId} is still in the queue.", letter.MessageId);
    }

    private bool IsAhead(AgendaEntry entry) =>
        entry is AgendaEntry.OfItem item && ledger.Items.FindItemAsync(item.Item, default).Result?.Value.Version < item.Version;

    /// <summary>
    /// Every recipient is in the directory, or the plan or an administrator gave their number. A person who left the directory keeps an
    /// item that no other person has. A person who handed over keeps no item.
    /// </summary>
    private void CheckKnown(Item item)
    {
        var unknown = Unknown(item).ToList();
        if (unknown.Count == 0)
            return;
        var departed = unknown.Where(u => watcher.Handovers.HasLeft(u.Party.Phone!.Value)).Select(u => u.Role.ToString()).ToList();
        var lacks = new ContactDirectory(ledger.People.ContactsAsync(default).Result).Resolve(item, opens: false).Missing
            .Where(m => !departed.Exists(role => m.StartsWith(role, StringComparison.OrdinalIgnoreCase)));
        if (!lacks.Any())
        {
            var names = string.Join('、', unknown.Select(u => u.Party.Name));
            watcher.Break(PromiseNames.Known, $"{item.Code} tells {names}.", item.Code.ToString());
        }
    }

    /// <summary>The audit names the people who left the directory and still have an item.</summary>
    public void CheckReported()
    {
        var audit = ledger.Watch.WatchAsync(default).Result.LastAudit!;
        var named = audit.Problems.Where(p => p is { Code: AuditCodes.PeopleOutdated, Repaired: false }).Select(p => p.Message).ToList();
        foreach (var item in watcher.Items.Where(i => i.IsWatched && Unknown(i).Any()))
        {
            if (!named.Exists(m => m.StartsWith($"Item {item.Code} ", StringComparison.Ordinal)))
            {
                watcher.Break(
                    PromiseNames.Audit, $"It does not name the people of {item.Code} who are not in the directory.", item.Code.ToString());
            }
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

    /// <summary>The ledger and the provider agree on the sent messages.</summary>
    private void CheckNotices()
    {
        var taken = provider.Taken.ToLookup(t => t.Sms.Notice);
        var audited = ledger.Watch.WatchAsync(default).Result.LastAudit?.At ?? Instant.MinValue;
        foreach (var notice in notices.Values)
        {
            var sent = notice.State is NoticeState.Sent or NoticeState.Delivered or NoticeState.Undelivered;
            // The sender may have given up a message that the provider took and did not deliver.
            if (notice.Reason == Reasons.Undecided)
                continue; // the provider hides the message
            if (sent ? !taken[notice.Id].Any() : taken[notice.Id].Any(t => t.Arrived))
            {
                watcher.Break(
                    PromiseNames.Accounted,
                    $"The ledger says that notice {notice.Id} is {notice.State}, "
                    + $"and the provider took it {taken[notice.Id].Count()} times.",
                    notice.Id);
            }
            // If no receipt comes, the system asks the provider.
            var asked = notice.SentAt + NoticeTiming.ReceiptsAfter[^1];
            if (notice.State == NoticeState.Sent && asked > calmAt && asked < audited)
                watcher.Break(
                    PromiseNames.Accounted, $"Nobody knows whether notice {notice.Id} of {notice.SentAt} has arrived.", notice.Id);
            if (notice.State == NoticeState.Delivered && !taken[notice.Id].Any(t => t.Arrived))
                watcher.Break(PromiseNames.Accounted, $"Notice {notice.Id} is {notice.State} and never reached the phone.", notice.Id);
        }
    }

    /// <summary>Each step that is recorded as told in a notice is in that notice, even if the item changed since.</summary>
    private void CheckTold(ItemCode code)
    {
        foreach (var record in ledger.Items.FindItemFileAsync(code, default).Result!.Steps.Where(r => r.Outcome == StepOutcome.Noticed))
        {
            if (notices.TryGetValue(record.Detail, out var notice)
                && notice.To == record.To && notice.Steps.Any(s => s.Id == record.Step))
            {
                continue;
            }
            watcher.Break(
                PromiseNames.Accounted,
                $"{code}:{record.Step.Name} of {record.At} is recorded as told to {record.To.Value} in {record.Detail}, "
                + "which does not tell it.",
                code.ToString(),
                record.Detail);
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
                // The step needs a record if the item kept its kind of occasion and had recipients all the time.
                var versions = watcher.From(item.Code, step.At).ToList();
                if (versions.Count > 0
                    && versions.All(i => i.OccasionIn(zone)?.Kind == occasion.Kind && i.Recipients(role).Any())
                    && !file.Steps.Any(r => r.Step == Id(step)))
                {
                    watcher.Break(
                        PromiseNames.Accounted,
                        $"{item.Code}:{step.Name} of {step.At}, {role}, has passed without a record.",
                        item.Code.ToString());
                }
            }
            if (owed.Latest is not { } latest)
                continue;
            foreach (var to in recipients)
            {
                if (records[(Id(latest), to)].FirstOrDefault() is { } record)
                {
                    CheckRecord(item, latest, record);
                    continue;
                }
                watcher.Break(
                    PromiseNames.Accounted,
                    $"{item.Code}:{latest.Name} of {latest.At}, {role}, is due without a record for {to.Value}.",
                    item.Code.ToString());
            }
        }

        StepId Id(Step step) => new(item.Code, occasion.Version, step.Name, step.Role);
    }

    /// <summary>
    /// Each piece of news of an item is told within a few days, unless the number fails, or the news is over and its recipient was another
    /// one in the meantime.
    /// </summary>
    private void CheckNews(Item item, ItemFile file)
    {
        foreach (var news in item.News.Where(n => n.At < now - Pause))
        {
            var records = file.Account.Where(r => r.Step.Name == news.StepName && r.Step.Role == news.Role).ToList();
            if (records.Count == 0)
                watcher.Break(PromiseNames.Accounted, $"Nobody was told {item.Code}:{news.StepName}, {news.Role}.", item.Code.ToString());
            var isLate = WorkingDaysSince(Instant.Max(news.At, calmAt)) > 3;
            var others = news.IsOver(now) ? watcher.From(item.Code, news.At).Select(i => i.Recipients(news.Role)).ToList() : [];
            foreach (var record in records.Where(r =>
                isLate && r.Outcome == StepOutcome.Waiting && others.TrueForAll(o => o.Any(p => p.Phone == r.To))))
            {
                watcher.Break(
                    PromiseNames.Accounted,
                    $"{item.Code}:{news.StepName} towards {record.To.Value} has waited too long ({record.Detail}).",
                    item.Code.ToString());
            }
        }
    }

    /// <summary>If a person's number fails, each leader has a record of it, even if their own number fails too.</summary>
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
        {
            watcher.Break(
                PromiseNames.Accounted,
                $"{leader.Name} was never told that {person.Name} of {item.Code} cannot be reached.",
                item.Code.ToString(),
                leader.Phone!.Value.Value);
        }
    }

    private int WorkingDaysSince(Instant at)
    {
        var (from, today) = (at.InZone(setting.TimeZone).Date, now.InZone(setting.TimeZone).Date);
        return Enumerable.Range(1, Math.Max(0, Period.DaysBetween(from, today)))
            .Count(days => schedule.Calendar.IsWorkingDay(from.PlusDays(days)));
    }

    private void CheckRecord(Item item, Step latest, StepRecord record)
    {
        var why = record.Outcome switch
        {
            // The number failed after the record; the notice shows the dropped step.
            StepOutcome.Noticed when notices.TryGetValue(record.Detail, out var dropped) && setting.Dead.Contains(record.To)
                && dropped.Steps.Any(s =>
                    s.Id == record.Step && s.Dropped?.StartsWith(Reasons.NumberFailed, StringComparison.Ordinal) == true) => null,
            StepOutcome.Noticed when !notices.TryGetValue(record.Detail, out var notice)
                || !notice.Steps.Any(s => s.Id == record.Step && s.Dropped is null) => "no such notice tells it",
            StepOutcome.Noticed when !NoticeLife.MayHaveBeenTold(notices[record.Detail].State) =>
                $"that notice is {notices[record.Detail].State}",
            StepOutcome.Noticed => null,
            StepOutcome.Superseded when schedule.Owed(
                record.Step.Role, item.OccasionIn(setting.TimeZone)!, setting.TimeZone, latest.At, now).Latest?.Name == latest.Name =>
                "it is the latest",
            StepOutcome.Suppressed when !record.Detail.StartsWith(Reasons.NumberFailed, StringComparison.Ordinal) =>
                "that is no reason for an item that is watched",
            StepOutcome.Suppressed when !setting.Dead.Contains(record.To) => "the number works",
            // If a slot is taken, the next one is a day later. Supervisors get one message a week.
            StepOutcome.Waiting when record.Step.Role != Role.Supervisor && WorkingDaysSince(Instant.Max(latest.At, calmAt)) > 3 =>
                "it has waited too long",
            _ => null,
        };
        if (why is not null)
        {
            watcher.Break(
                PromiseNames.Accounted,
                $"{item.Code}:{latest.Name} of {latest.At} towards {record.To.Value} is recorded as {record.Outcome} "
                + $"({record.Detail}), but {why}.",
                item.Code.ToString(),
                record.Detail);
        }
    }
}
