using Microsoft.Data.Sqlite;

namespace Reminders.Sqlite.Tests;

/// <summary>The file behind the ledger: what it survives, and what it refuses.</summary>
public sealed class SqliteRowStoreTests : IAsyncDisposable
{
    private readonly LocalFiles files = new();

    [Fact]
    public async Task What_a_call_has_stored_is_in_a_copy_of_the_files_as_a_kill_would_leave_them()
    {
        var ledger = RowLedger.Of(files.Open("ledger.db"));
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        foreach (var file in Directory.GetFiles(files.Folder, "ledger.db*").Where(f => !f.EndsWith("-shm", StringComparison.Ordinal)))
            File.Copy(file, file.Replace("ledger.db", "copy.db", StringComparison.Ordinal));

        Assert.Equal([Build.Plan()], await RowLedger.Of(files.Open("copy.db")).Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task Every_commit_waits_for_the_disk()
    {
        files.Open("ledger.db");
        await using var other = new SqliteConnection($"Data Source={files.PathTo("ledger.db")};Pooling=False");
        other.Open();
        Assert.Equal("wal", SqliteSchema.Scalar(other, "pragma journal_mode"));
        Assert.Equal(2L, Synchronous(files.Open("ledger.db")));
    }

    [Fact]
    public async Task An_older_file_is_brought_to_the_newest_version_with_its_rows()
    {
        await using (var first = SqliteRowStore.Open(files.PathTo("ledger.db")))
            await RowLedger.Of(first).Notices.ClaimAsync([Build.Notice()], Cancellation);
        await using (var older = new SqliteConnection($"Data Source={files.PathTo("ledger.db")};Pooling=False"))
        {
            older.Open();
            SqliteSchema.Run(older, "drop index NoticesByState; pragma user_version = 1");
        }

        var store = files.Open("ledger.db");

        Assert.Equal(SqliteSchema.Newest, await store.ReadAsync(c => SqliteSchema.VersionOf(c, store.Place), Cancellation));
        Assert.Single(await RowLedger.Of(store).Notices.UnsettledNoticesAsync(Cancellation));
    }

    [Fact]
    public async Task Unsettled_notices_are_found_through_an_index()
    {
        var store = files.NewStore();
        const string States = "explain query plan select key from Notices where {0} in ('Pending', 'Queued') order by +partition, +key";
        var plan = await store.ReadAsync(
            c =>
            {
                using var explain = c.CreateCommand();
                explain.CommandText = string.Format(null, States, SqliteSchema.Property("State"));
                using var row = explain.ExecuteReader();
                return row.Read() ? row.GetString(3) : "";
            },
            Cancellation);
        Assert.Contains("USING INDEX NoticesByState", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_go_on_while_a_write_is_under_way_and_see_none_of_it()
    {
        var store = files.NewStore();
        var ledger = RowLedger.Of(store);
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);

        await store.WriteAsync(
            transaction =>
            {
                SqliteSchema.Run(transaction.Connection!, "delete from Directory");
                Assert.Single(ledger.Plans.PlansAsync(Cancellation).Result);
                return true;
            },
            Cancellation);

        Assert.Empty(await ledger.Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task A_write_that_fails_in_its_middle_writes_nothing_and_the_next_succeeds()
    {
        var store = files.NewStore();
        var ledger = RowLedger.Of(store);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync<bool>(
            transaction =>
            {
                SqliteSchema.Run(transaction.Connection!, "insert into Directory values ('plans', '000001', 1, '{}')");
                throw new InvalidOperationException();
            },
            Cancellation));

        Assert.True(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
    }

    [Fact]
    public async Task Files_that_are_not_asked_for_any_more_are_not_read()
    {
        var (store, read) = (files.NewStore(), 0);
        var items = PortProxy.Over(store.Items, call =>
        {
            var answer = call.Pass();
            return answer is IAsyncEnumerable<Row> rows ? rows.Select(Count) : answer;
        });
        var ledger = RowLedger.Of(
            PortProxy.Over<IRowStore>(store, call => call.Method.Name == $"get_{nameof(IRowStore.Items)}" ? items : call.Pass()));
        await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await ledger.Items.AddItemsAsync([.. Enumerable.Range(1, 200).Select(n => Build.Item(n))], Build.Now, Build.Office, Cancellation);
        await ledger.Items.RecordStepsAsync([Build.Record(Build.StepId(1)), Build.Record(Build.StepId(200))], Cancellation);
        read = 0;

        var ten = await ledger.Items.ItemFilesAsync(1, 1, Cancellation).Take(10).ToListAsync(Cancellation);

        Assert.Equal([1, .. Enumerable.Repeat(0, 9)], ten.Select(f => f.Steps.Count));
        Assert.InRange(read, 21, 23); // ten items, ten histories, one step, and a row after them

        Row Count(Row row)
        {
            read++;
            return row;
        }
    }

    [Fact]
    public async Task More_rows_than_one_read_takes_are_read_to_the_end()
    {
        var ledger = RowLedger.Of(files.NewStore());
        AgendaEntry[] entries =
            [.. Enumerable.Range(1, 2_500).Select(n => AgendaEntry.ForItem(Build.Item(n), Build.Now - Duration.FromMinutes(n), Build.Now))];
        await ledger.Agenda.AddToAgendaAsync(entries, Cancellation);
        Assert.Equal(2_500, (await ledger.Agenda.DueAsync(Build.Now, Cancellation)).Count);
        Assert.Equal(2_400, (await ledger.Agenda.OldestAsync(Build.Now, 2_400, Cancellation)).Count);
    }

    [Fact]
    public async Task A_full_disk_is_told_once_and_so_is_its_end()
    {
        var store = files.NewStore();
        var ledger = RowLedger.Of(store);
        var told = new List<Wording?>();
        store.TroubleChanged += told.Add;
        store.LimitTo(1);

        for (var n = 0; n < 3; n++)
        {
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Items.AddItemsAsync(
                [.. Enumerable.Range(1, 500).Select(n => Build.Item(n))], Build.Now, Build.Office, Cancellation));
        }
        // There is room for this one, and it is refused all the same.
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
        Assert.Equal(0, await ledger.Items.ItemsAsync(1, Cancellation).CountAsync(Cancellation));
        store.LimitTo(null);
        Assert.True(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));

        Assert.Equal(2, told.Count);
        Assert.Contains("make room", told[0]?.English, StringComparison.Ordinal);
        Assert.Null(told[1]);
    }

    [Fact]
    public async Task An_item_of_an_earlier_version_that_changes_before_the_upgrade_is_on_the_board_once()
    {
        var store = files.NewStore();
        var ledger = RowLedger.Of(store);
        await new DealtOut(PlanItems: 3, Villages: 4).LoadAsync(ledger, Cancellation);
        await MakeOlderAsync(store);
        var read = (await ledger.Items.FindItemAsync(new(1, 1), Cancellation))!;
        var next = read.Value with { Title = "改名", Version = read.Value.Version + 1 };
        Assert.True(await ledger.Items.TrySaveItemAsync(read, next, Build.Entry(next), Cancellation));
        await ledger.Plans.SavePlanAsync((await ledger.Plans.PlansAsync(Cancellation))[0], Cancellation);

        await RowLedger.UpgradeAsync(store, Cancellation);

        Assert.Equal(12, (await ledger.Board.TalliesAsync([1], Cancellation))[1].Sum(t => t.Lines.Sum(l => l.Items)));
        await SqliteLedgerTests.AssertBoardAsync(ledger);
    }

    [Fact]
    public async Task A_ledger_of_an_earlier_version_gets_its_board_at_the_first_start()
    {
        var store = files.NewStore();
        await new DealtOut(PlanItems: 30, Villages: 4).LoadAsync(RowLedger.Of(store), Cancellation);
        await MakeOlderAsync(store);
        Assert.Empty((await RowLedger.Of(store).Board.TalliesAsync([1], Cancellation))[1]);

        await Task.WhenAll(RowLedger.CreateAsync(store, Cancellation), RowLedger.CreateAsync(store, Cancellation));

        var ledger = await RowLedger.CreateAsync(store, Cancellation);
        Assert.Equal(120, (await ledger.Board.TalliesAsync([1], Cancellation))[1].Sum(t => t.Lines.Sum(l => l.Items)));
        await SqliteLedgerTests.AssertBoardAsync(ledger);
    }

    // The earlier version knows neither the lists nor the property that says what stands in them.
    private static async Task MakeOlderAsync(SqliteRowStore store)
    {
        await foreach (var row in store.Items.ReadAsync(RowRange.All, Cancellation))
        {
            if (row.Key[0] is 'k' or 't')
                await store.Items.DeleteAsync([row], Cancellation);
            else
                await store.Items.UpsertAsync(Unmarked(row), Cancellation);
        }
        await foreach (var row in store.Directory.ReadAsync(RowRange.Of("plans"), Cancellation))
            await store.Directory.UpsertAsync(Unmarked(row), Cancellation);

        static Row Unmarked(Row row) => new(row.Partition, row.Key, new(row.Properties.Where(p => p.Key != "OnBoard")));
    }

    [Fact]
    public async Task A_backup_of_a_file_comes_back_row_by_row_with_its_evidence()
    {
        var (store, target) = (files.NewStore(), files.NewStore());
        await new DealtOut(PlanItems: 3, Villages: 4).LoadAsync(await RowLedger.CreateAsync(store, Cancellation), Cancellation);
        var slot = DealtOut.FirstDay(RowLedger.Of(store));
        await slot.ScanAsync(Cancellation);
        await slot.SendAllAsync(Cancellation);
        using var file = new MemoryStream();
        await LedgerBackup.WriteAsync(store, new InMemoryEvidenceStore(), file, Build.Now, Cancellation);
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);

        await LedgerBackup.RestoreAsync(backup, target, new InMemoryEvidenceStore(), Build.Now, Cancellation);
        await LedgerBackup.ResumeAsync(target, Cancellation);

        Assert.Equal(await LinesAsync(store), await LinesAsync(target));
    }

    [Theory]
    [InlineData(true, "the command beside the office")]
    [InlineData(false, "the daily backup of the office itself")]
    public async Task A_backup_is_the_ledger_of_one_moment_though_the_office_works_before_each_of_its_reads(bool beside, string remark)
    {
        var (store, target) = (files.Open("ledger.db"), files.NewStore());
        var ledger = await RowLedger.CreateAsync(store, Cancellation);
        await new DealtOut(PlanItems: 3, Villages: 4).LoadAsync(ledger, Cancellation);
        var useCases = Given.UseCasesOn(ledger, new SettableClock(Given.At("2020-05-13T08:00")));
        var slot = DealtOut.FirstDay(ledger);
        var before = await LinesAsync(store);
        // Each of them writes several tables, in one transaction after the other.
        Func<Task>[] works =
        [
            () => useCases.LoadPlan.RunAsync(
                Given.Plan("2020-05-21") with { Title = "另一个方案" }, Given.Contacts(), dryRun: false, Given.Office, Cancellation),
            () => slot.ScanAsync(Cancellation),
            () => slot.SendAllAsync(Cancellation),
            () => useCases.ActOnItem.RunAsync(new(1, 1), new ReportItem(new("村干部1"), "已完成"), Cancellation),
            () => useCases.ActOnItem.RunAsync(new(1, 2), new ExtendItem(Given.Office, Given.Day("2020-06-05"), "设备未到"), Cancellation),
            () => useCases.UpdateContacts.RunAsync([.. new DealtOut(3, 4).Contacts.Skip(1)], Given.Office, Cancellation),
        ];
        var done = 0;
        using var file = new MeanwhileStream(() => done < works.Length ? works[done++]() : Task.CompletedTask);

        await LedgerBackup.WriteAsync(beside ? files.Open("ledger.db") : store, null, file, Build.Now, Cancellation);

        Assert.True(done == works.Length, remark);
        foreach (var (table, then) in (await LinesAsync(store)).Zip(before))
            Assert.NotEqual(then, table);
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        await LedgerBackup.RestoreAsync(backup, target, new InMemoryEvidenceStore(), Build.Now, Cancellation);
        await LedgerBackup.ResumeAsync(target, Cancellation);
        Assert.Equal(before, await LinesAsync(target));
    }

    [Fact]
    public async Task A_backup_that_fails_lets_go_of_its_moment()
    {
        var store = files.Open("ledger.db");
        await new DealtOut(PlanItems: 3, Villages: 4).LoadAsync(RowLedger.Of(store), Cancellation);
        using var full = new MeanwhileStream(() => throw new IOException("The disk is full."));
        await Assert.ThrowsAsync<IOException>(() => LedgerBackup.WriteAsync(store, null, full, Build.Now, Cancellation));

        // The log of a file with an open reading could not be emptied.
        var busy = await store.ReadAsync(c => (long)SqliteSchema.Scalar(c, "pragma wal_checkpoint(truncate)")!, Cancellation);
        Assert.Equal(0, busy);
        Assert.Equal(0, new FileInfo(files.PathTo("ledger.db-wal")).Length);
    }

    [Fact]
    public async Task Only_its_owner_may_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var store = files.NewStore();
        await RowLedger.Of(store).Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in Directory.GetFiles(files.Folder))
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
    }

    public ValueTask DisposeAsync() => files.DisposeAsync();

    private static long Synchronous(SqliteRowStore store) =>
        store.WriteAsync(t => (long)SqliteSchema.Scalar(t.Connection!, "pragma synchronous")!, Cancellation).Result;

    /// <summary>The rows of each table.</summary>
    private static async Task<List<string>[]> LinesAsync(SqliteRowStore store) =>
    [
        .. await Task.WhenAll(((IRows[])[store.Directory, store.Items, store.Notices]).Select(rows => rows
            .ReadAsync(RowRange.All, Cancellation)
            .Select(row => $"{row.Partition} {row.Key} {string.Join(' ', row.Properties.OrderBy(p => p.Key))}")
            .ToListAsync(Cancellation).AsTask())),
        await AgendaLooks.AllAsync(RowLedger.Of(store).Agenda, Cancellation),
    ];

    /// <summary>Lets work go on before each write. The writer of a backup writes at least once between its reads of two tables.</summary>
    private sealed class MeanwhileStream(Func<Task> work) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await work();
            await base.WriteAsync(buffer, cancellationToken);
        }

        public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            await WriteAsync(buffer.AsMemory(offset, count), cancellationToken);
    }
}
