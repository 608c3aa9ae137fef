using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Reminders.Functions;
using Reminders.Functions.Settings;
using Reminders.Functions.Telemetry;
using Reminders.Tables;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
var (settings, problems) = AzureSettings.Read(builder.Configuration);
if (settings is null)
{
    foreach (var problem in problems)
        Console.Error.WriteLine(problem);
    return 1;
}
var ledger = await TableLedger.CreateAsync(settings.Ledger, CancellationToken.None);
var evidence = await BlobEvidenceStore.CreateAsync(settings.Evidence, CancellationToken.None);
builder.Services.AddReminders(settings, ledger, evidence).AddReminderTelemetry(settings.ApplicationInsights);
await builder.Build().RunAsync();
return 0;
