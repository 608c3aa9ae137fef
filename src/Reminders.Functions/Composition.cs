using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions;

/// <summary>What the host is made of.</summary>
internal static class Composition
{
    public static IServiceCollection AddReminders(this IServiceCollection services, AzureSettings settings, ILedger ledger, IEvidenceStore evidence)
    {
        var office = settings.Office;
        services
            .AddSingleton(ledger)
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new Schedule(office.Policy, office.Policy.WorkingCalendar()))
            .AddSingleton(settings.Bus)
            .AddSingleton<INoticeQueue, ServiceBusNoticeQueue>()
            .AddSingleton<DeadLetterQueues>()
            .AddSingleton<ISmsSender>(s => new MeasuredSender(
                new TwilioSmsSender(settings.Sms, settings.PublicUrl, s.GetRequiredService<IClock>())))
            .AddSingleton<FollowUpNotice>()
            .AddSingleton<ScanDeadlines>()
            .AddSingleton<SendNotice>()
            .AddSingleton<DrainDeadLetter>()
            .AddSingleton<AskReceipts>()
            .AddSingleton(s => new AuditLedger(
                ledger, s.GetRequiredService<AskReceipts>(), s.GetRequiredService<Schedule>(), s.GetRequiredService<IClock>(), office.ScanIsOff, backsUp: true))
            .AddSingleton(s => new ScheduledBackup(settings.Ledger, settings.Evidence, ledger, s.GetRequiredService<IClock>()))
            .AddSingleton(s => new ApiKeys(
                office.Keys, ledger, s.GetRequiredService<IClock>(), SystemClock.Instance, s.GetRequiredService<ILogger<ApiKeys>>()))
            .AddSingleton(s => new ApiServices(
                ledger, s.GetRequiredService<Schedule>(), s.GetRequiredService<IClock>(), office.Zone, s.GetRequiredService<INoticeQueue>(), office.ScanIsOff,
                new(settings.PublicUrl, settings.Sms.AccountSid, settings.Sms.Tokens))
            {
                Evidence = evidence,
                SmsWay = settings.Sms.OnlyTo is null ? SmsWay.Twilio : SmsWay.TwilioTrial,
                FileLimits = office.Limits,
                EvidenceLimits = office.EvidenceLimits,
                // The provider calls by the public address.
                AllowedHosts = office.AllowedHosts.IsEmpty ? [] : office.AllowedHosts.Add(settings.PublicUrl.Host),
                Play = (plan, now, to, cancellation) => LedgerRehearsal.PlayAsync(ledger, plan, office.Policy, now, to, cancellation)
                    .Select(m => new RehearsedNotice(m.At, m.Notice, m.Message.Text)),
            })
            // The worker's library reads the headers before the pipeline does. The second reader would believe what callers have put there.
            .PostConfigure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.None)
            .AddApi()
            .AddSingleton<ApiPipeline>();
        if (office.HeartbeatUrl is { } url)
            services.AddSingleton(s => new Heartbeat(NewHttpClient(), url, s.GetRequiredService<ILogger<Heartbeat>>()));
        return services;
    }

    // Not from a factory, which logs addresses.
    private static HttpClient NewHttpClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
}
