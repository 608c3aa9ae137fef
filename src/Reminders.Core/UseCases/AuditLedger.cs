namespace Reminders.Core.UseCases;

/// <summary>
/// The audit checks promise 1 for all watched items of any age, a part in each run, on its own timer. Every item that owes messages has an
/// agenda entry, and each due step is accounted for. Every other item waits for somebody or is at its end. No notice is stuck. The scan
/// runs. The audit repairs by adding the missing agenda entries for the scan; it sends nothing itself. It asks for missing receipts.
/// Safe to repeat and to overlap.
/// </summary>
/// <remarks>
/// A run costs what its part holds and what is due, at any size of the ledger: at most <see cref="UseCases.ItemsPerAudit"/> items, ten
/// times as many step records and twenty times as many due entries, and the notices of three days. With 5,000 items these are some 200
/// pages of a table, for which a function has time. The audit computes where on the agenda an item must stand and looks there:
/// docs/decisions/14-the-audit-knows-where-to-look.md.
/// </remarks>
/// <param name="ledger">The audited ledger.</param>
/// <param name="receipts">Asks for missing receipts.</param>
/// <param name="readPeople">Says who is told of an item.</param>
/// <param name="schedule">Says which steps are due.</param>
/// <param name="clock">The moment of the audit.</param>
/// <param name="scanIsOff">Whether the host has the scan switched off.</param>
/// <param name="itemsAtOnce">How many items one run looks at.</param>
/// <param name="backsUp">Whether the host takes scheduled backups.</param>
public sealed class AuditLedger(
    Ledger ledger,
    AskReceipts receipts,
    ReadPeople readPeople,
    Schedule schedule,
    IClock clock,
    bool scanIsOff,
    int itemsAtOnce,
    bool backsUp)
{
    /// <summary>How long work may be overdue: four intervals of the timer that does it.</summary>
    public static Duration Patience => ItemAudit.Patience;

    /// <summary>How old the last scheduled backup may be: one night may fail.</summary>
    public static Duration BackupsWithin { get; } = Duration.FromDays(2);

    private static readonly Duration Recently = Duration.FromDays(1);

    /// <summary>
    /// How much earlier than the last audit notices are read. An older one that was stuck has been put on the agenda by the audits of three
    /// days, and is superseded when its day is over.
    /// </summary>
    private static readonly Duration LooksBack = Duration.FromDays(3);

    private const int FilesAtOnce = 32;

    private readonly ItemAudit audit = new(schedule);
    private readonly int mostRecords = 10 * itemsAtOnce;
    private readonly int mostSoon = 20 * itemsAtOnce;

    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var watch = await ledger.Watch.WatchAsync(cancellation);
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var report = Begin(watch.LastAudit, now);
        foreach (var problem in ScanProblems(watch.LastScan, scanIsOff, now).Concat(HaltProblems(barriers)))
            report = report.With(problem);
        if (barriers.Restoration is { IsComplete: false } || barriers.Move is not null)
            return report; // the rows are being restored, or belong to a ledger elsewhere
        if (await receipts.RunAsync(watch.LastAudit?.At, now, cancellation) is (var asked, > 0 and var unanswered))
        {
            report = report.With(new(
                AuditCodes.ReceiptsUnknown,
                $"The SMS provider could not be asked what became of {unanswered} messages, of {asked} whose receipts have not come."));
        }
        report = await AuditNoticesAsync(report, watch.LastAudit, now, cancellation);
        foreach (var problem in await DeadLetterProblemsAsync(now, cancellation))
            report = report.With(problem);
        report = await AuditItemsAsync(report, watch.LastBackup, barriers, now, cancellation);
        await ledger.Watch.RecordAuditAsync(report, cancellation);
        return report;
    }

    /// <summary>Whether the scan is switched on and runs. <c>/api/ready</c> asks this too, between audits.</summary>
    public static IEnumerable<AuditProblem> ScanProblems(ScanReport? last, bool isOff, Instant now)
    {
        if (isOff)
            yield return new(AuditCodes.ScanSwitchedOff, $"The scan is switched off; nobody is reminded of anything.");
        else if (last is null)
            yield return new(AuditCodes.ScanStopped, $"No scan has run yet.");
        else if (now - last.At > Patience)
            yield return new(AuditCodes.ScanStopped, $"The last scan ran at {last.At}; it should run every few minutes.");
    }

    /// <summary>
    /// Whether sending is allowed and the provider takes messages. A halt lasts until the provider takes a message; at night no message
    /// tests it. A restoration lasts until the office resumes reminders, and a move until it is finished or the ledger comes back.
    /// </summary>
    public static IEnumerable<AuditProblem> HaltProblems(SendBarriers barriers)
    {
        if (barriers.Halt is { } halt)
        {
            yield return new(
                AuditCodes.SendingHalted,
                $"The SMS provider has taken nothing since {halt.Since} (code {halt.Code}); "
                + $"the next message after {halt.Until} tries again.");
        }
        if (barriers.Restoration is { } restored)
        {
            yield return new(
                AuditCodes.SendingHeld,
                $"The ledger was restored at {restored.At} from a backup of {restored.BackupAt}; nothing is sent until reminders resume.");
        }
        if (barriers.Move is { } move)
            yield return new(AuditCodes.LedgerMoved, move.Words);
    }

    /// <summary>Whether the last scheduled backup is recent. Before the first backup, the age of the oldest plan counts.</summary>
    public static IEnumerable<AuditProblem> BackupProblems(BackupReport? last, IReadOnlyCollection<Plan> plans, Instant now)
    {
        var since = last?.At ?? plans.Select(p => p.LoadedAt).DefaultIfEmpty(now).Min();
        if (now - since > BackupsWithin)
        {
            yield return last is null
                ? new(AuditCodes.BackupOld, $"No backup has been taken yet; there should be one every night.")
                : new(AuditCodes.BackupOld, $"The last backup is of {last.At}; there should be one every night.");
        }
    }

    /// <summary>
    /// Whether sending works. It fails when notices are queued many times without being sent, and when most messages of a day are refused
    /// or not delivered.
    /// </summary>
    public static IEnumerable<AuditProblem> SendingProblems(IReadOnlyCollection<Notice> recent)
    {
        var struggling = recent.Count(n =>
            n.Attempt > 4 && (!NoticeLife.IsSettled(n.State) || n is { State: NoticeState.Superseded, Reason: Reasons.Missed }));
        if (struggling > 0)
        {
            yield return new(
                AuditCodes.SendingFails, $"{struggling} notices of the last day were tried five times or more and are not sent.");
        }
        var failed = recent.Count(n => n.State is NoticeState.Failed or NoticeState.Undelivered);
        if (failed >= 3 && failed * 2 > recent.Count(n => NoticeLife.MayHaveBeenTold(n.State)))
        {
            yield return new(
                AuditCodes.SendingFails, $"{failed} notices of the last day were refused or not delivered, more than half of them.");
        }
    }

    /// <summary>
    /// Whether the SMS account needs attention: its settings hold messages up, even since yesterday, or the provider gave unlisted codes.
    /// </summary>
    public static IEnumerable<AuditProblem> AccountProblems(IReadOnlyCollection<Notice> unsettled, IReadOnlyCollection<Notice> recent)
    {
        var all = unsettled.Concat(recent).DistinctBy(n => n.Id).ToList();
        var troubled = SendingTrouble.Among(all).ToLookup(n => Reasons.IsConfiguration(n.Reason));
        if (troubled[true].ToList() is { Count: > 0 } misconfigured)
        {
            yield return new(
                AuditCodes.ProviderSettings,
                $"{misconfigured.Count} notices wait for the SMS account to be mended (codes {SendingTrouble.Codes(misconfigured)}).");
        }
        if (troubled[false].Where(n => Reasons.IsUnlisted(n.Reason)).ToList() is { Count: > 0 } unlisted)
        {
            yield return new(
                AuditCodes.ProviderCodeUnlisted,
                $"{unlisted.Count} notices got codes that are not known here ({SendingTrouble.Codes(unlisted)}); "
                + $"look them up at the provider.");
        }
    }

    private async Task<IEnumerable<AuditProblem>> DeadLetterProblemsAsync(Instant now, CancellationToken cancellation) =>
        await ledger.Watch.DeadLettersSinceAsync(now - Patience, cancellation) is { Count: > 0 and var count }
            ? [new(
                AuditCodes.DeadLetters,
                $"{count} messages of the last hour could not be handled and were given up; their notices are looked after.")]
            : [];

    private AuditReport Begin(AuditReport? last, Instant now)
    {
        var isSame = last is null || last.Schedule == schedule.Fingerprint;
        return isSame && last is { Next: not null }
            ? last with { At = now, Problems = last.Problems.RemoveAll(p => !AuditCodes.IsOfItem(p.Code)) }
            : new(now)
            {
                RoundBeganAt = now,
                RoundEndedAt = last?.RoundEndedAt,
                Schedule = schedule.Fingerprint,
                Settles = !isSame,
            };
    }

    private async Task<AuditReport> AuditNoticesAsync(
        AuditReport report, AuditReport? last, Instant now, CancellationToken cancellation)
    {
        var notices = await ledger.Notices.NoticesSinceAsync(last is null ? NodaConstants.UnixEpoch : last.At - LooksBack, cancellation);
        var unsettled = notices.Where(n => !NoticeLife.IsSettled(n.State)).ToList();
        var stuck = unsettled.Where(n => now - Instant.Max(n.StateAt, n.NotBefore ?? n.StateAt) > Patience).ToList();
        await ledger.Agenda.AddToAgendaAsync([.. stuck.Select(n => AgendaEntry.ForNotice(n, now))], cancellation);
        foreach (var notice in stuck)
        {
            report = report.With(new(
                AuditCodes.NoticeStuck,
                $"Notice {notice.Id} has been {NoticeWords.Of(notice.State)} since {notice.StateAt}; the next scan looks after it.",
                Repaired: true));
        }
        var recent = notices.Where(n => n.SlotAt >= now - Recently).ToList();
        return AccountProblems(unsettled, recent).Concat(SendingProblems(recent)).Aggregate(report, (all, problem) => all.With(problem));
    }

    private async Task<AuditReport> AuditItemsAsync(
        AuditReport report, BackupReport? lastBackup, SendBarriers barriers, Instant now, CancellationToken cancellation)
    {
        var plans = await ledger.Plans.PlansAsync(cancellation);
        foreach (var problem in backsUp ? BackupProblems(lastBackup, plans, now) : [])
            report = report.With(problem);
        foreach (var plan in plans.Where(p => !p.IsComplete && now - p.LoadedAt > Patience))
            report = report.With(new(AuditCodes.PlanUnfinished, $"Plan {plan.Number} was never loaded to its end; load its file again."));
        var complete = plans.Where(p => p.IsComplete).ToDictionary(p => p.Number);
        var (files, next) = await PartAsync(complete.Values, report.Next, cancellation);
        var people = await readPeople.RunAsync(cancellation);
        files = [.. files.Select(f => f with { File = f.File with { Item = people.Told(f.File.Item) } })];
        var soon = await SoonAsync(now, cancellation);
        // The scan keeps two kinds of entries on purpose: of notices that may still be claimed, and of plans that are being loaded.
        var isCut = soon.Count == mostSoon;
        var undone = soon.FirstOrDefault(e => isCut || (e is AgendaEntry.OfItem { Item.Plan: var plan } && complete.ContainsKey(plan)));
        if (undone?.At is { } oldest && oldest < now - Patience - AgendaTiming.WaitsFor)
            report = report.With(new(AuditCodes.ScanBehind, $"The agenda has an entry of {oldest} that no scan has done yet."));
        // More is due than an audit reads, so nothing can be said of an item that is not among it. The scan comes first. A round that has
        // not begun for it begins again, and settles then too.
        if (isCut)
            return report.Settles && report.Next is null ? report with { Schedule = null } : report;

        foreach (var problem in PeopleProblems(files.Select(f => f.File.Item), people))
            report = report.With(problem);
        var findings = await FindingsAsync(files, soon, barriers, now, report.Settles, cancellation);
        foreach (var (_, finding) in findings)
            report = Count(report, finding.Standing);
        var suspects = findings.Where(f => f.Finding.Problem is not null).Select(f => f.Of).ToList();
        var repairs = new List<AgendaEntry>();
        var turned = await FollowAbsences.TurnedAsync(readPeople, barriers, now, cancellation);
        foreach (var (of, finding) in await SecondLookAsync(suspects, soon, report.Settles, cancellation))
        {
            if (finding.Repair is { } repair)
                repairs.Add(repair);
            if (finding.Problem is not { } problem || report.Settles)
                continue;
            // The next scan follows an absence that has turned since the last one.
            if (problem.Code == AuditCodes.StepUnaccounted && turned.Exists(a => FollowAbsences.Concerns(a.Value, of.File.Item)))
                continue;
            report = report.With(problem);
            if (finding.Step is { } step && (report.Oldest is null || step.DueAt < report.Oldest.DueAt))
                report = report with { Oldest = step };
        }
        await ledger.Agenda.AddToAgendaAsync(repairs, cancellation);
        return report with { Next = next, RoundEndedAt = next is null ? now : report.RoundEndedAt };
    }

    /// <summary>
    /// The entries that are due, and those that come due while a write waits for its item or on a host whose clock is ahead.
    /// </summary>
    private Task<IReadOnlyList<AgendaEntry>> SoonAsync(Instant now, CancellationToken cancellation) =>
        ledger.Agenda.OldestAsync(now + AgendaTiming.WaitsFor, mostSoon, cancellation);

    /// <summary>
    /// Audits items by the agenda itself. The items are read before the due entries, as an action writes its entry before the item; and
    /// these before the places that come later, as a scan writes an item's next look before it removes the last one.
    /// </summary>
    private async Task<List<(Audited Of, AuditedItem Finding)>> FindingsAsync(
        List<Audited> files, IReadOnlyList<AgendaEntry> soon, SendBarriers barriers, Instant now, bool settles,
        CancellationToken cancellation)
    {
        var places = files.SelectMany(f => audit.PlacesAfter(now + AgendaTiming.WaitsFor, f.File, f.Zone)).ToList();
        var later = await ledger.Agenda.FindLooksAsync(places, cancellation);
        var entries = soon.OfType<AgendaEntry.OfItem>().Concat(later).ToLookup(e => e.Item);
        return [.. files.Select(f => (f, audit.Audit(f.File, f.Zone, [.. entries[f.File.Item.Code]], barriers, now, settles)))];
    }

    /// <summary>Items that reach nobody, and items that reach only people who are no longer in the directory.</summary>
    private static IEnumerable<AuditProblem> PeopleProblems(IEnumerable<Item> told, ContactDirectory people) =>
        from item in told
        where !item.IsAtItsEnd && item.OpenSince is not null
        let strangers = people.Strangers(item).Where(s => s.Role != Role.Supervisor).Select(s => s.Party.Name).Distinct().ToList()
        let missing = item.Missing.ToList()
        where missing.Count > 0 || (strangers.Count > 0 && people.Resolve(item, opens: false).Missing.Any())
        select missing.Count > 0
            ? new AuditProblem(
                AuditCodes.PeopleOutdated, $"Item {item.Code} reaches nobody: {ItemWords.OfMissing(missing)}; name somebody for it.")
            : new AuditProblem(
                AuditCodes.PeopleOutdated,
                $"Item {item.Code} tells {string.Join('、', strangers)}, whom the directory no longer knows, "
                + $"and would reach nobody otherwise; name somebody for it.");

    private static AuditReport Count(AuditReport report, ItemStanding standing) => standing switch
    {
        ItemStanding.Scheduled => report with { Scheduled = report.Scheduled + 1 },
        ItemStanding.Waiting => report with { Waiting = report.Waiting + 1 },
        ItemStanding.Flagged => report with { Flagged = report.Flagged + 1 },
        _ => report,
    };

    // A scan or an action may have changed the item, its people or its entries during the first look. The entries from before the items are
    // read again count too: a scan that moves a look on now may have recorded the place of the new one after that reading.
    private async Task<List<(Audited Of, AuditedItem Finding)>> SecondLookAsync(
        List<Audited> suspects, IReadOnlyList<AgendaEntry> before, bool settles, CancellationToken cancellation)
    {
        if (suspects.Count == 0)
            return [];
        var now = clock.GetCurrentInstant();
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var files = new List<Audited>();
        foreach (var some in suspects.Chunk(FilesAtOnce))
        {
            var read = some.Select(async s => (File: await ledger.Items.FindItemFileAsync(s.File.Item.Code, cancellation), s.Zone));
            files.AddRange((await Task.WhenAll(read)).Where(f => f.File is not null).Select(f => new Audited(f.File!, f.Zone)));
        }
        var people = await readPeople.RunAsync(cancellation);
        files = [.. files.Select(f => f with { File = f.File with { Item = people.Told(f.File.Item) } })];
        var soon = await SoonAsync(now, cancellation);
        return soon.Count == mostSoon ? [] : await FindingsAsync(files, [.. before, .. soon], barriers, now, settles, cancellation);
    }

    /// <summary>The next part of the ledger, and the item at which the part after it begins.</summary>
    private async Task<(List<Audited> Files, ItemCode? Next)> PartAsync(
        IEnumerable<Plan> plans, ItemCode? from, CancellationToken cancellation)
    {
        var files = new List<Audited>();
        var records = 0;
        foreach (var plan in plans.Where(p => from is null || p.Number >= from.Value.Plan))
        {
            var first = from?.Plan == plan.Number ? from.Value.Ordinal : 1;
            await foreach (var file in ledger.Items.ItemFilesAsync(plan.Number, first, cancellation))
            {
                if (files.Count == itemsAtOnce || records >= mostRecords)
                    return (files, file.Item.Code);
                files.Add(new(file, plan.TimeZone));
                records += file.Steps.Count;
            }
        }
        return (files, null);
    }

    /// <summary>An item of the part, with the zone of its plan.</summary>
    private sealed record Audited(ItemFile File, DateTimeZone Zone);
}
