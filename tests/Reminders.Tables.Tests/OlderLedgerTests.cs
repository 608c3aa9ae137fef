using System.Text.Json;
using Azure.Data.Tables;

namespace Reminders.Tables.Tests;

/// <summary>
/// The build of November 2026 wrote the rows in <c>Older/ledger.txt</c>; it copied recipients into items. 张三 (1-1) is away and 孙七 stands
/// in, 赵六 (1-3) handed over to 周八, 郑十 (1-5) left the directory and kept the item, 王五 (1-2) has reported, 1-4 is a draft. Each line
/// holds a table and a row.
/// </summary>
public sealed class OlderLedgerTests(LocalTables tables)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_older_ledger_tells_the_people_of_now_and_nobody_twice()
    {
        var ledger = await OlderAsync();

        Assert.Equal(
            ["+8613900000007 1-1:before-3", "+8613900000008 1-3:before-7", "+8613900000010 1-5:before-7"],
            await ToldOnAsync(ledger, "2020-05-15T09:00"));
        Assert.Equal(["+8613900000011 1-2:verify-2020-05-18"], await ToldOnAsync(ledger, "2020-05-18T09:00"));
        // The absence ends on the 18th.
        Assert.Equal(
            ["+8613900000001 1-1:before-1", "+8613900000008 1-3:before-3", "+8613900000010 1-5:before-3"],
            await ToldOnAsync(ledger, "2020-05-19T09:00"));
    }

    [Fact]
    public async Task Its_histories_are_read_and_its_drafts_open_when_somebody_is_found()
    {
        var ledger = await OlderAsync();
        var useCases = Given.UseCasesOn(ledger, new SettableClock(Given.At("2020-05-14T13:00")));
        var file = (await useCases.ReadItems.FindFileAsync(new(1, 3), Cancellation))!;

        Assert.Equal(["loaded 载入", "completed 完善"], file.History.Select(h => ItemWords.DoneOf(h.Action).English));

        var contacts = await ledger.People.ContactsAsync(Cancellation);
        var update = await useCases.UpdateContacts.RunAsync([.. contacts, new("无人", Given.Phone(20))], Given.Office, Cancellation);

        Assert.Contains(new ItemCode(1, 4), update.Changed);
        Assert.Equal(ItemState.Open, (await ledger.Items.FindItemAsync(new(1, 4), Cancellation))!.Value.State);
    }

    /// <summary>
    /// <c>Older/backup.zip</c> is a backup of the build of 29 November 2026, whose partitions were the plans: two plans of six items, 1-1
    /// and 2-2 are reported.
    /// </summary>
    [Fact]
    public async Task A_backup_of_an_earlier_version_restores_and_is_backed_up_with_the_same_rows()
    {
        await using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Older", "backup.zip"));
        await using var older = await BackupFile.OpenAsync(file, Cancellation);
        var prefix = tables.NewPrefix();
        await LedgerBackup.RestoreAsync(older, tables.NewStore(prefix), new InMemoryEvidenceStore(), Build.Now, Cancellation);

        var ledger = await tables.OpenLedgerAsync(prefix);
        var items = await ledger.Items.ItemsAsync(null, Cancellation).ToListAsync(Cancellation);
        Assert.Equal(12, items.Count);
        Assert.Equal([new(1, 1), new(2, 2)], items.Where(i => i.State == ItemState.Reported).Select(i => i.Code));
        Assert.Equal([1, 2], (await ledger.Items.FindItemFileAsync(new(2, 2), Cancellation))!.History.Select(h => h.Number));
        await LedgerContract.AssertBoardAsync(ledger);

        using var again = await BackedUp.WriteAsync(tables, prefix, Build.Now);
        await using var newer = await BackupFile.OpenAsync(again, Cancellation);
        Assert.Equal((1, await RowsAsync(older)), (newer.Manifest.Format, await RowsAsync(newer)));

        static async Task<string> RowsAsync(BackupFile backup)
        {
            var lines = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var part in backup.Manifest.Parts)
            {
                await foreach (var row in backup.RowsAsync(part, Cancellation))
                    lines.Add($"{part.Table} {row.Partition} {row.Key} {Moving.Moves.PropertiesOf(row)}");
            }
            return string.Join('\n', lines);
        }
    }

    /// <remarks>An earlier version names an entry by its values without the role. It would not find the row of one to remove it.</remarks>
    [Fact]
    public async Task A_backup_has_the_entry_of_a_wait_as_an_earlier_version_names_it()
    {
        var prefix = tables.NewPrefix();
        var ledger = await tables.OpenLedgerAsync(prefix);
        var look = AgendaEntry.ForItem(Build.Item(3), Given.At("2020-05-14T09:00"), Given.At("2020-05-13T09:00"));
        await ledger.Agenda.AddToAgendaAsync([look with { Role = Role.Leader }, look with { Role = Role.Supervisor }], Cancellation);

        using var file = await BackedUp.WriteAsync(tables, prefix, Build.Now);
        await using var backup = await BackupFile.OpenAsync(file, Cancellation);
        foreach (var part in backup.Manifest.Parts.Where(p => p.Table == "Agenda"))
        {
            await foreach (var row in backup.RowsAsync(part, Cancellation))
            {
                Assert.Equal(["item:1-3", "", "3"], row.Key.Split('|')[1..4]);
                Assert.Equal((5, false), (row.Key.Split('|').Length, row.Text("Json")!.Contains("Role", StringComparison.Ordinal)));
            }
        }
        var target = tables.NewPrefix();
        await BackedUp.RestoreAsync(tables, file, target, Build.Now);

        Assert.Equal([look], await (await tables.OpenLedgerAsync(target)).Agenda.DueAsync(Instant.MaxValue, Cancellation));
    }

    private static async Task<List<string>> ToldOnAsync(Ledger ledger, string slot)
    {
        var run = new SlotRun(ledger, Given.At(slot));
        await run.ScanAsync(Cancellation);
        await run.SendAllAsync(Cancellation);
        var told = new List<string>();
        foreach (var taken in run.Provider.Taken)
        {
            var notice = (await ledger.Notices.FindNoticeAsync(taken.Sms.Notice, Cancellation))!.Value;
            told.AddRange(notice.Steps.Where(s => s.Dropped is null).Select(s => $"{notice.To.Value} {s.Id.Item}:{s.Id.Name}"));
        }
        return [.. told.Order(StringComparer.Ordinal)];
    }

    private async Task<Ledger> OlderAsync()
    {
        var (service, prefix) = (tables.NewClient(), tables.NewPrefix());
        await TableLedger.CreateTablesAsync(service, Cancellation, prefix);
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Older", "ledger.txt"), Cancellation))
        {
            var (table, json) = (line.Split('\t')[0], line.Split('\t')[1]);
            var row = new TableEntity();
            foreach (var field in JsonDocument.Parse(json).RootElement.EnumerateObject())
            {
                row[field.Name] = field.Value.ValueKind switch
                {
                    JsonValueKind.Number => field.Value.GetInt32(),
                    JsonValueKind.True or JsonValueKind.False => field.Value.GetBoolean(),
                    _ => field.Value.GetString(),
                };
            }
            await service.GetTableClient(prefix + table).AddEntityAsync(row, Cancellation);
        }
        return await TableLedger.CreateAsync(service, Cancellation, prefix);
    }
}
