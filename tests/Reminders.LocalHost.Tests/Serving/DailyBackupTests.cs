namespace Reminders.LocalHost.Tests.Serving;

public sealed class DailyBackupTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new(Given.At("2020-05-12T10:00"));
    private readonly SqliteRowStore store;

    public DailyBackupTests() => store = SqliteRowStore.Open(Path.Combine(folder.Path, "reminders.db"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_day_has_one_file_that_can_be_restored_and_the_oldest_are_deleted()
    {
        var ledger = RowLedger.Of(store);
        await Given.UseCasesOn(ledger, clock).LoadPlan
            .RunAsync(Given.Plan("2020-05-20"), Given.Contacts(), dryRun: false, Given.Office, Cancellation);
        var evidence = new FolderEvidenceStore(Path.Combine(folder.Path, "evidence"));
        var opened = new OpenLedger(store, evidence, _ => Task.CompletedTask, null);
        var backup = new DailyBackup(opened, ledger, clock, Given.Shanghai, new(folder.Path), keep: 2);

        foreach (var time in (string[])["12T10:00", "12T23:59", "13T00:00", "13T12:00", "14T08:00"])
        {
            clock.SetTo(Given.At($"2020-05-{time}"));
            await backup.RunIfDueAsync(Cancellation);
        }

        // The first, 2020-05-12T0200Z, is deleted. The second was made at midnight in Shanghai.
        Assert.Equal(["2020-05-12T1600Z.zip", "2020-05-14T0000Z.zip"], Files());
        Assert.Equal(clock.GetCurrentInstant(), (await ledger.Watch.WatchAsync(Cancellation)).LastBackup!.At);
        await using var file = File.OpenRead(Path.Combine(folder.Path, "backups", "2020-05-14T0000Z.zip"));
        await using var read = await BackupFile.OpenAsync(file, Cancellation);
        await using var target = SqliteRowStore.Open(Path.Combine(folder.Path, "target.db"));
        await LedgerBackup.RestoreAsync(read, target, new InMemoryEvidenceStore(), clock.GetCurrentInstant(), Cancellation);
        Assert.Single(await RowLedger.Of(target).Plans.PlansAsync(Cancellation));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(" ", null)]
    [InlineData("14", 14)]
    public void The_setting_says_how_many_are_kept(string? setting, int? keep) => Assert.Equal(keep, DailyBackup.ReadKeep(setting));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1001")]
    [InlineData("all")]
    public void Any_other_setting_is_refused(string setting) =>
        Assert.Equal("backups-invalid", Assert.Throws<InputRefusedException>(() => DailyBackup.ReadKeep(setting)).Code);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    private IEnumerable<string> Files() =>
        Directory.GetFiles(Path.Combine(folder.Path, "backups")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
}
