namespace Reminders.Core.Notices;

/// <summary>Why an item needs nobody to think of it: its step will come, somebody has to complete it, nobody it is to reach can be reached and others know that, or it is at its end.</summary>
public enum ItemStanding
{
    Scheduled,
    Waiting,
    Flagged,
    Ended,
}

/// <summary>How one item stands, and if something is wrong with it, what, since which step, and the entry that puts it right.</summary>
public sealed record ItemFinding(ItemStanding Standing, AuditProblem? Problem = null, UnaccountedStep? Step = null, AgendaEntry? Repair = null);

/// <summary>Promise 1 for one item. Pure.</summary>
public sealed class ItemAudit(Schedule schedule)
{
    /// <param name="file">The item with its step records.</param>
    /// <param name="zone">Its plan's zone.</param>
    /// <param name="entries">All of its entries on the agenda.</param>
    /// <param name="barriers">The numbers that fail.</param>
    /// <param name="now">The moment of the audit.</param>
    public ItemFinding Audit(ItemFile file, DateTimeZone zone, IReadOnlyList<AgendaEntry.OfItem> entries, SendBarriers barriers, Instant now)
    {
        var item = file.Item;
        if (item.IsAtItsEnd)
            return new(ItemStanding.Ended);
        if (item.OccasionIn(zone) is not { } occasion)
            return new(ItemStanding.Waiting);
        var reached = occasion.Kind == OccasionKind.Deadline ? Role.Person : Role.Leader;
        var standing = item.Recipients(reached).All(p => barriers.FlagOf(p.Phone!.Value) is not null) ? ItemStanding.Flagged : ItemStanding.Scheduled;
        var since = schedule.FirstVisit(occasion, zone).Since;
        var current = entries.Where(e => e.Version >= item.Version).ToList();
        if (current.Count == 0)
        {
            return new(
                standing, new(AuditCodes.ItemUnwatched, $"Item {item.Code}, {ItemWords.Of(item.State)}, did not stand on the agenda; the next scan looks at it.", Repaired: true),
                Repair: AgendaEntry.ForItem(item, now, since));
        }
        // What is due and not yet done by the scan is accounted for by its entry, for a while.
        if (entries.Any(e => e.At <= now && e.At > now - AuditLedger.Patience))
            return new(standing);
        if ((Unaccounted(file, occasion, zone, current, since, now) ?? Untold(file, occasion, barriers, since, now - AuditLedger.Patience)) is not { } step)
            return new(standing);
        return new(
            standing, new(AuditCodes.StepUnaccounted, $"Step {step.Step} of item {item.Code}, due {step.DueAt}, is not accounted for; the next scan looks at it.", Repaired: true),
            step, AgendaEntry.ForItem(item, now, step.DueAt));
    }

    /// <summary>
    /// The earliest step, due for some time, of which the ledger cannot say what became of it: each role's latest towards every recipient, and
    /// those before it towards anybody, since its recipients may have been others then. Supervisors, whom an item may have
    /// had or not, miss none of those. What has just become due makes the one before it such an earlier one. A step that waits must have its next look on the agenda.
    /// </summary>
    private UnaccountedStep? Unaccounted(ItemFile file, Occasion occasion, DateTimeZone zone, List<AgendaEntry.OfItem> current, Instant since, Instant now)
    {
        var item = file.Item;
        var records = file.Steps.Where(r => r.Step.DeadlineVersion == occasion.Version).ToList();
        var missing =
            from role in Enum.GetValues<Role>()
            where item.Recipients(role).Any()
            let owed = schedule.Owed(role, occasion, zone, since, now - AuditLedger.Patience)
            let newest = schedule.Owed(role, occasion, zone, since, now).Latest
            from step in owed.Latest is { } latest ? owed.Passed.Append(latest) : owed.Passed
            where role != Role.Supervisor || step == newest
            let told = records.Where(r => r.Step.Name == step.Name && r.Step.Role == role).ToList()
            where told.Count == 0 || (step == newest && item.Recipients(role).Any(p => !told.Any(r => r.To == p.Phone && IsAccounted(r, current))))
            orderby step.At
            select new UnaccountedStep(item.Code, step.Name.ToString(), step.At);
        return missing.FirstOrDefault();
    }

    /// <summary>What happened to the item, or that a person of it cannot be reached, and no record says that anybody is told.</summary>
    private static UnaccountedStep? Untold(ItemFile file, Occasion occasion, SendBarriers barriers, Instant since, Instant dueBy)
    {
        var news =
            from happened in file.Item.News
            where happened.At <= dueBy && !file.Steps.Any(r => r.Step.Name == happened.StepName)
            select new UnaccountedStep(file.Item.Code, happened.StepName.ToString(), happened.At);
        var unreachable =
            from person in occasion.Kind == OccasionKind.Deadline ? file.Item.Recipients(Role.Person) : []
            let flag = barriers.FlagOf(person.Phone!.Value)
            where flag is not null && Instant.Max(flag.At, since) <= dueBy && !file.Steps.Any(r => r.Step.Name.IsUnreachable(flag.Number))
            select new UnaccountedStep(file.Item.Code, "unreachable", Instant.Max(flag.At, since));
        return news.Concat(unreachable).FirstOrDefault();
    }

    private static bool IsAccounted(StepRecord record, List<AgendaEntry.OfItem> current) =>
        record.Outcome != StepOutcome.Waiting || current.Any(e => e.Since <= record.DueAt);
}
