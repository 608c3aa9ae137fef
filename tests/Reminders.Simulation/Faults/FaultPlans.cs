namespace Reminders.Simulation.Faults;

/// <summary>Faults drawn from a seed, until calm is asked for.</summary>
/// <param name="turns">Who is next.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="oneIn">A fault comes over one in so many calls; 0 for none.</param>
/// <param name="most">The plan runs out of faults after so many.</param>
public sealed class DrawnFaults(Chance turns, Chance faults, int oneIn, int most = int.MaxValue) : IFaultPlan
{
    private static readonly Fault[] Kinds = [Fault.CrashBefore, Fault.CrashAfter, Fault.ThrowBefore, Fault.ThrowAfter, Fault.AnswerLate, Fault.AnswerLate];

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

    public Duration Lateness() => faults.Between(Duration.Zero, faults.Of(Duration.FromSeconds(10), Duration.FromMinutes(4), Duration.FromMinutes(20), Duration.FromHours(5)));
}

/// <summary>Crashes at calls that are named, and turns in the order of asking.</summary>
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
