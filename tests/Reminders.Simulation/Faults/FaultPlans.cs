namespace Reminders.Simulation.Faults;

/// <summary>Faults drawn from a seed until <see cref="IsCalm"/> is set.</summary>
/// <param name="turns">Chooses the next turn.</param>
/// <param name="faults">Chooses the faults.</param>
/// <param name="oneIn">One in this many calls meets a fault; 0 for none.</param>
/// <param name="most">The greatest number of faults.</param>
public sealed class DrawnFaults(Chance turns, Chance faults, int oneIn, int most = int.MaxValue) : IFaultPlan
{
    private static readonly Fault[] Kinds =
        [Fault.CrashBefore, Fault.CrashAfter, Fault.ThrowBefore, Fault.ThrowAfter, Fault.AnswerLate, Fault.AnswerLate];

    private int met;

    public bool IsCalm { get; set; }

    public int Next(int waiting) => waiting == 1 ? 0 : turns.Number(0, waiting - 1);

    public Fault At(int number, string operation)
    {
        if (!faults.OneIn(oneIn))
            return Fault.None;
        var fault = faults.Of<Fault>(Kinds);
        return IsCalm || ++met > most ? Fault.None : fault;
    }

    public Duration Lateness() => faults.Between(
        Duration.Zero, faults.Of(Duration.FromSeconds(10), Duration.FromMinutes(4), Duration.FromMinutes(20), Duration.FromHours(5)));
}

/// <summary>Crashes at the given calls. Turns come in the order of asking.</summary>
public sealed class NamedCrashes(params (int Call, bool Afterwards)[] crashes) : IFaultPlan
{
    public int Next(int waiting) => 0;

    public Fault At(int number, string operation)
    {
        foreach (var crash in crashes)
        {
            if (crash.Call == number)
                return crash.Afterwards ? Fault.CrashAfter : Fault.CrashBefore;
        }
        return Fault.None;
    }

    public Duration Lateness() => Duration.Zero;
}
