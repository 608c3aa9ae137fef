using Microsoft.Extensions.Primitives;

namespace Reminders.LocalHost.Serving;

/// <summary>The API and the console on Kestrel, over the use cases that the command brings.</summary>
internal static class LocalWeb
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static WebApplicationBuilder Builder(string url)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(url);
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        return builder;
    }

    public static WebApplication Build(
        WebApplicationBuilder builder, UseCases useCases, IEnumerable<ApiKey> keys, FileLimits? limits = null, EvidenceLimits? evidenceLimits = null,
        ImmutableArray<StringSegment>? allowedHosts = null, SmsWay smsWay = SmsWay.Outbox, Webhooks? webhooks = null)
    {
        builder.Services.AddSingleton(new ApiServices(useCases, Readers(limits ?? new()), webhooks)
        {
            SmsWay = smsWay,
            EvidenceLimits = evidenceLimits ?? new(),
            AllowedHosts = allowedHosts ?? [],
        });
        builder.Services.AddSingleton(new ApiKeys(keys, useCases.Ledger, useCases.Clock, SystemClock.Instance));
        builder.Services.AddWebEdge();
        var app = builder.Build();
        app.UseWebEdge();
        app.MapApi();
        app.MapConsole();
        return app;
    }

    private static InputReaders Readers(FileLimits limits) => new(
        (content, name, year, today) => PlanFile.Read(content, name, new(year, today) { Limits = limits }),
        (content, name) => ContactFile.Read(content, name, limits),
        text => PhoneReading.TryRead(text, out var number) ? number : (PhoneNumber?)null,
        OfficeTemplates.TryMake,
        LedgerWorkbook.Make)
    {
        Limits = limits,
    };
}
