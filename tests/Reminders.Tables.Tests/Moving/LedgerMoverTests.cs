using System.Security.Cryptography;
using static Reminders.Tables.Tests.Moving.Moves;

namespace Reminders.Tables.Tests.Moving;

/// <summary>A moved ledger equals itself, and at every moment at most one of the two is in use, also after a crash at any write.</summary>
public sealed class LedgerMoverTests(LocalTables tables) : IAsyncDisposable
{
    internal static readonly byte[] Photo = EvidenceFiles.Jpeg();
    internal static readonly EvidenceKey Key = new(new(1, 3), Convert.ToHexStringLower(SHA256.HashData(Photo)));

    private readonly Places places = new(tables);

    [Fact]
    public async Task A_ledger_of_everything_moves_to_an_account_and_back_and_equals_itself()
    {
        var file = places.NewFile();
        await Story.PlayAsync(RowLedger.Of(file.Rows), Cancellation);
        await FillAsync(file);
        var (before, account) = (await LinesAsync(file), await places.NewAccountAsync());

        var there = await MoveAsync(file, account);

        Assert.Equal(before, await LinesAsync(account));
        Assert.Equal((before.Count, (long)before.Count, 1, 0), (there.Rows, there.Written, there.Evidence, there.EvidenceMissing));
        Assert.Equal((false, true), (await IsInUseAsync(file), await IsInUseAsync(account)));
        var other = places.NewFile();
        await MoveAsync(account, other);
        Assert.Equal(before, await LinesAsync(other));
        Assert.Equal(Photo, await ReadAsync(other));
        Assert.Equal((false, true), (await IsInUseAsync(account), await IsInUseAsync(other)));
    }

    [Theory]
    [InlineData("file", "account")]
    [InlineData("account", "file")]
    public async Task A_ledger_comes_back_to_its_old_place_where_only_what_has_changed_is_written(string from, string to)
    {
        var (source, target) = (await places.NewAsync(from), await places.NewAsync(to));
        await FillAsync(source);
        await MoveAsync(source, target);
        Assert.Equal(0, (await MoveAsync(target, source)).Written);
        await MoveAsync(source, target);

        var ledger = RowLedger.Of(target.Rows);
        await ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForItem(Build.Item(3), Build.Now, Build.Now)], Cancellation);
        await ledger.Barriers.UnflagAsync(Build.Flag().Number, Cancellation);
        var changed = await LinesAsync(target);
        Assert.Equal(2, (await MoveAsync(target, source)).Written);
        Assert.Equal(changed, await LinesAsync(source));
        Assert.Equal((true, false), (await IsInUseAsync(source), await IsInUseAsync(target)));
    }

    [Theory]
    [InlineData("file", "account", false)]
    [InlineData("account", "file", true)]
    [InlineData("file", "file", false)]
    [InlineData("file", "file", true)]
    public async Task A_move_that_breaks_at_any_write_leaves_at_most_one_ledger_in_use_and_is_finished_by_repeating_it(
        string from, string to, bool afterwards)
    {
        for (var breaksAt = 1; ; breaksAt++)
        {
            var (source, target) = (await places.NewAsync(from), await places.NewAsync(to));
            await FillAsync(source);
            var before = await LinesAsync(source);
            var calls = new Calls(breaksAt, () => throw new ProcessCrashed("here")) { Afterwards = afterwards, WritesAlone = true };
            try
            {
                await MoveAsync(calls.Over(source), calls.Over(target));
                Assert.InRange(breaksAt, 10, 30);
                return;
            }
            catch (ProcessCrashed)
            {
            }
            Assert.False(
                await IsInUseAsync(source) && await IsOfficeAsync(target), $"Two ledgers are in use after write {breaksAt}.");

            await MoveAsync(source, target);

            Assert.Equal(before, await LinesAsync(target));
            Assert.Equal(Photo, await ReadAsync(target));
            Assert.Equal((false, true), (await IsInUseAsync(source), await IsInUseAsync(target)));
        }
    }

    [Fact]
    public async Task A_finished_move_that_is_run_again_changes_nothing()
    {
        var (source, target) = (places.NewFile(), await places.NewAccountAsync());
        await FillAsync(source);
        await MoveAsync(source, target);
        await RowLedger.Of(target.Rows).Barriers.SaveHaltAsync(null, Cancellation);
        var after = await LinesAsync(target);

        var report = await MoveAsync(source, target);

        Assert.Equal((0L, null), (report.Written, report.Evidence));
        Assert.Equal(after, await LinesAsync(target));
    }

    [Fact]
    public async Task Reports_of_a_host_that_waits_for_its_ledger_are_no_ledger()
    {
        var (source, target) = (places.NewFile(), await places.NewAccountAsync());
        await FillAsync(source);
        await Given.UseCasesOn(RowLedger.Of(target.Rows), new SettableClock(Build.Now)).ScanDeadlines.RunAsync(Cancellation);
        Assert.NotEmpty(await LinesAsync(target));

        await MoveAsync(source, target);

        Assert.Equal(await LinesAsync(source), await LinesAsync(target));
    }

    [Fact]
    public async Task Another_ledger_is_never_overwritten()
    {
        var (source, other, moved) = (places.NewFile(), places.NewFile(), await places.NewAccountAsync());
        await FillAsync(source);
        await FillAsync(other);
        var before = await LinesAsync(other);
        await RefusedAsync("ledger-not-empty", () => MoveAsync(source, other));
        await MoveAsync(other, moved);
        await RefusedAsync("ledger-not-empty", () => MoveAsync(source, other));
        await RefusedAsync("ledger-not-empty", () => MoveAsync(source, moved));
        Assert.Equal(before, await LinesAsync(other));
        Assert.Equal(before, await LinesAsync(moved));
        Assert.True(await IsInUseAsync(source));
    }

    [Fact]
    public async Task A_copy_that_is_in_use_beside_its_original_is_not_overwritten()
    {
        var (source, target, copy) = (places.NewFile(), places.NewFile(), places.NewFile());
        await FillAsync(source);
        await MoveAsync(source, target);
        foreach (var (from, to) in target.Rows.Tables().Zip(copy.Rows.Tables()))
            await to.UpsertAsync(await from.ReadAsync(RowRange.All, Cancellation).ToListAsync(Cancellation), Cancellation);

        await RefusedAsync("ledger-in-use", () => MoveAsync(target, copy));

        Assert.True(await IsInUseAsync(target));
    }

    [Fact]
    public async Task An_unfinished_move_goes_to_no_other_place_and_a_finished_one_is_not_repeated_from_the_old_place()
    {
        var (source, target, third) = (places.NewFile(), places.NewFile(), places.NewFile());
        await FillAsync(source);
        await BreakAsync(source, target, write: 4);
        var line = await RefusedAsync("move-unfinished", () => MoveAsync(source, third));
        Assert.Contains(target.Rows.Place, line, StringComparison.Ordinal);
        await RefusedAsync("move-unfinished", () => MoveAsync(target, third));
        Assert.True(await IsInUseAsync(third));

        await MoveAsync(source, target);
        await RefusedAsync("ledger-moved", () => MoveAsync(source, third));
        await MoveAsync(target, third);
        await RefusedAsync("ledger-moved", () => MoveAsync(source, target));
    }

    [Fact]
    public async Task A_place_without_a_ledger_or_with_a_part_of_a_backup_is_not_moved()
    {
        var (empty, part) = (places.NewFile(), places.NewFile());
        await RefusedAsync("ledger-missing", () => MoveAsync(empty, part));
        var unmade = new MoveSide(tables.NewStore(tables.NewPrefix()), new InMemoryEvidenceStore());
        await RefusedAsync("ledger-missing", () => MoveAsync(unmade, part));
        await FillAsync(part);
        await RowLedger.Of(part.Rows).Barriers.SaveRestorationAsync(new("seal", Build.Now, Build.Now, IsComplete: false), Cancellation);
        await RefusedAsync("restore-unfinished", () => MoveAsync(part, empty));
        Assert.Empty(await LinesAsync(empty));
    }

    [Fact]
    public async Task A_cancelled_move_leaves_the_old_ledger_in_use_and_can_be_begun_again()
    {
        var (source, target) = (places.NewFile(), await places.NewAccountAsync());
        await FillAsync(source);
        Assert.False(await LedgerMover.CancelAsync(source.Rows, Build.Now, Cancellation));
        await BreakAsync(source, target, write: 5);
        Assert.True(await LedgerMover.CancelAsync(source.Rows, Build.Now, Cancellation));
        Assert.Equal((true, false), (await IsInUseAsync(source), await IsInUseAsync(target)));
        await RefusedAsync("move-unfinished", () => LedgerMover.CancelAsync(target.Rows, Build.Now, Cancellation));

        await MoveAsync(source, target);

        Assert.Equal(await LinesAsync(source), await LinesAsync(target));
        await RefusedAsync("ledger-moved", () => LedgerMover.CancelAsync(source.Rows, Build.Now, Cancellation));
    }

    [Fact]
    public async Task A_run_whose_move_is_cancelled_meanwhile_does_not_finish_it()
    {
        for (var at = 1; ; at++)
        {
            var (source, target) = (places.NewFile(), places.NewFile());
            await FillAsync(source);
            var cancelled = false;
            var calls = new Calls(at, async () =>
            {
                try
                {
                    cancelled = await LedgerMover.CancelAsync(source.Rows, Build.Now, Cancellation);
                }
                catch (InputRefusedException)
                {
                    // The old place had given the ledger away.
                }
            });
            var finished = true;
            try
            {
                await MoveAsync(calls.Over(source), calls.Over(target));
            }
            catch (InputRefusedException refused)
            {
                Assert.Equal("move-overtaken", refused.Code);
                finished = false;
            }
            Assert.Equal(finished, !cancelled);
            Assert.Equal(cancelled, await IsInUseAsync(source));
            Assert.Equal(finished, await IsOfficeAsync(target));
            if (calls.Count < at)
            {
                Assert.InRange(at, 30, 100);
                return;
            }
        }
    }

    [Fact]
    public async Task A_file_of_evidence_that_differs_ends_the_move_before_the_new_place_is_in_use()
    {
        var (source, target) = (places.NewFile(), await places.NewAccountAsync());
        await FillAsync(source);
        await target.Evidence.SaveAsync(Key, EvidenceFiles.Png, Cancellation);
        await RefusedAsync("evidence-differs", () => MoveAsync(source, target));
        Assert.Equal((false, false), (await IsInUseAsync(source), await IsInUseAsync(target)));
    }

    [Fact]
    public async Task A_file_of_evidence_that_was_missing_before_is_counted()
    {
        var (source, target) = (places.NewFile(), places.NewFile());
        await LedgerBackupTests.FillAsync(RowLedger.Of(source.Rows), Key);
        var report = await MoveAsync(source, target);
        Assert.Equal((0, 1), (report.Evidence, report.EvidenceMissing));
    }

    [Fact]
    public async Task A_source_that_never_rests_is_refused_until_its_app_is_stopped()
    {
        var (source, target) = (places.NewFile(), places.NewFile());
        await FillAsync(source);
        var (ledger, beats) = (RowLedger.Of(source.Rows), 0);
        var busy = Calls.EveryTime(() => ledger.Watch.RecordScanAsync(Build.ScanReport(++beats), Cancellation));
        var line = await RefusedAsync("ledger-changing", () => MoveAsync(busy.Over(source), target));
        Assert.Contains("stop its app", line, StringComparison.Ordinal);
        Assert.Equal((false, false), (await IsInUseAsync(source), await IsInUseAsync(target)));

        await MoveAsync(source, target);
        Assert.Equal(await LinesAsync(source), await LinesAsync(target));
    }

    [Fact]
    public async Task A_backup_holds_no_seal()
    {
        var (source, target, restored) = (places.NewFile(), places.NewFile(), places.NewFile());
        await FillAsync(source);
        await MoveAsync(source, target);
        await RefusedAsync("ledger-moved", () => BackUpAsync(source));
        using var file = await BackUpAsync(target);
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        await LedgerBackup.RestoreAsync(backup, restored.Rows, restored.Evidence, Build.Now, Cancellation);
        Assert.Null(await restored.Rows.Directory.FindAsync("barriers", "move", Cancellation));
    }

    /// <remarks>Builds before the move existed read every unknown row of this partition as a flagged number.</remarks>
    [Fact]
    public async Task An_older_host_cannot_read_the_barriers_of_a_ledger_out_of_use_and_can_read_those_of_one_in_use()
    {
        var (source, target) = (places.NewFile(), places.NewFile());
        await FillAsync(source);
        await MoveAsync(source, target);
        Assert.Contains("\"Number\":\"none\"", await SealAsync(source), StringComparison.Ordinal);
        Assert.Equal((false, true), (PhoneNumber.TryParse("none", out _), PhoneNumber.TryParse("+99900000001", out _)));
        Assert.Contains("\"Number\":\"+99900000001\"", await SealAsync(target), StringComparison.Ordinal);

        static async Task<string> SealAsync(MoveSide side) =>
            (await side.Rows.Directory.FindAsync("barriers", "move", Cancellation))!.Text("Json")!;
    }

    public ValueTask DisposeAsync() => places.DisposeAsync();

    /// <summary>Whether an office works there; an empty ledger is in use by nobody.</summary>
    private static async Task<bool> IsOfficeAsync(MoveSide side) =>
        await IsInUseAsync(side) && (await LinesAsync(side)).Count > 0;

    private static async Task FillAsync(MoveSide side)
    {
        await LedgerBackupTests.FillAsync(RowLedger.Of(side.Rows), Key);
        await side.Evidence.SaveAsync(Key, Photo, Cancellation);
    }

    private static async Task BreakAsync(MoveSide source, MoveSide target, int write)
    {
        var calls = new Calls(write, () => throw new ProcessCrashed("here")) { WritesAlone = true };
        await Assert.ThrowsAsync<ProcessCrashed>(() => MoveAsync(calls.Over(source), calls.Over(target)));
    }

    private static async Task<byte[]> ReadAsync(MoveSide side)
    {
        await using var content = await side.Evidence.OpenAsync(Key, Cancellation);
        using var whole = new MemoryStream();
        await content!.CopyToAsync(whole, Cancellation);
        return whole.ToArray();
    }

    private static async Task<MemoryStream> BackUpAsync(MoveSide side)
    {
        var file = new MemoryStream();
        await LedgerBackup.WriteAsync(side.Rows, side.Evidence, file, Build.Now, Cancellation);
        return file;
    }
}
