using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
var (settings, problems) = AzureSettings.Read(builder.Configuration);
if (settings is null)
{
    foreach (var problem in problems)
        Console.Error.WriteLine(problem);
    return 1;
}
var (ledger, evidence) = (TableLedger.Open(settings.Ledger), BlobEvidenceStore.Open(settings.Evidence));
builder.Services.AddReminders(settings, ledger, evidence).AddReminderTelemetry(settings.ApplicationInsights);
builder.Services.AddHostedService(services => new StorageAtStart(
    [
        token => TableLedger.CreateTablesAsync(settings.Ledger, token), evidence.CreateContainerAsync,
        token => TableLedger.UpgradeAsync(settings.Ledger, ledger, token),
    ],
    ledger.Barriers, TimeProvider.System, services.GetRequiredService<ILogger<StorageAtStart>>()));
var host = builder.Build();
var life = host.Services.GetRequiredService<IHostApplicationLifetime>();
try
{
    await host.RunAsync();
}
catch (OperationCanceledException) when (life.ApplicationStopping.IsCancellationRequested)
{
    // The Functions host stopped the worker during its start. This is not a crash.
}
return 0;
