using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions;

internal static class Composition
{
    public static IServiceCollection AddReminders(
        this IServiceCollection services, AzureSettings settings, Ledger ledger, IEvidenceStore evidence)
    {
        var office = settings.Office;
        services
            .AddSingleton(ledger)
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(settings.Bus)
            .AddSingleton<INoticeQueue, ServiceBusNoticeQueue>()
            .AddSingleton<DeadLetterQueues>()
            .AddSingleton<ISmsSender>(s => new MeasuredSender(
                new TwilioSmsSender(settings.Sms, settings.PublicUrl, s.GetRequiredService<IClock>())))
            .AddSingleton(s => new UseCases(
                ledger, s.GetRequiredService<INoticeQueue>(), s.GetRequiredService<ISmsSender>(), evidence,
                new(office.Policy, office.Policy.WorkingCalendar()), s.GetRequiredService<IClock>(), office.Zone)
            {
                ScanIsOff = office.ScanIsOff,
                BacksUp = true,
            })
            .AddSingleton(s => new ScheduledBackup(settings.Ledger, settings.Evidence, ledger, s.GetRequiredService<IClock>()))
            .AddSingleton(s => new ApiKeys(
                office.Keys, ledger, s.GetRequiredService<IClock>(), SystemClock.Instance, s.GetRequiredService<ILogger<ApiKeys>>()))
            .AddSingleton(s => new ApiServices(
                s.GetRequiredService<UseCases>(), new(settings.PublicUrl, settings.Sms.AccountSid, settings.Sms.Tokens))
            {
                SmsWay = settings.Sms.OnlyTo is null ? SmsWay.Twilio : SmsWay.TwilioTrial,
                FileLimits = office.Limits,
                EvidenceLimits = office.EvidenceLimits,
                SegmentPrice = office.SegmentPrice,
                // The provider calls the public address.
                AllowedHosts = office.AllowedHosts.IsEmpty ? [] : office.AllowedHosts.Add(settings.PublicUrl.Host),
            })
            // The worker's library reads these headers before the pipeline. A second reading would trust values from the caller.
            .PostConfigure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.None)
            .AddApi()
            .AddSingleton<ApiPipeline>();
        if (office.HeartbeatUrl is { } url)
            services.AddSingleton(s => new Heartbeat(NewHttpClient(), url, s.GetRequiredService<ILogger<Heartbeat>>()));
        return services;
    }

    // A client factory would log the address, which may hold a token.
    private static HttpClient NewHttpClient() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
}
