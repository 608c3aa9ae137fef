namespace Reminders.Simulation.Sabotages;

/// <summary>Ways to build the system wrongly, each of which breaks a promise (<see cref="Saboteur.Breaks"/>). The simulation should catch them all.</summary>
public enum Sabotage
{
    None,

    /// <summary>Entries leave the agenda when they are read, not when their work is done.</summary>
    RemoveFirst,

    /// <summary>What was claimed and never queued is not looked after.</summary>
    NoFollowUp,

    /// <summary>A scan asks for the entries of today instead of those that are due or were before.</summary>
    TodayOnly,

    /// <summary>A claim that finds the notice taken believes that it has won, and writes down that its steps are told.</summary>
    EverybodyWins,

    /// <summary>The provider is called first, and the ledger written afterwards.</summary>
    SendFirst,

    /// <summary>A notice is written over whatever others have written meanwhile.</summary>
    NoTags,

    /// <summary>A lost answer is taken for a message that was not sent; the provider is not asked.</summary>
    NeverAsk,

    /// <summary>A sender that was held up calls the provider all the same.</summary>
    NoLease,

    /// <summary>What is sent is told from the items as they were when they were first read.</summary>
    NoSecondLook,

    /// <summary>After an outage every missed day is worked off in turn.</summary>
    DayByDay,

    /// <summary>What is reported done counts as done, and nobody is asked to verify it.</summary>
    NobodyVerifies,

    /// <summary>A scan reads what is not due as well.</summary>
    ReadAhead,

    /// <summary>Whoever sends does not know that it is night.</summary>
    NoQuietHours,

    /// <summary>A late "sent" is written over "delivered".</summary>
    Backwards,

    /// <summary>A fault names whom it kept from being told, for the log.</summary>
    Talkative,
}
