using System.Globalization;

namespace Reminders.Simulation.Faults;

/// <summary>A fault at one call. The operation and a number, counted over all hosts, name the call.</summary>
/// <param name="Operation">The port's method without the suffix Async.</param>
/// <param name="Number">The number of the call among the calls of that operation, from 1.</param>
/// <param name="Fault">The fault.</param>
/// <param name="Seconds">The delay of a late answer.</param>
public sealed record TracedFault(string Operation, int Number, Fault Fault, int Seconds = 0)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Operation} {Number} {Fault}{(Fault == Fault.AnswerLate ? $" {Seconds} s" : "")}");

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static TracedFault Parse(string text)
    {
        var words = text.Split(' ');
        return new(words[0], Number(words[1]), Enum.Parse<Fault>(words[2]), words.Length > 3 ? Number(words[3]) : 0);

        static int Number(string word) => int.Parse(word, CultureInfo.InvariantCulture);
    }
}

/// <summary>The faults of a trace. Turns come in the order of asking.</summary>
public sealed class TracedFaults(IEnumerable<TracedFault> faults) : IFaultPlan
{
    private readonly Dictionary<(string Operation, int Number), TracedFault> faults = faults.ToDictionary(f => (f.Operation, f.Number));
    private readonly Dictionary<string, int> calls = [];
    private int seconds;

    public int Next(int waiting) => 0;

    public Fault At(int number, string operation)
    {
        calls[operation] = calls.GetValueOrDefault(operation) + 1;
        if (!faults.TryGetValue((operation, calls[operation]), out var fault))
            return Fault.None;
        seconds = fault.Seconds;
        return fault.Fault;
    }

    public Duration Lateness() => Duration.FromSeconds(seconds);
}

/// <summary>Draws a few faults of one kind and records them as a trace.</summary>
public sealed class SoughtFaults : IFaultPlan
{
    private readonly Dictionary<string, int> calls = [];
    private readonly List<TracedFault> trace = [];
    private readonly Chance chance;
    private readonly int most;
    private readonly int oneIn;
    private readonly Fault kind;
    private readonly int seconds;

    public SoughtFaults(Chance chance, int most)
    {
        (this.chance, this.most, oneIn) = (chance, most, chance.Of(10, 30, 100));
        kind = chance.Of(Fault.CrashBefore, Fault.CrashAfter, Fault.ThrowBefore, Fault.ThrowAfter, Fault.AnswerLate, Fault.AnswerLate);
        seconds = chance.Of(10, 4 * 60, 21 * 60, 5 * 60 * 60);
    }

    public ImmutableArray<TracedFault> Trace => [.. trace];

    public int Next(int waiting) => 0;

    public Fault At(int number, string operation)
    {
        calls[operation] = calls.GetValueOrDefault(operation) + 1;
        if (trace.Count == most || !chance.OneIn(oneIn))
            return Fault.None;
        trace.Add(new(operation, calls[operation], kind, kind == Fault.AnswerLate ? seconds : 0));
        return kind;
    }

    public Duration Lateness() => Duration.FromSeconds(seconds);
}
