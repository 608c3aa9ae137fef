using Reminders.Tables.Tests.Moving;
using static Reminders.Tables.Tests.Moving.Moves;

namespace Reminders.Tables.Tests;

/// <summary>A host starts while another program still writes the ledger: an earlier version, or a restore.</summary>
public sealed class HostStartTests(LocalTables tables) : IAsyncDisposable
{
    private readonly Places places = new(tables);

    [Fact]
    public async Task A_host_that_starts_at_any_moment_of_a_restore_leaves_the_board_to_it()
    {
        var source = places.NewFile();
        await new Township(Due: 4, Plans: 2, PlanSize: 3) { PlansWithDue = 2, Units = 2 }.FillAsync(
            await RowLedger.CreateAsync(source.Rows, Cancellation), 1, Cancellation);
        using var file = new MemoryStream();
        await LedgerBackup.WriteAsync(source.Rows, null, file, Build.Now, Cancellation);
        for (var at = 1; ; at++)
        {
            var target = places.NewFile();
            var calls = new Calls(at, () => RowLedger.UpgradeAsync(target.Rows, Cancellation)) { Afterwards = true };
            var store = calls.Over(target).Rows;
            await using var backup = await BackupFile.OpenAsync(file, Cancellation);

            await LedgerBackup.RestoreAsync(backup, store, target.Evidence, Build.Now, Cancellation);

            await RowLedger.UpgradeAsync(target.Rows, Cancellation);
            await LedgerContract.AssertBoardAsync(RowLedger.Of(target.Rows));
            if (calls.Count < at)
            {
                Assert.InRange(at, 20, 60);
                return;
            }
        }
    }

    /// <summary>A scan of the earlier version, which began before the upgrade, records its steps after it.</summary>
    [Fact]
    public async Task A_row_that_comes_late_at_an_earlier_place_stops_no_open_ledger_and_is_moved_at_the_next_start()
    {
        var side = places.NewFile();
        await BlockMovingTests.FillAsync(side, new(Due: 4, Plans: 2, PlanSize: 3) { PlansWithDue = 2, Units = 2 });
        var rows = await side.Rows.Items.ReadAsync(RowRange.All, Cancellation).ToListAsync(Cancellation);
        var record = rows.First(r => r.Key.StartsWith("f|000001|000001|s|", StringComparison.Ordinal));
        var before = await LinesAsync(side);
        await side.Rows.Items.DeleteAsync([record], Cancellation);
        await EarlierLedger.MakeAsync(side.Rows, Cancellation);
        var ledger = RowLedger.Of(side.Rows);

        await RowLedger.UpgradeAsync(side.Rows, ledger, Cancellation);
        await side.Rows.Items.UpsertAsync(
            [new Row("000001", record.Key.Replace("|000001|000001|", "|000001|", StringComparison.Ordinal), new(record.Properties))],
            Cancellation);

        Assert.NotNull(await ledger.Items.FindItemAsync(new(1, 1), Cancellation));
        await RowLedger.UpgradeAsync(side.Rows, Cancellation);
        Assert.Equal(before, await LinesAsync(side));
    }

    public ValueTask DisposeAsync() => places.DisposeAsync();
}
