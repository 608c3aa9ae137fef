namespace Reminders.Rows;

/// <summary>
/// Makes a ledger of the four tables of a row store. Every query of a scan is a point or a range of keys, so the number of requests grows
/// with the due items, not with the size of the ledger.
/// </summary>
public static class RowLedger
{
    /// <summary>Makes the ledger without a request. Its tables must exist before it is used.</summary>
    public static Ledger Of(IRowStore store)
    {
        var plans = new PlanRows(store.Directory);
        return new(
            plans,
            new ItemRows(store.Items, plans),
            new BoardRows(store.Items),
            new AgendaRows(store.Agenda),
            new NoticeRows(store.Notices),
            new PeopleRows(store.Directory),
            new BarrierRows(store.Directory),
            new ReplyRows(store.Directory),
            new WatchRows(store.Directory),
            new KeyRows(store.Directory));
    }

    /// <summary>
    /// Puts the items on the board that an earlier version wrote; one request if there are none. The ledger may be used meanwhile.
    /// </summary>
    public static Task UpgradeAsync(IRowStore store, CancellationToken cancellation) => BoardBuilding.EnsureAsync(store, cancellation);

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
        await UpgradeAsync(store, cancellation);
        return ledger;
    }
}
