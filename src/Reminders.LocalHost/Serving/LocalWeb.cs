using Microsoft.Extensions.Primitives;

namespace Reminders.LocalHost.Serving;

/// <summary>The API and the console on Kestrel, over whatever ledger and clock the command brings.</summary>
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
        WebApplicationBuilder builder, ILedger ledger, IEvidenceStore evidence, INoticeQueue queue, Schedule schedule, IClock clock,
        string zone, IEnumerable<ApiKey> keys, bool scanIsOff = false, FileLimits? limits = null, EvidenceLimits? evidenceLimits = null,
        ImmutableArray<StringSegment>? allowedHosts = null, SmsWay smsWay = SmsWay.Outbox, Webhooks? webhooks = null)
    {
        builder.Services.AddSingleton(new ApiServices(ledger, schedule, clock, zone, queue, scanIsOff, webhooks)
        {
            SmsWay = smsWay,
            Evidence = evidence,
            FileLimits = limits ?? new(),
            EvidenceLimits = evidenceLimits ?? new(),
            AllowedHosts = allowedHosts ?? [],
            Play = (plan, now, to, cancellation) => LedgerRehearsal.PlayAsync(ledger, plan, schedule.Policy, now, to, cancellation)
                .Select(s => new RehearsedNotice(s.At, s.Notice, s.Message.Text)),
        });
        builder.Services.AddSingleton(s =>
            new ApiKeys(keys, ledger, clock, SystemClock.Instance, s.GetRequiredService<ILogger<ApiKeys>>()));
        builder.Services.AddApi();
        var app = builder.Build();
        app.UseApi();
        return app;
    }
}
