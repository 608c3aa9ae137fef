namespace Reminders.Simulation.Faults;

/// <summary>The faults that one call of a port can meet.</summary>
public enum Fault
{
    None,

    /// <summary>The process crashes before the call takes effect.</summary>
    CrashBefore,

    /// <summary>The process crashes after the call takes effect.</summary>
    CrashAfter,

    /// <summary>The call fails and has no effect.</summary>
    ThrowBefore,

    /// <summary>The call takes effect, but its answer is lost.</summary>
    ThrowAfter,

    /// <summary>The call takes effect, but its answer is late: other calls take their turns, and time passes.</summary>
    AnswerLate,
}

/// <summary>Decides the faults and the next turn.</summary>
public interface IFaultPlan
{
    /// <summary>The index of the waiting call that takes the next turn.</summary>
    int Next(int waiting);

    /// <summary>The fault that a call meets.</summary>
    /// <param name="number">The number of calls so far, including this one.</param>
    /// <param name="operation">The port's method without the suffix Async.</param>
    Fault At(int number, string operation);

    /// <summary>The delay of a late answer.</summary>
    Duration Lateness();
}

/// <summary>A failure that the play causes.</summary>
public sealed class SimulatedFault(string what) : IOException(what)
{
    /// <summary>Whether an exception holds only simulated faults.</summary>
    public static bool IsOnly(Exception fault) =>
        fault is SimulatedFault || (fault is AggregateException all && all.InnerExceptions.All(IsOnly));
}

/// <summary>The words for a fault in a story.</summary>
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
