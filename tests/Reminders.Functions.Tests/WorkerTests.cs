using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Reminders.Functions.Tests;

/// <summary>The worker as Program builds it, before it calls the Functions host.</summary>
public class WorkerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://localhost/")]
    public async Task The_worker_is_built_and_knows_its_functions(string? applicationInsights)
    {
        var builder = FunctionsApplication.CreateBuilder([]);
        builder.ConfigureFunctionsWebApplication();
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")).Build()
            .GetSection("Values");
        var (settings, problems) = AzureSettings.Read(
            new ConfigurationBuilder().AddInMemoryCollection(sample.AsEnumerable(makePathsRelative: true)).Build());
        Assert.Equal([], problems);
        builder.Services.AddReminders(settings!, new InMemoryLedger(), new InMemoryEvidenceStore())
            .AddReminderTelemetry(applicationInsights);

        using var host = builder.Build();

        // The host then exports no telemetry for the worker.
        Assert.Equal("True", host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["WorkerOpenTelemetryEnabled"]);

        // The generated provider registers itself in the real program only.
        var functions = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("");
        foreach (var type in (Type[])[typeof(TimerFunctions), typeof(QueueFunctions), typeof(HttpFunctions)])
        {
            // Like the worker does for each call.
            await using var call = host.Services.CreateAsyncScope();
            Assert.NotNull(ActivatorUtilities.CreateInstance(call.ServiceProvider, type));
            Assert.Contains(functions, f => f.EntryPoint!.StartsWith(type.FullName + ".", StringComparison.Ordinal));
        }
    }
}
