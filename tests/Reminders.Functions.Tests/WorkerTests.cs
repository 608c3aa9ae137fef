using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Reminders.Functions.Tests;

/// <summary>The worker as Program makes it, up to the point at which it would call the Functions host.</summary>
public class WorkerTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("InstrumentationKey=00000000-0000-0000-0000-000000000000;IngestionEndpoint=https://localhost/")]
    public async Task The_worker_is_made_and_knows_its_functions(string? applicationInsights)
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

        // The host then writes no telemetry in the worker's place.
        Assert.Equal("True", host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities["WorkerOpenTelemetryEnabled"]);

        // The generated provider registers itself in the program alone, not where a test is the program.
        var functions = await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("");
        foreach (var type in (Type[])[typeof(TimerFunctions), typeof(QueueFunctions), typeof(HttpFunctions)])
        {
            // As the worker makes it for each call.
            await using var call = host.Services.CreateAsyncScope();
            Assert.NotNull(ActivatorUtilities.CreateInstance(call.ServiceProvider, type));
            Assert.Contains(functions, f => f.EntryPoint!.StartsWith(type.FullName + ".", StringComparison.Ordinal));
        }
    }
}
