using Microsoft.Extensions.Primitives;

namespace Reminders.LocalHost.Serving;

/// <summary>The API and the console on Kestrel, with the command's own ledger and clock.</summary>
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
        ImmutableArray<StringSegment>? allowedHosts = null)
    {
        builder.Services.AddSingleton(new ApiServices(ledger, schedule, clock, zone, Readers(limits ?? new()), queue, scanIsOff)
        {
            Evidence = evidence,
            EvidenceLimits = evidenceLimits ?? new(),
            AllowedHosts = allowedHosts ?? [],
            Play = (plan, now, to, cancellation) => LedgerRehearsal.PlayAsync(ledger, plan, schedule.Policy, now, to, cancellation)
                .Select(s => new RehearsedNotice(s.At, s.Notice, s.Message.Text)),
        });
        builder.Services.AddSingleton(new ApiKeys(keys, ledger, clock, SystemClock.Instance));
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
