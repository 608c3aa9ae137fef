namespace Reminders.Simulation.Faults;

/// <summary>What can come over one call of a port.</summary>
public enum Fault
{
    None,

    /// <summary>The process crashes, and the call has not happened.</summary>
    CrashBefore,

    /// <summary>The process crashes, and the call has happened.</summary>
    CrashAfter,

    /// <summary>The call fails and has not happened.</summary>
    ThrowBefore,

    /// <summary>The call fails and has happened: its answer was lost.</summary>
    ThrowAfter,

    /// <summary>The call has happened, and its answer is held up: others have their turns, and time passes.</summary>
    AnswerLate,
}

/// <summary>Who decides what goes wrong, and who has the next turn.</summary>
public interface IFaultPlan
{
    /// <summary>Which of so many who wait has the next turn, from 0.</summary>
    int Next(int waiting);

    /// <summary>What comes over a call.</summary>
    /// <param name="number">How many calls have had their turn, this one included.</param>
    /// <param name="operation">The port's method, without Async at its end.</param>
    Fault At(int number, string operation);

    /// <summary>How long an answer is held up that is late.</summary>
    Duration Lateness();
}

/// <summary>Something that goes wrong because this play wants it.</summary>
public sealed class SimulatedFault(string what) : IOException(what)
{
    /// <summary>Whether an exception is nothing but such faults.</summary>
    public static bool IsOnly(Exception fault) =>
        fault is SimulatedFault || (fault is AggregateException all && all.InnerExceptions.All(IsOnly));
}

/// <summary>Faults in words, for stories.</summary>
public static class FaultWords
{
    public static string InWords(this Fault fault) => fault switch
    {
        Fault.CrashBefore => "the process crashes before",
        Fault.CrashAfter => "the process crashes after",
        Fault.ThrowBefore => "does not get through to",
        Fault.ThrowAfter => "loses the answer of",
        Fault.AnswerLate => "waits for the answer of",
        _ => "calls",
    };
}
