using System.Diagnostics;

namespace Reminders.Tables.Tests;

public sealed class AzuriteProcessTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-azurite-");

    [Fact]
    public async Task Rows_survive_an_orderly_end_and_a_new_start()
    {
        await using (var azurite = await StartAsync())
            await (await LedgerAsync(azurite)).Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
        await using var again = await StartAsync();
        Assert.Equal([Build.Plan()], await (await LedgerAsync(again)).Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task Rows_are_saved_without_an_end_and_survive_a_kill_and_a_new_start()
    {
        await using (var azurite = await StartAsync())
        {
            await (await LedgerAsync(azurite)).Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
            while (!await IsSavedAsync(Build.Plan().Title))
                await Task.Delay(50, Cancellation);
            using var node = Process.GetProcessById(azurite.ProcessId);
            node.Kill();
            await node.WaitForExitAsync(Cancellation);
        }
        await using var again = await StartAsync();
        Assert.Equal([Build.Plan()], await (await LedgerAsync(again)).Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task A_store_without_a_folder_keeps_nothing()
    {
        await using (var azurite = await AzuriteProcess.StartAsync(dataFolder: null, _ => { }, Cancellation))
        {
            var ledger = await LedgerAsync(azurite);
            await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation);
            Assert.Equal([Build.Plan()], await ledger.Plans.PlansAsync(Cancellation));
        }
        await using var again = await AzuriteProcess.StartAsync(dataFolder: null, _ => { }, Cancellation);
        Assert.Empty(await (await LedgerAsync(again)).Plans.PlansAsync(Cancellation));
    }

    [Fact]
    public async Task Node_saves_before_it_ends_when_its_host_was_killed()
    {
        var modules = await AzuriteProcess.ModulesAsync(_ => { }, Cancellation);
        using var node = Process.Start(new ProcessStartInfo(
            "node",
            [
                AzuriteProcess.Script, "--tableHost", "127.0.0.1", "--tablePort", "0", "--blobHost", "127.0.0.1", "--blobPort", "0",
                "--location", folder.FullName, "--silent", "--disableTelemetry",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = modules },
        })!;
        while (await node.StandardOutput.ReadLineAsync(Cancellation) is { } line
            && !line.Contains("Table service successfully started", StringComparison.Ordinal))
        {
            Assert.False(node.HasExited);
        }

        // A kill of the host breaks all pipes at once.
        node.StandardOutput.Close();
        node.StandardError.Close();
        node.StandardInput.Close();
        await node.WaitForExitAsync(Cancellation);

        Assert.Equal(0, node.ExitCode);
        Assert.Equal(
            ["__azurite_db_blob__.json", "__azurite_db_blob_extent__.json", "__azurite_db_table__.json"],
            folder.EnumerateFiles().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_row_that_has_changed_is_not_deleted_by_the_tag_that_it_had()
    {
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, _ => { }, Cancellation);
        var store = new TableRowStore(azurite.NewClient());
        await store.CreateAsync(Cancellation);
        await RowDeletion.CheckAsync(store.Items, Cancellation);
    }

    /// <summary>The index by which a query finds its rows sorts keys that are numbers as numbers.</summary>
    [Fact]
    public async Task A_query_by_keys_finds_the_rows_between_them_in_the_order_of_their_characters()
    {
        await using var azurite = await AzuriteProcess.StartAsync(dataFolder: null, _ => { }, Cancellation);
        var store = new TableRowStore(azurite.NewClient());
        await store.CreateAsync(Cancellation);
        string[] keys = ["02", "1", "10", "9", "a", "a'b", "i|1", "i|10", "i|2", "i|2|x", "中"];
        await store.Items.UpsertAsync(
            ((string[])["1", "2"]).SelectMany(partition => keys.Select(key => new Row(partition, key))), Cancellation);
        foreach (var (from, before) in keys.SelectMany((key, n) => keys[n..].Select(last => (key, last))))
        {
            string[] between = [.. keys.Where(k => string.CompareOrdinal(k, from) >= 0 && string.CompareOrdinal(k, before) < 0)];
            Assert.Equal(between, await KeysAsync(RowRange.Of("1") with { From = from, Before = before }));
            string[] named = [.. ((string[])[from, before]).Distinct()];
            Assert.Equal(named, await KeysAsync(RowRange.Of("1") with { Keys = named }));
        }

        async Task<string[]> KeysAsync(RowRange range) =>
            await store.Items.ReadAsync(range, Cancellation).Select(row => row.Key).ToArrayAsync(Cancellation);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private Task<AzuriteProcess> StartAsync() => AzuriteProcess.StartAsync(folder.FullName, _ => { }, Cancellation);

    private static Task<Ledger> LedgerAsync(AzuriteProcess azurite) =>
        TableLedger.CreateAsync(azurite.NewClient(), Cancellation);

    // Azurite puts a new file in place of the old one, which may be gone for a moment.
    private async Task<bool> IsSavedAsync(string text)
    {
        try
        {
            var files = folder.GetFiles("*.json", SearchOption.AllDirectories);
            return (await Task.WhenAll(files.Select(f => File.ReadAllTextAsync(f.FullName, Cancellation))))
                .Any(t => t.Contains(text, StringComparison.Ordinal));
        }
        catch (IOException)
        {
            return false;
        }
    }
}
