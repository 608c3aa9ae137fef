using Reminders.Tables.Tests.Moving;
using static Reminders.Tables.Tests.Moving.Moves;

namespace Reminders.Tables.Tests;

/// <summary>
/// A ledger of an earlier version, whose partitions were the plans, moves to blocks of plans: after a crash at any write, in two hosts at
/// once, and while one of them already works.
/// </summary>
public sealed class BlockMovingTests(LocalTables tables) : IAsyncDisposable
{
    /// <summary>Two plans, with units, steps and notices.</summary>
    private static readonly Township Small = new(Due: 4, Plans: 2, PlanSize: 3) { PlansWithDue = 2, Units = 2 };

    private readonly Places places = new(tables);

    [Theory]
    [InlineData("file")]
    [InlineData("account")]
    public async Task An_earlier_ledger_of_large_and_small_plans_is_the_same_at_its_new_places(string kind)
    {
        var side = await places.NewAsync(kind);
        // More rows in a plan than are moved at once, and plans of two blocks.
        await FillAsync(side, new(Due: 6, Plans: 2, PlanSize: 600) { PlansWithDue = 2, Units = 3 });
        await FillPlanAsync(side, 64);
        var before = await LinesAsync(side);
        await MakeEarlierAsync(side);
        Assert.NotEqual(before, await LinesAsync(side));

        await RowLedger.CreateAsync(side.Rows, Cancellation);

        Assert.Equal(before, await LinesAsync(side));
        await AssertWorksAsync(side, new(1, 1), new(2, 600), new(64, 1));
    }

    [Theory]
    [InlineData("file", false)]
    [InlineData("file", true)]
    [InlineData("account", false)]
    [InlineData("account", true)]
    public async Task An_upgrade_that_breaks_at_any_write_is_finished_by_repeating_it(string kind, bool afterwards)
    {
        for (var breaksAt = 1; ; breaksAt++)
        {
            var side = await places.NewAsync(kind);
            await FillAsync(side, Small);
            var before = await LinesAsync(side);
            await MakeEarlierAsync(side);
            var calls = new Calls(breaksAt, () => throw new ProcessCrashed("here")) { Afterwards = afterwards, WritesAlone = true };
            var finished = false;
            try
            {
                await RowLedger.UpgradeAsync(calls.Over(side).Rows, Cancellation);
                finished = true;
            }
            catch (ProcessCrashed)
            {
            }
            await AssertNothingIsMissingAsync(side);

            await RowLedger.UpgradeAsync(side.Rows, Cancellation);

            Assert.Equal(before, await LinesAsync(side));
            await AssertWorksAsync(side, new(1, 1), new(2, 3));
            if (finished)
            {
                Assert.InRange(breaksAt, 8, 30);
                return;
            }
        }
    }

    /// <summary>A process crashes between two of the requests of one write.</summary>
    [Fact]
    public async Task An_upgrade_of_a_large_plan_that_breaks_at_any_request_is_finished_by_repeating_it()
    {
        for (var breaksAt = 1; ; breaksAt++)
        {
            var prefix = tables.NewPrefix();
            var side = new MoveSide(tables.NewStore(prefix), new InMemoryEvidenceStore());
            await side.Rows.CreateAsync(Cancellation);
            await FillAsync(side, new(Due: 2, Plans: 1, PlanSize: 130));
            var before = await LinesAsync(side);
            await MakeEarlierAsync(side);
            var finished = false;
            try
            {
                await RowLedger.UpgradeAsync(tables.NewStore(prefix, Line.CrashingAt(breaksAt)), Cancellation);
                finished = true;
            }
            catch (InvalidOperationException)
            {
            }
            await AssertNothingIsMissingAsync(side);

            await RowLedger.UpgradeAsync(side.Rows, Cancellation);

            Assert.Equal(before, await LinesAsync(side));
            if (finished)
            {
                Assert.InRange(breaksAt, 10, 60);
                return;
            }
        }
    }

    [Fact]
    public async Task What_was_copied_before_a_crash_is_read_and_not_written_again()
    {
        var prefix = tables.NewPrefix();
        var side = new MoveSide(tables.NewStore(prefix), new InMemoryEvidenceStore());
        await side.Rows.CreateAsync(Cancellation);
        await FillAsync(side, new(Due: 2, Plans: 2, PlanSize: 130) { PlansWithDue = 2 });
        var before = await LinesAsync(side);
        await MakeEarlierAsync(side);
        var crashing = PortProxy.Over(side.Rows, call => call.Method.Name == "get_Items"
            ? PortProxy.Over(side.Rows.Items, inner => inner.Method.Name == nameof(IRows.DeleteAsync)
                ? throw new ProcessCrashed("before the deletion")
                : inner.Pass())
            : call.Pass());
        await Assert.ThrowsAsync<ProcessCrashed>(() => RowLedger.UpgradeAsync(crashing, Cancellation));
        var counter = new RequestCounter();

        var requests = await counter.CountByKindAsync(() => RowLedger.UpgradeAsync(tables.NewStore(prefix, counter), Cancellation));

        // Plan 2 alone: 130 items and their files.
        Assert.Equal(3, requests["POST Items batch"]);
        Assert.Equal(before, await LinesAsync(side));
    }

    /// <summary>A second host upgrades, opens and works while the first is at any of its reads or writes.</summary>
    [Theory]
    [InlineData("file")]
    [InlineData("account")]
    public async Task What_a_second_host_changes_meanwhile_stays(string kind)
    {
        for (var at = 1; ; at++)
        {
            var side = await places.NewAsync(kind);
            await FillAsync(side, Small);
            await MakeEarlierAsync(side);
            var changed = new List<string>();
            var calls = new Calls(at, async () =>
            {
                var ledger = await RowLedger.CreateAsync(side.Rows, Cancellation);
                foreach (var code in (ItemCode[])[new(1, 1), new(2, 3)])
                    await ReportAsync(ledger, code);
                changed = await LinesAsync(side);
            });

            await RowLedger.CreateAsync(calls.Over(side).Rows, Cancellation);

            if (calls.Count < at)
            {
                Assert.InRange(at, 20, 60);
                return;
            }
            Assert.Equal(changed, await LinesAsync(side));
            await AssertWorksAsync(side, new(1, 2), new(2, 1));
        }
    }

    [Fact]
    public async Task Two_hosts_that_upgrade_at_once_leave_one_ledger()
    {
        var side = await places.NewAccountAsync();
        await FillAsync(side, new(Due: 6, Plans: 3, PlanSize: 120) { PlansWithDue = 3, Units = 2 });
        var before = await LinesAsync(side);
        await MakeEarlierAsync(side);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => RowLedger.CreateAsync(side.Rows, Cancellation)));

        Assert.Equal(before, await LinesAsync(side));
    }

    /// <summary>
    /// The slow host has copied plan 1. Meanwhile the fast one moves plan 1 and copies a part of plan 2. Then the slow one goes on, and
    /// waits before it would come to plan 2.
    /// </summary>
    [Fact]
    public async Task A_plan_that_another_host_still_copies_is_not_taken_for_one_that_is_on_the_board()
    {
        var side = places.NewFile();
        await FillPlanAsync(side, 1);
        await FillPlanAsync(side, 2);
        var large = new string('改', 450_000);
        await RowLedger.Of(side.Rows).Items.AddItemsAsync(
            [.. Enumerable.Range(2, 8).Select(n => Build.Item(n, plan: 2) with { Measures = large })],
            Build.Now, Build.Office, Cancellation);
        var before = await LinesAsync(side);
        await MakeEarlierAsync(side);
        var (copying, goOn, isSlowDone) = (new TaskCompletionSource(), new TaskCompletionSource(), false);
        var (fast, fastInserts, slowLooks) = (Task.CompletedTask, 0, 0);
        var fastStore = Over(
            call => call.Method.Name == nameof(IRows.InsertFreeAsync) && ++fastInserts == 3 ? StopAsync(call) : call.Pass());
        var slowStore = Over(call =>
            call.Method.Name == nameof(IRows.InsertFreeAsync) && !isSlowDone ? LetPassAsync(call)
            : call.Arguments is [RowRange { Most: 1 }, ..] && ++slowLooks == 2 ? AfterFastAsync(call)
            : call.Pass());

        await RowLedger.UpgradeAsync(slowStore, Cancellation);

        Assert.Equal((3, true), (fastInserts, fast.IsCompletedSuccessfully));
        Assert.Equal(before, await LinesAsync(side));

        IRowStore Over(PortAnswer items) => PortProxy.Over(
            side.Rows, call => call.Method.Name == "get_Items" ? PortProxy.Over(side.Rows.Items, items) : call.Pass());

        async Task<IReadOnlySet<string>> StopAsync(PortCall call)
        {
            copying.SetResult();
            await goOn.Task;
            return await (Task<IReadOnlySet<string>>)call.Pass()!;
        }

        async Task<IReadOnlySet<string>> LetPassAsync(PortCall call)
        {
            isSlowDone = true;
            var inserted = await (Task<IReadOnlySet<string>>)call.Pass()!;
            fast = RowLedger.UpgradeAsync(fastStore, Cancellation);
            await copying.Task;
            return inserted;
        }

        async IAsyncEnumerable<Row> AfterFastAsync(PortCall call)
        {
            goOn.SetResult();
            await fast;
            await foreach (var row in (IAsyncEnumerable<Row>)call.Pass()!)
                yield return row;
        }
    }

    [Fact]
    public async Task A_ledger_that_is_not_upgraded_is_refused_and_not_taken_for_an_empty_one()
    {
        var side = places.NewFile();
        await FillAsync(side, Small);
        var ledger = RowLedger.Of(side.Rows);
        await MakeEarlierAsync(side);

        await UnavailableAsync(() => ledger.Items.FindItemAsync(new(1, 1), Cancellation));
        await UnavailableAsync(() => ledger.Items.ItemsAsync(null, Cancellation).ToListAsync(Cancellation).AsTask());
        await UnavailableAsync(() => ledger.Board.TalliesAsync([1], Cancellation));
        await UnavailableAsync(() => ledger.Items.AddItemsAsync([Build.Item(9)], Build.Now, Build.Office, Cancellation));
        await UnavailableAsync(() => ledger.Items.RecordStepsAsync([Build.Record(Build.StepId(1))], Cancellation));
        await UnavailableAsync(() => new SlotRun(ledger, Township.DueAt + Duration.FromDays(7)).ScanAsync(Cancellation));
        await RefusedAsync("ledger-older", () => LedgerBackup.WriteAsync(side.Rows, null, Stream.Null, Build.Now, Cancellation));
        Assert.NotEmpty(await ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));

        await RowLedger.UpgradeAsync(side.Rows, Cancellation);

        Assert.Equal(6, await ledger.Items.ItemsAsync(null, Cancellation).CountAsync(Cancellation));
    }

    /// <remarks>Earlier versions read every row of the barriers that they do not know as a flagged number.</remarks>
    [Fact]
    public async Task An_earlier_host_cannot_read_the_barriers_and_so_sends_nothing()
    {
        var side = places.NewFile();
        var ledger = await RowLedger.CreateAsync(side.Rows, Cancellation);
        var row = await side.Rows.Directory.FindAsync("barriers", "layout", Cancellation);
        Assert.Equal("""{"Number":"none"}""", row!.Text("Json"));
        Assert.False(PhoneNumber.TryParse("none", out _));
        Assert.Empty((await ledger.Barriers.BarriersAsync(Cancellation)).Flags);
    }

    [Theory]
    [InlineData("file", "account")]
    [InlineData("account", "file")]
    public async Task An_earlier_ledger_that_is_moved_is_of_this_version_in_its_new_place(string from, string to)
    {
        for (var breaksAt = 1; ; breaksAt++)
        {
            var (source, target) = (await places.NewAsync(from), await places.NewAsync(to));
            await LedgerBackupTests.FillAsync(RowLedger.Of(source.Rows), LedgerMoverTests.Key);
            await source.Evidence.SaveAsync(LedgerMoverTests.Key, LedgerMoverTests.Photo, Cancellation);
            var before = await LinesAsync(source);
            await MakeEarlierAsync(source);
            var calls = new Calls(breaksAt, () => throw new ProcessCrashed("here")) { WritesAlone = true };
            try
            {
                await MoveAsync(calls.Over(source), calls.Over(target));
                Assert.InRange(breaksAt, 10, 40);
                return;
            }
            catch (ProcessCrashed)
            {
            }

            Assert.Equal(1, (await MoveAsync(source, target)).Evidence);

            Assert.Equal(before, await LinesAsync(target));
            Assert.Equal((false, true), (await IsInUseAsync(source), await IsInUseAsync(target)));
        }
    }

    public ValueTask DisposeAsync() => places.DisposeAsync();

    private static Task MakeEarlierAsync(MoveSide side) => EarlierLedger.MakeAsync(side.Rows, Cancellation);

    internal static async Task FillAsync(MoveSide side, Township town)
    {
        var ledger = RowLedger.Of(side.Rows);
        await town.FillAsync(ledger, 1, Cancellation);
        var slot = new SlotRun(ledger, Township.DueAt);
        await slot.ScanAsync(Cancellation);
        await slot.SendAllAsync(Cancellation);
        Assert.Equal(town.Due, slot.Provider.Taken.Count);
    }

    private static async Task FillPlanAsync(MoveSide side, int plan)
    {
        var ledger = RowLedger.Of(side.Rows);
        await ledger.Plans.TryAddPlanAsync(Build.Plan(plan), Cancellation);
        await ledger.Items.AddItemsAsync([Build.Item(1, plan)], Build.Now, Build.Office, Cancellation);
    }

    /// <summary>After a crash the ledger gives all items, with their board, or refuses.</summary>
    private static async Task AssertNothingIsMissingAsync(MoveSide side)
    {
        var ledger = RowLedger.Of(side.Rows);
        try
        {
            var expected = (await ledger.Plans.PlansAsync(Cancellation)).Sum(p => p.ItemCount);
            Assert.Equal(expected, await ledger.Items.ItemsAsync(null, Cancellation).CountAsync(Cancellation));
            await LedgerContract.AssertBoardAsync(ledger);
        }
        catch (LedgerUnavailableException)
        {
        }
    }

    /// <summary>The items can be changed, and the board follows.</summary>
    private static async Task AssertWorksAsync(MoveSide side, params ItemCode[] codes)
    {
        var ledger = await RowLedger.CreateAsync(side.Rows, Cancellation);
        foreach (var code in codes)
            await ReportAsync(ledger, code);
        await LedgerContract.AssertBoardAsync(ledger);
    }

    private static async Task ReportAsync(Ledger ledger, ItemCode code)
    {
        var read = (await ledger.Items.FindItemAsync(code, Cancellation))!;
        var next = read.Value with { State = ItemState.Reported, Version = read.Value.Version + 1 };
        Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        var file = (await ledger.Items.FindItemFileAsync(code, Cancellation))!;
        Assert.Equal(
            Enumerable.Range(next.Version - file.History.Count + 1, file.History.Count), file.History.Select(h => h.Number));
    }

    private static Task<LedgerUnavailableException> UnavailableAsync(Func<Task> action) =>
        Assert.ThrowsAsync<LedgerUnavailableException>(action);
}
