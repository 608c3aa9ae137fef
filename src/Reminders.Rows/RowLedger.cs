namespace Reminders.Rows;

/// <summary>
/// Makes a ledger of the four tables of a row store. Every query of a scan is a point or a range of keys, so the number of requests grows
/// with the due items, not with the size of the ledger.
/// </summary>
public static class RowLedger
{
    /// <summary>
    /// Makes the ledger without a request. Its tables must exist before it is used. As long as it has rows of an earlier version at other
    /// places, reads and writes of its items throw <see cref="LedgerUnavailableException"/>.
    /// </summary>
    public static Ledger Of(IRowStore store) => Of(store, new MovedRows(store.Items));

    private static Ledger Of(IRowStore store, IRows items)
    {
        var plans = new PlanRows(store.Directory);
        return new(
            plans,
            new ItemRows(items, plans),
            new BoardRows(items),
            new AgendaRows(store.Agenda),
            new NoticeRows(store.Notices),
            new PeopleRows(store.Directory),
            new BarrierRows(store.Directory),
            new ReplyRows(store.Directory),
            new WatchRows(store.Directory),
            new KeyRows(store.Directory));
    }

    /// <summary>
    /// Moves the items of an earlier version to their present places and puts them on the board; four requests if there are none. Every
    /// host does it before it is ready. Safe to repeat after a crash, and to do in two hosts at once. It leaves a ledger that is out of use
    /// to the move that took it out of use, and a ledger that is being restored to the restore.
    /// </summary>
    public static async Task UpgradeAsync(IRowStore store, CancellationToken cancellation)
    {
        if (await new BarrierRows(store.Directory).BarriersAsync(cancellation) is { Move: null, Restoration: not { IsComplete: false } })
            await UpgradeUnsealedAsync(store, cancellation);
    }

    /// <summary>
    /// Upgrades the store of an open ledger and puts its items into use. So a row that a call of an earlier version still writes at an
    /// earlier place does not put them out of use; the next start moves it.
    /// </summary>
    public static async Task UpgradeAsync(IRowStore store, Ledger ledger, CancellationToken cancellation)
    {
        await UpgradeAsync(store, cancellation);
        if ((await ledger.Barriers.BarriersAsync(cancellation)).Move is null)
            await ledger.Items.FindItemAsync(new(1, 1), cancellation);
    }

    /// <inheritdoc cref="UpgradeAsync(IRowStore, CancellationToken)"/>
    internal static async Task UpgradeUnsealedAsync(IRowStore store, CancellationToken cancellation)
    {
        await BarrierRows.StopEarlierAsync(store.Directory, cancellation);
        await BlockMoving.RunAsync(store, cancellation);
        await BoardBuilding.EnsureAsync(store, cancellation);
    }

    /// <summary>Makes the ledger and creates its missing tables.</summary>
    /// <exception cref="InputRefusedException">The ledger has an unfinished restore, or is out of use.</exception>
    public static async Task<Ledger> CreateAsync(IRowStore store, CancellationToken cancellation)
    {
        await store.CreateAsync(cancellation);
        var ledger = Of(store);
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.Move is { } move)
            throw new InputRefusedException(AuditCodes.LedgerMoved, move.Words);
        if (barriers.Restoration is { IsComplete: false } part)
        {
            throw new InputRefusedException(
                "restore-unfinished",
                $"The ledger holds a part of the backup of {part.BackupAt}; finish it with reminders restore and the same file.");
        }
        await UpgradeUnsealedAsync(store, cancellation);
        return Of(store, store.Items);
    }
}
