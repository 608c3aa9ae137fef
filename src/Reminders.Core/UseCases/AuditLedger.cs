namespace Reminders.Core.UseCases;

/// <summary>
/// The audit checks promise 1 for all watched items of any age, a part in each run, on its own timer. Every item that owes messages has an
/// agenda entry, and each due step is accounted for. Every other item waits for somebody or is at its end. No notice is stuck. The scan
/// runs. The audit repairs by adding the missing agenda entries for the scan; it sends nothing itself. It asks for missing receipts.
/// Safe to repeat and to overlap.
/// </summary>
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

    private readonly ItemAudit audit = new(schedule);

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
        report = await AuditNoticesAsync(report, now, cancellation);
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

    private static AuditReport Begin(AuditReport? last, Instant now) => last is { Next: not null }
        ? last with { At = now, Problems = last.Problems.RemoveAll(p => !AuditCodes.IsOfItem(p.Code)) }
        : new(now) { RoundBeganAt = now, RoundEndedAt = last?.RoundEndedAt };

    private async Task<AuditReport> AuditNoticesAsync(AuditReport report, Instant now, CancellationToken cancellation)
    {
        var unsettled = await ledger.Notices.UnsettledNoticesAsync(cancellation);
        var stuck = unsettled.Where(n => now - Instant.Max(n.StateAt, n.NotBefore ?? n.StateAt) > Patience).ToList();
        await ledger.Agenda.AddToAgendaAsync([.. stuck.Select(n => AgendaEntry.ForNotice(n, now))], cancellation);
        foreach (var notice in stuck)
        {
            report = report.With(new(
                AuditCodes.NoticeStuck,
                $"Notice {notice.Id} has been {NoticeWords.Of(notice.State)} since {notice.StateAt}; the next scan looks after it.",
                Repaired: true));
        }
        var recent = await ledger.Notices.NoticesSinceAsync(now - Recently, cancellation);
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
        // The agenda is read after the items. If an item's entry is missing here, the item may have changed since; the second look tells.
        var entries = new Dictionary<ItemCode, List<AgendaEntry.OfItem>>();
        var codes = files.Select(f => f.File.Item.Code).ToHashSet();
        Instant? oldest = null;
        await foreach (var entry in ledger.Agenda.AgendaAsync(cancellation))
        {
            // The scan keeps two kinds of entries on purpose: of notices that may still be claimed, and of plans that are being loaded.
            if (entry is not AgendaEntry.OfItem { Item: var code } ofItem || !complete.ContainsKey(code.Plan))
                continue;
            oldest = oldest is null ? entry.At : Instant.Min(oldest.Value, entry.At);
            if (codes.Contains(code))
                entries[code] = [.. entries.GetValueOrDefault(code, []), ofItem];
        }
        if (oldest < now - Patience - AgendaTiming.WaitsFor)
            report = report.With(new(AuditCodes.ScanBehind, $"The agenda has an entry of {oldest} that no scan has done yet."));

        var people = await readPeople.RunAsync(cancellation);
        files = [.. files.Select(f => (f.File with { Item = people.Told(f.File.Item) }, f.Zone))];
        foreach (var problem in PeopleProblems(files.Select(f => f.File.Item), people))
            report = report.With(problem);
        foreach (var (file, zone) in files)
        {
            var finding = audit.Audit(file, zone, entries.GetValueOrDefault(file.Item.Code, []), barriers, now);
            report = Count(report, finding.Standing);
            if (finding.Problem is null)
                continue;
            finding = await SecondLookAsync(file.Item, zone, entries.GetValueOrDefault(file.Item.Code, []), cancellation);
            if (finding.Problem is not { } problem)
                continue;
            report = report.With(problem);
            if (finding.Step is { } step && (report.Oldest is null || step.DueAt < report.Oldest.DueAt))
                report = report with { Oldest = step };
            if (finding.Repair is { } repair)
                await ledger.Agenda.AddToAgendaAsync([repair], cancellation);
        }
        return report with { Next = next, RoundEndedAt = next is null ? now : report.RoundEndedAt };
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

    // A scan or an action may have changed the item after it was read and before the agenda was read.
    private async Task<AuditedItem> SecondLookAsync(
        Item item, DateTimeZone zone, IReadOnlyList<AgendaEntry.OfItem> entries, CancellationToken cancellation)
    {
        if (await ledger.Items.FindItemFileAsync(item.Code, cancellation) is not { } file || file.Item.Version != item.Version)
            return new(ItemStanding.Scheduled);
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        var people = await readPeople.RunAsync(cancellation);
        return audit.Audit(file with { Item = people.Told(file.Item) }, zone, entries, barriers, clock.GetCurrentInstant());
    }

    /// <summary>The next part of the ledger, and the item at which the part after it begins.</summary>
    private async Task<(List<(ItemFile File, DateTimeZone Zone)> Files, ItemCode? Next)> PartAsync(
        IEnumerable<Plan> plans, ItemCode? from, CancellationToken cancellation)
    {
        var files = new List<(ItemFile, DateTimeZone)>();
        foreach (var plan in plans.Where(p => from is null || p.Number >= from.Value.Plan))
        {
            var first = from?.Plan == plan.Number ? from.Value.Ordinal : 1;
            await foreach (var file in ledger.Items.ItemFilesAsync(plan.Number, first, cancellation))
            {
                if (files.Count == itemsAtOnce)
                    return (files, file.Item.Code);
                files.Add((file, plan.TimeZone));
            }
        }
        return (files, null);
    }
}
