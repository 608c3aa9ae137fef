using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Reminders.LocalHost.Azurite;
using Reminders.Tables.Tests;

[assembly: AssemblyFixture(typeof(LocalTables))]

namespace Reminders.Tables.Tests;

/// <summary>One Azurite for all tests of this assembly; each ledger gets tables of its own.</summary>
public sealed class LocalTables : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-tables-");
    private AzuriteProcess? azurite;
    private int ledgers;

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteProcess.StartAsync(folder.FullName, Console.Error.WriteLine, TestContext.Current.CancellationToken);

    public string NewPrefix() => $"t{Interlocked.Increment(ref ledgers)}";

    public Task<TableLedger> NewLedgerAsync(params HttpPipelinePolicy[] policies) => LedgerAsync(NewPrefix(), policies);

    /// <summary>A ledger whose requests pass through the policies, each try of the SDK for itself.</summary>
    public Task<TableLedger> LedgerAsync(string prefix, params HttpPipelinePolicy[] policies)
    {
        var options = new TableClientOptions { Retry = { Delay = TimeSpan.FromMilliseconds(1) } };
        foreach (var policy in policies)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        var service = new TableServiceClient(azurite!.ConnectionString, options);
        return TableLedger.CreateAsync(service, TestContext.Current.CancellationToken, prefix);
    }

    public async ValueTask DisposeAsync()
    {
        if (azurite is not null)
            await azurite.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
