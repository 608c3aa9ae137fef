namespace Reminders.Simulation.Sabotages;

/// <summary>Defects that break a promise each (<see cref="Saboteur.Breaks"/>). The simulation must catch them all.</summary>
public enum Sabotage
{
    None,

    /// <summary>A scan removes entries from the agenda before it does their work.</summary>
    RemoveFirst,

    /// <summary>No follow-up finds a notice that was claimed and never queued.</summary>
    NoFollowUp,

    /// <summary>A scan asks only for the entries of today and misses older ones.</summary>
    TodayOnly,

    /// <summary>A claim of a taken notice appears to win and records its steps as told.</summary>
    EverybodyWins,

    /// <summary>The sender calls the provider before it writes the ledger.</summary>
    SendFirst,

    /// <summary>A write of a notice ignores concurrent writes.</summary>
    NoTags,

    /// <summary>The sender treats a lost answer as an unsent message and does not ask the provider.</summary>
    NeverAsk,

    /// <summary>A sender calls the provider after its lease has ended.</summary>
    NoLease,

    /// <summary>The sender uses the first version of an item that it read.</summary>
    NoSecondLook,

    /// <summary>After an outage the system sends the message of each missed day.</summary>
    DayByDay,

    /// <summary>A reported item counts as closed without a verification.</summary>
    NobodyVerifies,

    /// <summary>A scan also reads entries that are not due.</summary>
    ReadAhead,

    /// <summary>The sender ignores quiet hours.</summary>
    NoQuietHours,

    /// <summary>A late "sent" replaces "delivered".</summary>
    Backwards,

    /// <summary>A fault in the log names the recipient.</summary>
    Talkative,

    /// <summary>A notice of a batch counts as written although another process has changed it.</summary>
    ConflictIgnored,

    /// <summary>The sender makes one call of a batch twice.</summary>
    OneTwice,

    /// <summary>The sender reads the barriers before the notices of a batch.</summary>
    BarriersFirst,
}
