namespace Reminders.Simulation.Sabotages;

/// <summary>Ways to build the system wrongly, each of which breaks a promise. The simulation must catch them all.</summary>
public enum Sabotage
{
    None,

    /// <summary>Entries leave the agenda when they are read, not when their work is done (1).</summary>
    RemoveFirst,

    /// <summary>What was claimed and never queued is not looked after (1).</summary>
    NoFollowUp,

    /// <summary>A scan asks for the entries of today instead of those that are due or were before (1).</summary>
    TodayOnly,

    /// <summary>The provider is called first, and the ledger written afterwards (2).</summary>
    SendFirst,

    /// <summary>A claim that finds the notice taken believes that it has won (2).</summary>
    EverybodyWins,

    /// <summary>A notice is written over whatever others have written meanwhile (2).</summary>
    NoTags,

    /// <summary>A lost answer is taken for a message that was not sent; the provider is not asked (2).</summary>
    NeverAsk,

    /// <summary>A sender that was held up calls the provider all the same (2).</summary>
    NoLease,

    /// <summary>What is sent is told from the items as they were when they were first read (3).</summary>
    NoSecondLook,

    /// <summary>After an outage every missed day is worked off in turn (4).</summary>
    DayByDay,

    /// <summary>A scan reads what is not due as well (5).</summary>
    ReadAhead,

    /// <summary>Whoever sends does not know that it is night.</summary>
    NoQuietHours,

    /// <summary>A late "sent" is written over "delivered".</summary>
    Backwards,
}
