namespace Reminders.Core.Notices;

/// <summary>
/// An entry that stands for a write is written before it, so that a death in between loses nothing. It must not be used up before the write is there, or
/// what the write leaves would be forgotten: so it waits longer than any write can be late, and who was held up writes nothing.
/// </summary>
public static class AgendaTiming
{
    /// <summary>How long an entry waits for the write that it stands for before the writer is taken for dead.</summary>
    public static Duration WaitsFor { get; } = Duration.FromHours(1);

    /// <summary>
    /// After how long a writer has been held up too long and must begin anew. The rest of the time is for the write itself: no client of the ledger tries
    /// one request for half an hour.
    /// </summary>
    public static Duration HeldUpAfter { get; } = Duration.FromMinutes(20);
}
