namespace Reminders.Simulation.Sabotages;

/// <summary>Breaks a build without a change of its code: it wraps the ports of the use cases.</summary>
public static class Saboteur
{
    /// <summary>The start of the name of the promise that a sabotage breaks.</summary>
    public static string Breaks(Sabotage sabotage) => sabotage switch
    {
        Sabotage.NoFollowUp or Sabotage.TodayOnly => PromiseNames.Rest,
        Sabotage.RemoveFirst or Sabotage.EverybodyWins or Sabotage.NobodyVerifies => PromiseNames.Accounted,
        Sabotage.Talkative => PromiseNames.NoNumbers,
        Sabotage.SendFirst or Sabotage.NoTags or Sabotage.NeverAsk or Sabotage.NoLease => PromiseNames.Once,
        Sabotage.ConflictIgnored or Sabotage.OneTwice or Sabotage.BarriersFirst => PromiseNames.Once,
        Sabotage.NoSecondLook => PromiseNames.StillTrue,
        Sabotage.DayByDay => PromiseNames.OneMessage,
        Sabotage.ReadAhead => PromiseNames.WhatIsDue,
        Sabotage.NoQuietHours => PromiseNames.Quiet,
        Sabotage.Backwards => PromiseNames.Forward,
        _ => throw new ArgumentOutOfRangeException(nameof(sabotage)),
    };

    public static Ports Break(Sabotage sabotage, Ports ports, InMemoryLedger truth) => sabotage switch
    {
        Sabotage.None or Sabotage.DayByDay => ports,
        Sabotage.NeverAsk => ports with { Sender = new DeafSender(ports.Sender) },
        Sabotage.OneTwice => ports with { Sender = new HastySender(ports.Sender) },
        Sabotage.NoQuietHours => ports with { SendSchedule = Sleepless(ports.SendSchedule) },
        _ => ports with { Ledger = BrokenLedger.Over(ports.Ledger, truth, sabotage) },
    };

    private static Schedule Sleepless(Schedule schedule) =>
        new(schedule.Policy with { QuietHours = new(LocalTime.Midnight, LocalTime.Midnight.PlusNanoseconds(1)) }, schedule.Calendar);

    private sealed class DeafSender(ISmsSender sender) : ISmsSender
    {
        public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation) => sender.SendAsync(sms, cancellation);

        public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
            Task.FromResult<ProviderReport?>(null);
    }
}

/// <summary>Makes the first of two calls again with the second one.</summary>
internal sealed class HastySender(ISmsSender sender) : ISmsSender
{
    private Sms? last;

    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        var again = last;
        last = sms;
        if (again is not null && again.Notice[..8] == sms.Notice[..8])
            await sender.SendAsync(again, cancellation);
        return await sender.SendAsync(sms, cancellation);
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
        sender.FindAsync(sms, since, cancellation);
}

/// <summary>A ledger with one defect.</summary>
internal sealed class BrokenLedger(Ledger ledger, InMemoryLedger truth, Sabotage sabotage)
{
    private readonly Dictionary<ItemCode, Item> firstSeen = [];
    private SendBarriers? early;

    internal static Ledger Over(Ledger ledger, InMemoryLedger truth, Sabotage sabotage) =>
        PortProxy.OverAll(ledger, new BrokenLedger(ledger, truth, sabotage).Answer);

    private object? Answer(PortCall call) => (sabotage, call.Method.Name) switch
    {
        (Sabotage.RemoveFirst, nameof(IAgenda.DueAsync)) => RemoveFirstAsync((Instant)call.Arguments[0]!),
        (Sabotage.TodayOnly, nameof(IAgenda.DueAsync)) => TodayAsync((Instant)call.Arguments[0]!),
        (Sabotage.ReadAhead, nameof(IAgenda.DueAsync)) =>
            ledger.Agenda.DueAsync((Instant)call.Arguments[0]! + Duration.FromDays(1), default),
        (Sabotage.NoFollowUp, nameof(IAgenda.AddToAgendaAsync)) => ledger.Agenda.AddToAgendaAsync(
            [.. ((IReadOnlyCollection<AgendaEntry>)call.Arguments[0]!).OfType<AgendaEntry.OfItem>()], default),
        (Sabotage.EverybodyWins, nameof(INotices.ClaimAsync)) => EverybodyWinsAsync((IReadOnlyCollection<Notice>)call.Arguments[0]!),
        (_, nameof(INotices.TrySaveNoticesAsync)) => SaveAsync((IReadOnlyCollection<Stored<Notice>>)call.Arguments[0]!),
        (Sabotage.BarriersFirst, nameof(INotices.FindNoticesAsync)) => FindLaterAsync((IReadOnlyCollection<string>)call.Arguments[0]!),
        (Sabotage.BarriersFirst, nameof(IBarriers.BarriersAsync)) when early is { } barriers => EarlyAsync(barriers),
        (Sabotage.NobodyVerifies, nameof(IItems.FindItemsAsync)) =>
            ReportedAsClosedAsync((IReadOnlyCollection<ItemCode>)call.Arguments[0]!),
        (Sabotage.NoSecondLook, nameof(IItems.FindItemsAsync)) => FirstSeenAsync((IReadOnlyCollection<ItemCode>)call.Arguments[0]!),
        _ => call.Pass(),
    };

    private async Task<IReadOnlyList<AgendaEntry>> RemoveFirstAsync(Instant now)
    {
        var due = await ledger.Agenda.DueAsync(now, default);
        await ledger.Agenda.RemoveFromAgendaAsync([.. due], default);
        return due;
    }

    private async Task<IReadOnlyList<AgendaEntry>> TodayAsync(Instant now) =>
        [.. (await ledger.Agenda.DueAsync(now, default)).Where(e => e.At > now - Duration.FromDays(1))];

    private async Task<IReadOnlySet<string>> EverybodyWinsAsync(IReadOnlyCollection<Notice> notices)
    {
        await ledger.Notices.ClaimAsync(notices, default);
        return notices.Select(n => n.Id).ToHashSet();
    }

    private Task<IReadOnlyDictionary<string, Stored<Notice>>> SaveAsync(IReadOnlyCollection<Stored<Notice>> notices) => sabotage switch
    {
        Sabotage.NoTags => OverwriteAsync(notices, _ => true),
        Sabotage.Backwards => OverwriteAsync(notices, n => n.State == NoticeState.Sent),
        Sabotage.SendFirst => SaveLaterAsync(notices),
        Sabotage.NoLease => WithoutLeaseAsync(notices),
        Sabotage.Talkative => SaveTalkingAsync(notices),
        Sabotage.ConflictIgnored => SaveBlindlyAsync(notices),
        _ => ledger.Notices.TrySaveNoticesAsync(notices, default),
    };

    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> OverwriteAsync(
        IReadOnlyCollection<Stored<Notice>> notices, Func<Notice, bool> overwrites)
    {
        var newest = await truth.Notices.FindNoticesAsync([.. notices.Select(n => n.Value.Id)], default);
        return await ledger.Notices.TrySaveNoticesAsync(
            [.. notices.Select(n => overwrites(n.Value) ? n with { Tag = newest[n.Value.Id].Tag } : n)], default);
    }

    // Skips the write before the call to the provider.
    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> SaveLaterAsync(IReadOnlyCollection<Stored<Notice>> notices)
    {
        var others = notices.Where(n => n.Value.State != NoticeState.Sending).ToList();
        var saved = others.Count == 0 ? [] : (await ledger.Notices.TrySaveNoticesAsync(others, default)).Values;
        return notices.Except(others).Concat(saved).ToDictionary(n => n.Value.Id);
    }

    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> SaveTalkingAsync(IReadOnlyCollection<Stored<Notice>> notices)
    {
        try
        {
            return await ledger.Notices.TrySaveNoticesAsync(notices, default);
        }
        catch (SimulatedFault fault)
        {
            var notice = notices.First().Value;
            throw new SimulatedFault($"{notice.Name} {notice.To.Value}: {fault.Message}");
        }
    }

    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> SaveBlindlyAsync(IReadOnlyCollection<Stored<Notice>> notices)
    {
        var saved = await ledger.Notices.TrySaveNoticesAsync(notices, default);
        return notices.ToDictionary(n => n.Value.Id, n => saved.GetValueOrDefault(n.Value.Id, n));
    }

    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> FindLaterAsync(IReadOnlyCollection<string> ids)
    {
        early = await ledger.Barriers.BarriersAsync(default);
        return await ledger.Notices.FindNoticesAsync(ids, default);
    }

    private Task<SendBarriers> EarlyAsync(SendBarriers barriers)
    {
        early = null;
        return Task.FromResult(barriers);
    }

    // The sender believes that its lease ends a day later.
    private async Task<IReadOnlyDictionary<string, Stored<Notice>>> WithoutLeaseAsync(IReadOnlyCollection<Stored<Notice>> notices) =>
        (await ledger.Notices.TrySaveNoticesAsync(notices, default)).Values
            .Select(saved => saved with { Value = saved.Value with { StateAt = saved.Value.StateAt + Duration.FromDays(1) } })
            .ToDictionary(saved => saved.Value.Id);

    private async Task<IReadOnlyDictionary<ItemCode, Item>> ReportedAsClosedAsync(IReadOnlyCollection<ItemCode> codes) =>
        (await ledger.Items.FindItemsAsync(codes, default)).ToDictionary(
            i => i.Key, i => i.Value.State == ItemState.Reported ? i.Value with { State = ItemState.Closed } : i.Value);

    private async Task<IReadOnlyDictionary<ItemCode, Item>> FirstSeenAsync(IReadOnlyCollection<ItemCode> codes)
    {
        foreach (var (code, item) in await ledger.Items.FindItemsAsync(codes, default))
            firstSeen.TryAdd(code, item);
        return codes.Where(firstSeen.ContainsKey).ToDictionary(c => c, c => firstSeen[c]);
    }
}
