using System.Text.Json.Serialization;

namespace Reminders.Rows.Moving;

/// <summary>
/// Says whether a ledger that was ever moved is in use: the row <c>move</c> among the barriers. A scan and a sender read the barriers
/// anyway, so the seal costs no request. A ledger without the row is in use and was never moved.
/// </summary>
/// <param name="Office">Names the office's ledger in every place, so that it is never copied over another's.</param>
/// <param name="Move">The move that the phase belongs to.</param>
/// <param name="Phase">Null for a ledger in use.</param>
/// <param name="Place">The other side of the move.</param>
/// <param name="At">When the run began that wrote the phase.</param>
internal sealed record MoveSeal(string Office, string Move, MovePhase? Phase, string Place, Instant At)
{
    public const string Key = "move";

    // Builds that do not know this row read it as a flagged number. In use, it flags a number that does not exist and that no other row
    // flags. Out of use, it has no readable number: an old host then fails at every scan and every send.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string Number => Phase is null ? "+99900000001" : "none";

    /// <summary>What people read of a ledger out of use; null for one in use.</summary>
    [JsonIgnore]
    public LedgerMove? OutOfUse => Phase switch
    {
        null => null,
        MovePhase.MovingTo => new($"The ledger is being moved to {Place} since {At}; finish it with reminders move."),
        MovePhase.ArrivingFrom => new($"The ledger is arriving from {Place} since {At}; finish it with reminders move."),
        _ => new($"The ledger was moved to {Place} by the run of {At}; the office works there, or move it back with reminders move."),
    };

    public static bool IsOf(Row row) => row.Partition == BarrierRows.Partition && row.Key == Key;

    public static MoveSeal Of(Row row) => RowJson.Value<MoveSeal>(row);

    /// <summary>The seal with its tag; null for a ledger that was never moved.</summary>
    public static async Task<Stored<MoveSeal>?> FindAsync(IRows directory, CancellationToken cancellation) =>
        await directory.FindAsync(BarrierRows.Partition, Key, cancellation) is { } row ? new(Of(row), row.Tag) : null;

    /// <summary>Writes the seal and returns it with its tag; null if another run has written one since the one before was read.</summary>
    public async Task<Stored<MoveSeal>?> TrySaveAsync(IRows directory, Stored<MoveSeal>? before, CancellationToken cancellation)
    {
        var row = RowJson.Row(BarrierRows.Partition, Key, this);
        if (before is not null)
            return await directory.TryReplaceAsync(row, before.Tag, cancellation) is { } tag ? new(this, tag) : null;
        await directory.InsertFreeAsync([[row]], cancellation);
        return await FindAsync(directory, cancellation) is { } stored && stored.Value == this ? stored : null;
    }
}

/// <summary>The phases in which a ledger is out of use.</summary>
internal enum MovePhase
{
    /// <summary>Its rows are being copied to the other place.</summary>
    MovingTo,

    /// <summary>Its rows are being copied from the other place.</summary>
    ArrivingFrom,

    /// <summary>The other place has it.</summary>
    MovedTo,
}
