using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

[assembly: AssemblyFixture(typeof(LocalTables))]

namespace Reminders.Tables.Tests;

/// <summary>One Azurite for all tests of this assembly; each ledger gets tables of its own.</summary>
public sealed class LocalTables : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-tables-");
    private AzuriteProcess? azurite;
    private int ledgers;

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteProcess.StartAsync(folder.FullName, Console.Error.WriteLine, Cancellation);

    /// <summary>An empty ledger whose requests pass through the policies, each try of the SDK for itself.</summary>
    public Task<Ledger> NewLedgerAsync(params HttpPipelinePolicy[] policies) => OpenLedgerAsync(NewPrefix(), policies);

    public Task<Ledger> OpenLedgerAsync(string prefix, params HttpPipelinePolicy[] policies) =>
        TableLedger.CreateAsync(NewClient(policies), Cancellation, prefix);

    /// <summary>A prefix for the names of a ledger's tables that no other test has.</summary>
    public string NewPrefix() => $"t{Interlocked.Increment(ref ledgers)}";

    /// <summary>An empty ledger in a service that is busy at times.</summary>
    public Task<Ledger> NewLedgerAsync(BusyService busy, params HttpPipelinePolicy[] policies) =>
        TableLedger.CreateAsync(azurite!.NewClient(Options(policies), busy.Over), Cancellation, NewPrefix());

    public TableServiceClient NewClient(params HttpPipelinePolicy[] policies) => azurite!.NewClient(Options(policies));

    /// <summary>The options of the hosts, without the delays.</summary>
    private static TableClientOptions Options(HttpPipelinePolicy[] policies)
    {
        var options = TableAccount.NewOptions();
        (options.Retry.Delay, options.Retry.MaxDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }

    public TableRowStore NewStore(string prefix, params HttpPipelinePolicy[] policies) => new(NewClient(policies), prefix);

    public BlobServiceClient NewBlobClient() => azurite!.NewBlobClient();

    /// <summary>An empty store of evidence.</summary>
    public Task<BlobEvidenceStore> NewEvidenceAsync() => OpenEvidenceAsync($"T{Interlocked.Increment(ref ledgers)}");

    public Task<BlobEvidenceStore> OpenEvidenceAsync(string prefix) =>
        BlobEvidenceStore.CreateAsync(azurite!.NewBlobClient(), Cancellation, prefix);

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
