using System.Diagnostics;
using System.Diagnostics.Metrics;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Telemetry;

/// <summary>
/// Traces and figures from the scan to the send, joined across the queue. They name notices, items and codes; no number and no text is ever among them,
/// which is why no library that writes down addresses of requests is listened to.
/// </summary>
internal static class ReminderTelemetry
{
    public const string Name = "Reminders";

    /// <summary>The property of a queue message that carries the trace, as Service Bus' own library calls it.</summary>
    public const string TraceProperty = "Diagnostic-Id";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>Scans that came to their end.</summary>
    public static Counter<long> Scans { get; } = Meter.CreateCounter<long>("reminders.scans");

    /// <summary>Notices that scans claimed.</summary>
    public static Counter<long> Notices { get; } = Meter.CreateCounter<long>("reminders.notices");

    /// <summary>What became of calls to the provider, by outcome and code.</summary>
    public static Counter<long> Sends { get; } = Meter.CreateCounter<long>("reminders.sends");

    /// <summary>Audits, by whether all held.</summary>
    public static Counter<long> Audits { get; } = Meter.CreateCounter<long>("reminders.audits");

    /// <summary>Messages that a queue gave up.</summary>
    public static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>("reminders.deadletters");

    /// <summary>Scheduled backups that came to their end.</summary>
    public static Counter<long> Backups { get; } = Meter.CreateCounter<long>("reminders.backups");

    /// <summary>Begins a span of the current trace.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Begins the span of a received message, in the trace of its sender; a link leads to the invocation by which the host handed it over.</summary>
    public static Activity? StartReceived(string name, IReadOnlyDictionary<string, object> properties)
    {
        var sender = properties.TryGetValue(TraceProperty, out var trace) && ActivityContext.TryParse(trace as string, null, isRemote: true, out var parent)
            ? parent
            : default;
        IEnumerable<ActivityLink> links = Activity.Current is { } invocation && sender != default ? [new(invocation.Context)] : [];
        return Source.StartActivity(name, ActivityKind.Consumer, sender, links: links);
    }

    /// <summary>Exports all of it to Application Insights, where that is configured.</summary>
    public static IServiceCollection AddReminderTelemetry(this IServiceCollection services, string? applicationInsights)
    {
        // Requests are logged with their addresses, and those hold names.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning));
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Name))
            .WithMetrics(metrics => metrics.AddMeter(Name));
        // They tell the host that this worker emits its own telemetry, so that nothing is written twice.
        telemetry.UseFunctionsWorkerDefaults();
        if (applicationInsights is not null)
            telemetry.UseAzureMonitorExporter(options => options.ConnectionString = applicationInsights);
        return services;
    }
}
