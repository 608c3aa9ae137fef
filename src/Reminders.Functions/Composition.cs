using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twilio.Clients;
using Twilio.Http;

namespace Reminders.Functions;

/// <summary>What the host is made of.</summary>
internal static class Composition
{
    /// <summary>Below the two minutes after which a sender's lease is somebody else's.</summary>
    private static readonly TimeSpan TwilioGivesUpAfter = TimeSpan.FromSeconds(90);

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
            .AddSingleton<ISmsSender>(s => new MeasuredSender(new TwilioSmsSender(
                NewTwilioClient(settings.Sms, settings.Sms.ApiUrl is { } server ? new(new LocalTwilio(server)) : NewHttpClient()),
                settings.Sms, settings.PublicUrl, s.GetRequiredService<IClock>())))
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
                new(settings.PublicUrl, new TwilioSignature(Tokens(settings.Sms)).IsValid) { Account = settings.Sms.AccountSid })
            {
                Evidence = evidence,
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

    private static IEnumerable<string> Tokens(TwilioSettings sms) => sms.OtherAuthToken is { } other ? [sms.AuthToken, other] : [sms.AuthToken];

    /// <summary>The account's client, in its region.</summary>
    internal static TwilioRestClient NewTwilioClient(TwilioSettings sms, System.Net.Http.HttpClient http)
    {
        http.Timeout = TwilioGivesUpAfter;
        return new(sms.AccountSid, sms.AuthToken, region: sms.Region, httpClient: new SystemNetHttpClient(http), edge: sms.Edge);
    }

    // Not from a factory, which logs addresses: those of Twilio hold numbers.
    private static System.Net.Http.HttpClient NewHttpClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
}
