using Reminders.Simulation.Stages;

namespace Reminders.Simulation.Faults;

/// <summary>Faults drawn from a seed, until calm is asked for.</summary>
/// <param name="turns">Who is next.</param>
/// <param name="faults">What goes wrong.</param>
/// <param name="oneIn">A fault comes over one in so many calls; 0 for none.</param>
/// <param name="most">The plan runs out of faults after so many.</param>
public sealed class DrawnFaults(Chance turns, Chance faults, int oneIn, int most = int.MaxValue) : IFaultPlan
{
    private static readonly Fault[] Kinds = [Fault.DieBefore, Fault.DieAfter, Fault.ThrowBefore, Fault.ThrowAfter, Fault.AnswerLate, Fault.AnswerLate];

    private int met;

    public bool IsCalm { get; set; }

    public int Next(int waiting) => waiting == 1 ? 0 : turns.Number(0, waiting - 1);

    public Fault At(int call, Turn turn)
    {
        if (!faults.OneIn(oneIn))
            return Fault.None;
        var fault = faults.Of<Fault>(Kinds);
        return IsCalm || ++met > most ? Fault.None : fault;
    }
}

/// <summary>Deaths at calls that are named, and everybody has his turn in the order of asking.</summary>
public sealed class NamedDeaths(params (int Call, bool Afterwards)[] deaths) : IFaultPlan
{
    public int Next(int waiting) => 0;

    public Fault At(int call, Turn turn)
    {
        foreach (var death in deaths)
        {
            if (death.Call == call)
                return death.Afterwards ? Fault.DieAfter : Fault.DieBefore;
        }
        return Fault.None;
    }
}
