using System.Diagnostics;
using System.Diagnostics.Metrics;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Telemetry;

/// <summary>
/// Traces and metrics from the scan to the send, joined across the queue. They name notices, items and codes, but contain no phone number
/// and no text. Libraries that record the URLs of requests are therefore not listened to.
/// </summary>
internal static class ReminderTelemetry
{
    public const string Name = "Reminders";

    /// <summary>The property of a queue message that carries the trace, with the name that Service Bus' own library uses.</summary>
    public const string TraceProperty = "Diagnostic-Id";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    /// <summary>Completed scans.</summary>
    public static Counter<long> Scans { get; } = Meter.CreateCounter<long>("reminders.scans");

    /// <summary>Notices that scans claimed.</summary>
    public static Counter<long> Notices { get; } = Meter.CreateCounter<long>("reminders.notices");

    /// <summary>Calls to the provider, by outcome and code.</summary>
    public static Counter<long> Sends { get; } = Meter.CreateCounter<long>("reminders.sends");

    /// <summary>Audits, by whether they found no problem.</summary>
    public static Counter<long> Audits { get; } = Meter.CreateCounter<long>("reminders.audits");

    /// <summary>Dead letters moved to the ledger.</summary>
    public static Counter<long> DeadLetters { get; } = Meter.CreateCounter<long>("reminders.deadletters");

    /// <summary>Completed scheduled backups.</summary>
    public static Counter<long> Backups { get; } = Meter.CreateCounter<long>("reminders.backups");

    /// <summary>Starts a span of the current trace.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>
    /// Starts the span of received messages in the trace of the first sender, with links to the other senders and the host's invocation.
    /// </summary>
    public static Activity? StartReceived(string name, IEnumerable<IReadOnlyDictionary<string, object>> messages)
    {
        var senders = messages.Select(SenderOf).Where(sender => sender != default).Distinct().ToList();
        IEnumerable<ActivityContext> links = senders.Count > 0 && Activity.Current is { } invocation
            ? senders.Skip(1).Append(invocation.Context)
            : senders.Skip(1);
        return Source.StartActivity(
            name, ActivityKind.Consumer, senders.FirstOrDefault(), links: links.Select(context => new ActivityLink(context)));
    }

    private static ActivityContext SenderOf(IReadOnlyDictionary<string, object> properties)
    {
        ActivityContext sender = default;
        if (properties.TryGetValue(TraceProperty, out var trace))
            ActivityContext.TryParse(trace as string, null, isRemote: true, out sender);
        return sender;
    }

    /// <summary>Exports to Application Insights if that is configured.</summary>
    public static IServiceCollection AddReminderTelemetry(this IServiceCollection services, string? applicationInsights)
    {
        // These log the URLs of requests, which contain names.
        services.AddLogging(logging => logging
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Azure", LogLevel.Warning));
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(Name))
            .WithMetrics(metrics => metrics.AddMeter(Name));
        // The host then knows that this worker exports its own telemetry, and does not export it twice.
        telemetry.UseFunctionsWorkerDefaults();
        if (applicationInsights is not null)
            telemetry.UseAzureMonitorExporter(options => options.ConnectionString = applicationInsights);
        return services;
    }
}

/// <summary>Adds a span and a count to each call of a sender.</summary>
internal sealed class MeasuredSender(ISmsSender sender) : ISmsSender
{
    public async Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        using var span = ReminderTelemetry.Start("sms");
        span?.SetTag("reminders.notice", sms.Reference);
        var outcome = await sender.SendAsync(sms, cancellation);
        var (name, code) = (outcome.GetType().Name, CodeOf(outcome));
        span?.SetTag("reminders.outcome", name).SetTag("reminders.code", code);
        ReminderTelemetry.Sends.Add(1, new("outcome", name), new KeyValuePair<string, object?>("code", code));
        return outcome;
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
        sender.FindAsync(sms, since, cancellation);

    private static string? CodeOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.NumberRefused refused => refused.Code,
        SendOutcome.MessageRefused refused => refused.Code,
        SendOutcome.Unlisted unlisted => unlisted.Code,
        SendOutcome.Later later => later.Code,
        SendOutcome.Misconfigured misconfigured => misconfigured.Code,
        SendOutcome.Stopped stopped => stopped.Code,
        SendOutcome.Unknown unknown => unknown.Detail,
        _ => null,
    };
}
