using Microsoft.Extensions.Primitives;

namespace Reminders.LocalHost.Serving;

/// <summary>The API and the console on Kestrel.</summary>
internal static class LocalWeb
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static WebApplicationBuilder Builder(string url)
    {
        // Without the files of settings that other programs have, and without watching them.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Configuration.AddEnvironmentVariables();
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Shorter than the patience of a service manager and of the signal's handler.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
        return builder;
    }

    public static WebApplication Build(
        WebApplicationBuilder builder, UseCases useCases, IEnumerable<ApiKey> keys, FileLimits? limits = null,
        EvidenceLimits? evidenceLimits = null, ImmutableArray<StringSegment>? allowedHosts = null, SmsWay smsWay = SmsWay.Outbox,
        Webhooks? webhooks = null, SqliteRowStore? file = null)
    {
        builder.Services.AddSingleton(new ApiServices(useCases, webhooks)
        {
            SmsWay = smsWay,
            LedgerTrouble = () => file?.Trouble,
            FileLimits = limits ?? new(),
            EvidenceLimits = evidenceLimits ?? new(),
            AllowedHosts = allowedHosts ?? [],
        });
        builder.Services.AddSingleton(s =>
            new ApiKeys(keys, useCases.Ledger, useCases.Clock, SystemClock.Instance, s.GetRequiredService<ILogger<ApiKeys>>()));
        builder.Services.AddApi();
        var app = builder.Build();
        app.UseApi();
        return app;
    }
}
