namespace Reminders.Simulation.Phones;

/// <summary>A message that the provider took, and the fault if it did not reach the phone.</summary>
public sealed record Taken(Sms Sms, Instant At, DeliveryFault? Fault)
{
    public bool Arrived => Fault is null;
}

/// <summary>
/// An SMS provider with random faults, and the phones behind it. It accepts a repeated message again, loses answers, refuses messages,
/// loses messages, and sends receipts late, twice, out of order or never.
/// </summary>
/// <param name="clock">The true time.</param>
/// <param name="chance">Decides its faults.</param>
/// <param name="moodOneIn">One in this many messages meets a fault; 0 for never.</param>
/// <param name="dead">Numbers that no message reaches.</param>
public sealed class Provider(IClock clock, Chance chance, int moodOneIn, IReadOnlySet<PhoneNumber> dead) : ISmsSender
{
    private readonly List<Taken> taken = [];
    private readonly List<(Instant At, Receipt Receipt)> receipts = [];
    private Instant haltedUntil = Instant.MinValue;

    public IReadOnlyList<Taken> Taken => taken;

    /// <summary>From now on it accepts everything, and all receipts come.</summary>
    public bool IsCalm { get; set; }

    /// <summary>It hides the messages that it took, and answers unknown codes.</summary>
    public bool IsOdd { get; init; }

    /// <summary>Sees every message that the provider takes.</summary>
    public Action<Taken>? Taking { get; set; }

    /// <summary>The time of the next receipt; null if no receipt is left.</summary>
    public Instant? NextReceiptAt => receipts.Count == 0 ? null : receipts.Min(r => r.At);

    private Instant Now => clock.GetCurrentInstant();

    public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation) => Task.FromResult(Answer(sms));

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
        !IsCalm && chance.OneIn(moodOneIn)
            ? throw new Faults.SimulatedFault("the provider cannot be asked")
            : Task.FromResult(IsOdd && sms.ProviderId is null ? Hidden(sms, since) : Found(sms, since));

    private ProviderReport? Found(Sms sms, Instant since) =>
        taken.LastOrDefault(t => t.Sms.Reference == sms.Reference && t.At >= since) is { } found
        ? new ProviderReport("found", found.Arrived, found.Fault)
        : null;

    // The report cannot tell two messages to one number apart.
    private ProviderReport? Hidden(Sms sms, Instant since)
    {
        var toNumber = taken.Where(t => t.Sms.To == sms.To && t.At >= since).ToList();
        return toNumber.Count == 0
            ? null
            : new ProviderReport("hidden", toNumber.Exists(t => t.Arrived) ? null : false) { IsCertain = false };
    }

    /// <summary>Takes the next receipt that is due; null if none is due.</summary>
    public Receipt? NextReceipt()
    {
        var next = receipts.FindIndex(r => r.At <= Now);
        if (next < 0)
            return null;
        var receipt = receipts[next].Receipt;
        receipts.RemoveAt(next);
        return receipt;
    }

    private SendOutcome Answer(Sms sms)
    {
        if (Now < haltedUntil && !IsCalm)
            return SendOutcome.Refused(Remedy.StopEverything, "30002");
        if (dead.Contains(sms.To))
            return DeadNumber(sms);
        if (IsCalm || !chance.OneIn(moodOneIn))
            return Accept(sms);
        switch (chance.Number(0, 7))
        {
            case 0:
                Take(sms);
                return new SendOutcome.Unknown("timeout");
            case 1:
                return new SendOutcome.Unknown("timeout");
            case 2:
                return IsOdd ? SendOutcome.Refused(Remedy.LookUp, "99999") : SendOutcome.Refused(Remedy.Later, "30001");
            case 3:
                return SendOutcome.Refused(Remedy.Configuration, "21408");
            case 4:
                haltedUntil = Now + chance.Between(Duration.FromMinutes(5), Duration.FromHours(30));
                return SendOutcome.Refused(Remedy.StopEverything, "30002");
            case 5:
                return SendOutcome.Refused(Remedy.NewText, "30007");
            case 6:
                Lose(sms, chance.Of<DeliveryFault>(
                    new(Remedy.Later, "30003"),
                    IsOdd ? new(Remedy.Configuration, "30037") : new(Remedy.Later, "30008"),
                    IsOdd ? new(Remedy.LookUp, "99998") : new(Remedy.NewText, "30004")));
                return new SendOutcome.Accepted($"SM{taken.Count}");
            default:
                throw new Faults.SimulatedFault("the provider cannot be reached");
        }
    }

    // The provider refuses some messages at once and others by receipt.
    private SendOutcome DeadNumber(Sms sms)
    {
        if (chance.OneIn(2))
            return SendOutcome.Refused(Remedy.NewNumber, "21614");
        Lose(sms, new(Remedy.NewNumber, "30005"));
        return new SendOutcome.Accepted($"SM{taken.Count}");
    }

    private SendOutcome.Accepted Accept(Sms sms)
    {
        Take(sms);
        if (IsCalm || !chance.OneIn(4)) // some carriers send no receipts
            Send(sms, null);
        return new($"SM{taken.Count}");
    }

    private void Lose(Sms sms, DeliveryFault fault)
    {
        Take(sms, fault);
        if (IsCalm || !chance.OneIn(4))
            Send(sms, fault);
    }

    private void Take(Sms sms, DeliveryFault? fault = null)
    {
        var message = new Taken(sms, Now, fault);
        taken.Add(message);
        Taking?.Invoke(message);
    }

    private void Send(Sms sms, DeliveryFault? fault)
    {
        var receipt = new Receipt(sms.Notice, sms.Attempt, fault);
        for (var copies = chance.OneIn(5) ? 2 : 1; copies > 0; copies--)
            receipts.Add((Now + chance.Between(Duration.Zero, chance.OneIn(6) ? Duration.FromDays(2) : Duration.FromSeconds(20)), receipt));
    }
}
