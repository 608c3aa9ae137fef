namespace Reminders.Simulation.Plays;

/// <summary>The ledger is moved to another place and comes back. In between, hosts that nobody stopped find it out of use.</summary>
public sealed record Move(Instant From, Instant Until)
{
    /// <summary>Begins when a slot does, so that it meets batches.</summary>
    public static Move Drawn(Chance chance, Setting setting)
    {
        var schedule = new Schedule(setting.Policy, setting.Policy.WorkingCalendar());
        var day = (setting.Start + chance.Between(Duration.Zero, setting.For)).InZone(setting.TimeZone).Date;
        var from = schedule.SlotOn(day, setting.TimeZone) + chance.Between(-Duration.FromSeconds(1), Duration.FromSeconds(10));
        return new(from, from + chance.Of(Duration.FromMinutes(2), Duration.FromMinutes(20), Duration.FromHours(3)));
    }
}

/// <summary>The seal of a ledger that is being moved.</summary>
public sealed class Seal(InMemoryLedger ledger)
{
    public bool IsSet { get; set; }

    /// <summary>The ledger as hosts see it.</summary>
    public Ledger Ledger => ledger with { Barriers = PortProxy.Over(ledger.Barriers, Answer) };

    /// <summary>
    /// Gives every waiting notice another tag, as a move does after it has set the seal. Returns the references of the messages that are
    /// being sent; the new place asks the provider for them.
    /// </summary>
    public IReadOnlySet<string> Overtake()
    {
        var unsettled = ledger.Notices.UnsettledNoticesAsync(default).Result.ToLookup(
            n => n.State is NoticeState.Pending or NoticeState.Queued);
        var waiting = ledger.Notices.FindNoticesAsync([.. unsettled[true].Select(n => n.Id)], default).Result.Values;
        ledger.Notices.TrySaveNoticesAsync([.. waiting], default).GetAwaiter().GetResult();
        return unsettled[false].Select(n => new Sms(n.Id, n.Attempt, n.To, n.Text).Reference).ToHashSet();
    }

    private object? Answer(PortCall call) =>
        IsSet && call.Method.Name == nameof(IBarriers.BarriersAsync) ? SealedAsync() : call.Pass();

    private async Task<SendBarriers> SealedAsync() =>
        await ledger.Barriers.BarriersAsync(default) with { Move = new($"The ledger was moved.") };
}
