using Azure.Core.Pipeline;
using Azure.Storage.Blobs;

namespace Reminders.Tables.Tests;

/// <summary>The nightly backup is one whole blob, or none.</summary>
public sealed class ScheduledBackupTests(LocalTables tables)
{
    [Fact]
    public async Task A_backup_is_a_blob_named_by_its_minute_and_the_ledger_knows_of_it()
    {
        var (prefix, clock) = (tables.NewPrefix(), new SettableClock(Given.At("2020-05-13T03:30")));
        var ledger = await tables.OpenLedgerAsync(prefix);
        await new Township(Due: 1, Plans: 1, PlanSize: 3).FillAsync(ledger, 1, Cancellation);
        var report = await BackUpAsync(prefix, clock);
        // The second backup of a minute replaces the first, and holds the row that records the first.
        Assert.Equal(report with { Rows = report.Rows + 1 }, await BackUpAsync(prefix, clock));
        clock.SetTo(clock.GetCurrentInstant() + Duration.FromDays(1));
        Assert.Equal((await BackUpAsync(prefix, clock)).At, (await ledger.Watch.WatchAsync(Cancellation)).LastBackup!.At);

        Assert.Equal(["2020-05-12T1930Z.zip", "2020-05-13T1930Z.zip"], await BlobsAsync(prefix));
        var blob = await ContainerOf(prefix).GetBlobClient("2020-05-12T1930Z.zip").DownloadContentAsync(Cancellation);
        var target = tables.NewPrefix();
        await BackedUp.RestoreAsync(tables, blob.Value.Content.ToStream(), target, Build.Now);
        Assert.Equal(3, await (await tables.OpenLedgerAsync(target)).Items.ItemsAsync(1, Cancellation).CountAsync(Cancellation));

        Task<BackupReport> BackUpAsync(string prefix, IClock clock) => Scheduled(prefix, ledger, clock).RunAsync(Cancellation);
    }

    [Fact]
    public async Task A_backup_that_breaks_leaves_no_blob_and_is_not_on_record()
    {
        var prefix = tables.NewPrefix();
        var ledger = await tables.OpenLedgerAsync(prefix);
        await ledger.People.SaveContactsAsync([Build.Contact()], Cancellation);
        for (var breaksAt = 2; breaksAt <= 6; breaksAt++)
        {
            var broken = Line.Meanwhile(breaksAt, () => throw new InvalidOperationException("The process has crashed."));
            var scheduled = Scheduled(prefix, ledger, new SettableClock(Build.Now), broken);
            await Assert.ThrowsAnyAsync<Exception>(() => scheduled.RunAsync(Cancellation));
        }
        Assert.Empty(await BlobsAsync(prefix));
        Assert.Null((await ledger.Watch.WatchAsync(Cancellation)).LastBackup);
    }

    private ScheduledBackup Scheduled(string prefix, Ledger ledger, IClock clock, params HttpPipelinePolicy[] policies) =>
        new(tables.NewClient(policies), tables.NewBlobClient(), ledger, clock, prefix);

    private async Task<List<string>> BlobsAsync(string prefix) =>
        await ContainerOf(prefix).GetBlobsAsync(cancellationToken: Cancellation).Select(b => b.Name).ToListAsync(Cancellation);

    private BlobContainerClient ContainerOf(string prefix) => tables.NewBlobClient().GetBlobContainerClient(prefix + "backups");
}
