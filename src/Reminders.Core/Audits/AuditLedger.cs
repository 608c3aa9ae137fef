using NodaTime;
using Reminders.Core.Items;
using Reminders.Core.Ledgers;
using Reminders.Core.Notices;
using Reminders.Core.Schedules;

namespace Reminders.Core.Audits;

/// <summary>
/// The auditor: a timer of its own that proves promise 1 over the whole open ledger, a part at a time and without an age limit. Every open item stands on
/// the agenda, and each of its due steps is accounted for; every other item waits for somebody or is at its end; no notice is stuck; the
/// scan runs. It repairs by putting on the agenda what should stand there, which the scan then does; it sends nothing itself. Safe to repeat
/// and to overlap.
/// </summary>
/// <param name="ledger">What is audited.</param>
/// <param name="schedule">Says what is due.</param>
/// <param name="clock">The moment of the audit.</param>
/// <param name="scanIsOff">Whether the host has the scan switched off.</param>
/// <param name="itemsAtOnce">How many items one run looks at.</param>
public sealed class AuditLedger(ILedger ledger, Schedule schedule, IClock clock, bool scanIsOff = false, int itemsAtOnce = 5000)
{
    /// <summary>How long anything may lie undone: four beats of the timer that should do it.</summary>
    public static Duration Patience { get; } = Duration.FromHours(1);

    private readonly ItemAudit audit = new(schedule);

    public async Task<AuditReport> RunAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        var watch = await ledger.WatchAsync(cancellation);
        var barriers = await ledger.BarriersAsync(cancellation);
        var report = Begin(watch.LastAudit, now);
        foreach (var problem in ScanProblems(watch.LastScan, scanIsOff, now).Concat(HaltProblems(barriers.Halt, now)))
            report = report.With(problem);
        report = await AuditNoticesAsync(report, now, cancellation);
        report = await AuditItemsAsync(report, barriers, now, cancellation);
        await ledger.RecordAuditAsync(report, cancellation);
        return report;
    }

    /// <summary>Whether the scan does its work: it runs, and was not switched off. Also what <c>/api/ready</c> asks between two audits.</summary>
    public static IEnumerable<AuditProblem> ScanProblems(ScanReport? last, bool isOff, Instant now)
    {
        if (isOff)
            yield return new(AuditCodes.ScanSwitchedOff, "The scan is switched off; nobody is reminded of anything.");
        else if (last is null)
            yield return new(AuditCodes.ScanStopped, "No scan has run yet.");
        else if (now - last.At > Patience)
            yield return new(AuditCodes.ScanStopped, $"The last scan ran at {last.At}; it should run every few minutes.");
    }

    /// <summary>Whether the provider takes messages. A halt that has been over for a while, with nothing to send since, is forgotten until the next message tells.</summary>
    public static IEnumerable<AuditProblem> HaltProblems(SendingHalt? halt, Instant now) =>
        halt is null || halt.Until < now - Patience ? [] : [new(AuditCodes.SendingHalted, $"The SMS provider has taken nothing since {halt.Since} (code {halt.Code}); it is tried again at {halt.Until}.")];

    private static AuditReport Begin(AuditReport? last, Instant now) => last is { Next: not null }
        ? last with { At = now, Problems = last.Problems.RemoveAll(p => !AuditCodes.IsOfItem(p.Code)) }
        : new(now) { RoundBeganAt = now, RoundEndedAt = last?.RoundEndedAt };

    private async Task<AuditReport> AuditNoticesAsync(AuditReport report, Instant now, CancellationToken cancellation)
    {
        var unsettled = await ledger.UnsettledNoticesAsync(cancellation);
        var stuck = unsettled.Where(n => now - Instant.Max(n.StateAt, n.NotBefore ?? n.StateAt) > Patience).ToList();
        await ledger.AddToAgendaAsync([.. stuck.Select(n => AgendaEntry.ForNotice(n, now))], cancellation);
        foreach (var notice in stuck)
            report = report.With(new(AuditCodes.NoticeStuck, $"Notice {notice.Id} has been {notice.State} since {notice.StateAt}; the next scan looks after it.", Repaired: true));
        var misconfigured = unsettled.Where(n => n.Reason?.StartsWith(Reasons.Configuration, StringComparison.Ordinal) == true).ToList();
        return misconfigured.Count == 0
            ? report
            : report.With(new(AuditCodes.ProviderSettings, $"{misconfigured.Count} notices wait for the SMS account's settings to be mended ({string.Join(", ", misconfigured.Select(n => n.Reason).Distinct())})."));
    }

    private async Task<AuditReport> AuditItemsAsync(AuditReport report, SendBarriers barriers, Instant now, CancellationToken cancellation)
    {
        var (files, unfinished, next) = await PartAsync(report.Next, now, cancellation);
        foreach (var plan in unfinished)
            report = report.With(new(AuditCodes.PlanUnfinished, $"Plan {plan} was never loaded to its end; load its file again."));
        // Read after the items, so that the entry of an item as it was read is either here or was replaced by a change of the item.
        var entries = new Dictionary<ItemCode, List<AgendaEntry>>();
        var codes = files.Select(f => f.File.Item.Code).ToHashSet();
        Instant? oldest = null;
        await foreach (var entry in ledger.AgendaAsync(cancellation))
        {
            oldest = oldest is null ? entry.At : Instant.Min(oldest.Value, entry.At);
            if (entry.Item is { } code && codes.Contains(code))
                entries[code] = [.. entries.GetValueOrDefault(code, []), entry];
        }
        if (oldest < now - Patience)
            report = report.With(new(AuditCodes.ScanBehind, $"The agenda has an entry of {oldest} that no scan has done yet."));

        foreach (var (file, zone) in files)
        {
            var finding = audit.Audit(file, zone, entries.GetValueOrDefault(file.Item.Code, []), barriers, now);
            report = Count(report, finding.Standing);
            if (finding.Problem is not { } problem || await HasChangedAsync(file.Item, cancellation))
                continue;
            report = report.With(problem);
            if (finding.Step is { } step && (report.Oldest is null || step.DueAt < report.Oldest.DueAt))
                report = report with { Oldest = step };
            if (finding.Repair is { } repair)
                await ledger.AddToAgendaAsync([repair], cancellation);
        }
        return report with { Next = next, RoundEndedAt = next is null ? now : report.RoundEndedAt };
    }

    private static AuditReport Count(AuditReport report, ItemStanding standing) => standing switch
    {
        ItemStanding.Scheduled => report with { Scheduled = report.Scheduled + 1 },
        ItemStanding.Waiting => report with { Waiting = report.Waiting + 1 },
        ItemStanding.Flagged => report with { Flagged = report.Flagged + 1 },
        _ => report,
    };

    // Whoever changes an item writes its entry first and the item then; what was read in between proves nothing.
    private async Task<bool> HasChangedAsync(Item item, CancellationToken cancellation) =>
        (await ledger.FindItemAsync(item.Code, cancellation))?.Value.Version != item.Version;

    /// <summary>The next part of the ledger, the plans that were left unfinished in it, and where to go on.</summary>
    private async Task<(List<(ItemFile File, DateTimeZone Zone)> Files, List<int> Unfinished, ItemCode? Next)> PartAsync(
        ItemCode? from, Instant now, CancellationToken cancellation)
    {
        var files = new List<(ItemFile, DateTimeZone)>();
        var unfinished = new List<int>();
        foreach (var plan in (await ledger.PlansAsync(cancellation)).Where(p => from is null || p.Number >= from.Value.Plan))
        {
            if (!plan.IsComplete)
            {
                if (now - plan.LoadedAt > Patience)
                    unfinished.Add(plan.Number);
                continue;
            }
            await foreach (var file in ledger.ItemFilesAsync(plan.Number, from?.Plan == plan.Number ? from.Value.Ordinal : 1, cancellation))
            {
                if (files.Count == itemsAtOnce)
                    return (files, unfinished, file.Item.Code);
                files.Add((file, plan.TimeZone));
            }
        }
        return (files, unfinished, null);
    }
}
