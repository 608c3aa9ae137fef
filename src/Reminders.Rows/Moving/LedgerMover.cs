namespace Reminders.Rows.Moving;

/// <summary>One side of a move.</summary>
public sealed record MoveSide(IRowStore Rows, IEvidenceStore Evidence);

/// <summary>The outcome of a move.</summary>
/// <param name="Rows">The number of rows on both sides.</param>
/// <param name="Written">How many rows this run wrote or deleted in the new place.</param>
/// <param name="Evidence">The number of files of evidence on both sides; null if an earlier run had finished the move.</param>
/// <param name="EvidenceMissing">The number of files that items name and the old place does not have.</param>
/// <param name="Waiting">The number of notices that are not settled; the new place looks after them.</param>
public sealed record MoveReport(long Rows, long Written, int? Evidence, int EvidenceMissing, int Waiting);

/// <summary>
/// Moves a ledger with its evidence into another store, so that the office has one ledger in use at every moment or none. Each phase is in
/// the rows of both sides before the next begins, so the same call finishes a move that broke off. A host may still run on the old side:
/// it sends nothing after the seal (docs/decisions/10-a-move-is-sealed-by-a-barrier.md).
/// </summary>
public static class LedgerMover
{
    /// <summary>A source that is still written by then has a host that nobody has stopped.</summary>
    private const int MostPasses = 10;

    /// <summary>Moves the ledger, or finishes a move that broke off. Without work left it changes nothing.</summary>
    /// <param name="from">The old place. On a file, this process has it alone.</param>
    /// <param name="to">The new place, whose tables are created if they are missing.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="cancellation">Cancels the move; repeating it goes on.</param>
    /// <exception cref="InputRefusedException">The state of one of the ledgers does not allow it; the line says what to do.</exception>
    public static async Task<MoveReport> RunAsync(MoveSide from, MoveSide to, Instant now, CancellationToken cancellation)
    {
        var source = await SourceAsync(from.Rows, cancellation);
        await to.Rows.CreateAsync(cancellation);
        var target = await MoveSeal.FindAsync(to.Rows.Directory, cancellation);
        if (source?.Value.Phase == MovePhase.MovedTo)
        {
            if (target?.Value.Move != source.Value.Move || target.Value.Phase is not (null or MovePhase.ArrivingFrom))
                throw Refused(AuditCodes.LedgerMoved, source.Value.OutOfUse!.Words);
            if (target.Value.Phase is null)
                return await ReportAsync(to, 0, null, cancellation);
            var files = await EvidenceAsync(from, to, cancellation);
            await RowLedger.UpgradeUnsealedAsync(to.Rows, cancellation);
            await ReleaseAsync(to.Rows, target, now, cancellation);
            return await ReportAsync(to, 0, files, cancellation);
        }

        source = await SealAsync(from.Rows, source, to.Rows, target, now, cancellation);
        target = await ReceiveAsync(to.Rows, target, source.Value, from.Rows, now, cancellation);
        await NoticeRows.OvertakeSendersAsync(from.Rows.Notices, cancellation);
        var written = await CopyAsync(from.Rows, to.Rows, cancellation);
        var evidence = await EvidenceAsync(from, to, cancellation);

        var moved = source.Value with { Phase = MovePhase.MovedTo, Place = to.Rows.Place, At = now };
        await SaveAsync(moved, from.Rows, source, cancellation);
        // A host in the new place may wait for the release. It must not find rows of an earlier version then.
        await RowLedger.UpgradeUnsealedAsync(to.Rows, cancellation);
        await ReleaseAsync(to.Rows, target, now, cancellation);
        return await ReportAsync(to, written, evidence, cancellation);
    }

    /// <summary>
    /// Puts the ledger of an unfinished move back into use where it was. The rows that were copied stay behind, out of use. False if no
    /// move was under way.
    /// </summary>
    /// <exception cref="InputRefusedException">The new place may be in use already.</exception>
    public static async Task<bool> CancelAsync(IRowStore from, Instant now, CancellationToken cancellation)
    {
        if (await SourceAsync(from, cancellation) is not { Value.Phase: not null } source)
            return false;
        if (source.Value.Phase == MovePhase.MovedTo)
            throw Refused(AuditCodes.LedgerMoved, source.Value.OutOfUse!.Words);
        await SaveAsync(source.Value with { Phase = null, At = now }, from, source, cancellation);
        return true;
    }

    /// <summary>Refuses a source that cannot be moved, before anything is made in the new place.</summary>
    /// <exception cref="InputRefusedException">There is no ledger, or a part of one.</exception>
    public static async Task RequireMovableAsync(IRowStore from, CancellationToken cancellation) => await SourceAsync(from, cancellation);

    /// <summary>The seal of a source that may be moved, or was.</summary>
    private static async Task<Stored<MoveSeal>?> SourceAsync(IRowStore from, CancellationToken cancellation)
    {
        try
        {
            var seal = await MoveSeal.FindAsync(from.Directory, cancellation);
            if (seal?.Value is { Phase: MovePhase.ArrivingFrom, OutOfUse: { } arriving })
                throw Refused("move-unfinished", arriving.Words);
            if ((await new BarrierRows(from.Directory).BarriersAsync(cancellation)).Restoration is { IsComplete: false })
                throw Refused("restore-unfinished", $"The ledger holds a part of a backup; finish that restore first.");
            return seal is not null || await HasOfficeAsync(from, cancellation) ? seal : throw Missing(from, null);
        }
        catch (Exception missing) when (from.IsMissing(missing))
        {
            throw Missing(from, missing);
        }
    }

    /// <summary>Takes the source out of use.</summary>
    private static async Task<Stored<MoveSeal>> SealAsync(
        IRowStore from, Stored<MoveSeal>? source, IRowStore to, Stored<MoveSeal>? target, Instant now, CancellationToken cancellation)
    {
        if (source?.Value is { Phase: MovePhase.MovingTo } begun)
        {
            if (target?.Value is { Phase: MovePhase.ArrivingFrom } arriving && arriving.Move == begun.Move)
                return source;
            if (begun.Place != to.Place)
                throw Refused("move-unfinished", $"{begun.OutOfUse!.Words} Or take it back with reminders move --cancel.");
        }
        await RequireFreeAsync(to, source, target, cancellation);
        if (source?.Value.Phase == MovePhase.MovingTo)
            return source;
        var seal = new MoveSeal(
            source?.Value.Office ?? Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString("N"), MovePhase.MovingTo, to.Place, now);
        return await SaveAsync(seal, from, source, cancellation);
    }

    /// <summary>Marks the target, before the first row.</summary>
    private static async Task<Stored<MoveSeal>> ReceiveAsync(
        IRowStore to, Stored<MoveSeal>? target, MoveSeal source, IRowStore from, Instant now, CancellationToken cancellation)
    {
        if (target?.Value is { Phase: MovePhase.ArrivingFrom } arriving && arriving.Move == source.Move)
            return target;
        var seal = source with { Phase = MovePhase.ArrivingFrom, Place = from.Place, At = now };
        return await SaveAsync(seal, to, target, cancellation);
    }

    private static async Task ReleaseAsync(IRowStore to, Stored<MoveSeal> target, Instant now, CancellationToken cancellation)
    {
        if (target.Value.Phase is not null)
            await SaveAsync(target.Value with { Phase = null, At = now }, to, target, cancellation);
    }

    private static async Task<Stored<MoveSeal>> SaveAsync(
        MoveSeal seal, IRowStore store, Stored<MoveSeal>? before, CancellationToken cancellation) =>
        await seal.TrySaveAsync(store.Directory, before, cancellation)
        ?? throw Refused("move-overtaken", $"Another run has changed the move of {store.Place}; run it again.");

    /// <summary>The target is empty, or has an older copy of the same ledger that is out of use.</summary>
    private static async Task RequireFreeAsync(
        IRowStore to, Stored<MoveSeal>? source, Stored<MoveSeal>? target, CancellationToken cancellation)
    {
        if (target is null)
        {
            if (await HasOfficeAsync(to, cancellation))
                throw Refused("ledger-not-empty", $"There is another ledger in {to.Place}; name an empty place. Nothing was moved.");
        }
        else if (target.Value.Office != source?.Value.Office)
        {
            throw Refused("ledger-not-empty", $"{to.Place} has a ledger of another office; name an empty place. Nothing was moved.");
        }
        else if (target.Value.Phase is not (MovePhase.MovedTo or MovePhase.ArrivingFrom))
        {
            throw Refused("ledger-in-use", $"The ledger in {to.Place} is in use; move from there instead. Nothing was moved.");
        }
    }

    /// <summary>Whether a ledger has anything but the rows that a host writes into empty tables.</summary>
    private static async Task<bool> HasOfficeAsync(IRowStore store, CancellationToken cancellation)
    {
        foreach (var table in store.Tables())
        {
            if (await table.ReadAsync(RowRange.All, cancellation).AnyAsync(
                row => row.Partition != WatchRows.Reports && !BarrierRows.IsLayout(row), cancellation))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>
    /// Copies all tables, and then once more until nothing differs. No table changed from its last copy to that comparison, so the copy is
    /// the ledger of the moment between the two, also when a host on the old side still finishes something.
    /// </summary>
    private static async Task<long> CopyAsync(IRowStore from, IRowStore to, CancellationToken cancellation)
    {
        var written = 0L;
        for (var pass = 1; pass <= MostPasses; pass++)
        {
            var changes = 0L;
            foreach (var (source, target) in from.Tables().Zip(to.Tables()))
                changes += await RowCopy.RunAsync(source, target, cancellation);
            if (pass > 1 && changes == 0)
                return written;
            written += changes;
        }
        throw Refused("ledger-changing", $"The ledger in {from.Place} is still being written; stop its app and run the move again.");
    }

    /// <summary>Copies the files that the items name, and compares each with its copy.</summary>
    private static async Task<(int Files, int Missing)> EvidenceAsync(MoveSide from, MoveSide to, CancellationToken cancellation)
    {
        var (files, missing) = (0, 0);
        await foreach (var key in ItemRows.EvidenceAsync(to.Rows, cancellation))
        {
            if (await ReadAsync(from.Evidence, key, cancellation) is not { } content)
            {
                missing++;
                continue;
            }
            var copy = await ReadAsync(to.Evidence, key, cancellation);
            if (copy is null)
            {
                await to.Evidence.SaveAsync(key, content, cancellation);
                copy = await ReadAsync(to.Evidence, key, cancellation);
            }
            if (copy is null || !copy.AsSpan().SequenceEqual(content))
                throw Refused("evidence-differs", $"The file of evidence {key} is another one in {to.Rows.Place}; delete it there.");
            files++;
        }
        return (files, missing);
    }

    private static async Task<byte[]?> ReadAsync(IEvidenceStore store, EvidenceKey key, CancellationToken cancellation)
    {
        await using var content = await store.OpenAsync(key, cancellation);
        if (content is null)
            return null;
        using var whole = new MemoryStream();
        await content.CopyToAsync(whole, cancellation);
        return whole.ToArray();
    }

    private static async Task<MoveReport> ReportAsync(
        MoveSide to, long written, (int Files, int Missing)? evidence, CancellationToken cancellation)
    {
        var rows = 0L;
        foreach (var table in to.Rows.Tables())
            rows += await table.ReadAsync(RowRange.All, cancellation).LongCountAsync(row => !RowCopy.IsOfPlace(row), cancellation);
        var waiting = await new NoticeRows(to.Rows.Notices).UnsettledNoticesAsync(cancellation);
        return new(rows, written, evidence?.Files, evidence?.Missing ?? 0, waiting.Count);
    }

    private static InputRefusedException Missing(IRowStore from, Exception? cause) =>
        new("ledger-missing", $"There is no ledger in {from.Place}.", inner: cause);

    private static InputRefusedException Refused(string code, Wording words) => new(code, words);
}
