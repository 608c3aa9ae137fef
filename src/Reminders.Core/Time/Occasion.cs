namespace Reminders.Core.Time;

/// <summary>What an item waits for, and so what its messages are about.</summary>
public enum OccasionKind
{
    /// <summary>The work, until its deadline and after it.</summary>
    Deadline,

    /// <summary>核查: what was reported done is to be looked at on the spot.</summary>
    Verification,

    /// <summary>回头看: what was closed is to be looked at once more.</summary>
    LookBack,
}

/// <summary>
/// Why messages about an item are owed at present. Its steps are counted from the local day <see cref="On"/>: the deadline, the day of the report, the day of the
/// look-back. It began at <see cref="Since"/>.
/// </summary>
/// <param name="Kind">What the item waits for.</param>
/// <param name="On">The local day, in the plan's zone.</param>
/// <param name="Since">When the item came to wait for it.</param>
/// <param name="Version">The deadline's version; 0 for the other kinds, whose steps are named by their days and so never have the same name twice.</param>
public sealed record Occasion(OccasionKind Kind, LocalDate On, Instant Since, int Version)
{
    public static Occasion Deadline(LocalDate deadline, Instant since = default, int version = 1) => new(OccasionKind.Deadline, deadline, since, version);
}
