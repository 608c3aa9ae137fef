using System.CommandLine;
using NodaTime.Text;

namespace Reminders.LocalHost.Commands;

/// <summary><c>serve</c>: the whole system on this machine. State stays in a data folder; SMS go to Twilio or an outbox.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var (urls, withoutTls) = (Urls(), WithoutTls());
        var data = Arguments.Data($"The data folder.");
        var clock = InstantOption("--clock", $"For trying things out: starts the clock at a UTC instant such as", "2026-05-13T00:55:00Z");
        var clockFile = new Option<FileInfo?>("--clock-file")
        {
            Description = Say($"A file in which somebody else keeps the clock."),
            HelpName = "FILE",
            Hidden = true,
        };
        var speed = Arguments.Speed($"For trying things out: how many times faster than real the clock runs", 1, 100_000, usual: 1);
        var command = new Command(
            "serve",
            Say($"The real thing on this machine: timers, queue, API and console; the ledger in one file, or on a storage account if one "
            + $"is configured; SMS through Twilio where it is configured, else into an outbox."))
        {
            urls, withoutTls, data, clock, clockFile, speed,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var now = SystemClock.Instance;
            var (start, factor) = (parsed.GetValue(clock), parsed.GetValue(speed));
            IClock ticking = parsed.GetValue(clockFile) is { } file ? new FileClock(file.FullName)
                : start is null && factor == 1 ? now : new FastClock(now, start ?? now.GetCurrentInstant(), factor);
            return await ServeAsync(
                parsed.GetRequiredValue(urls), parsed.GetValue(withoutTls), parsed.GetRequiredValue(data), ticking, factor, cancellation);
        });
        return command;
    }

    public static Option<string> Urls()
    {
        var urls = new Option<string>("--urls")
        {
            Description = Say($"The address to listen on. It begins with https if a certificate is set."),
            HelpName = "URL",
            DefaultValueFactory = _ => LocalWeb.DefaultUrl,
        };
        urls.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url)
                || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps) || url.PathAndQuery != "/")
            {
                result.AddError(Say($"--urls must be an address such as http://127.0.0.1:5080 or https://0.0.0.0:5443."));
            }
        });
        return urls;
    }

    public static Option<bool> WithoutTls() => new("--without-tls")
    {
        Description = Say($"Listen for other machines without a certificate, where a gateway encrypts."),
    };

    private static Option<Instant?> InstantOption(string name, Wording description, string example) => new(name)
    {
        Description = Say($"{description} {example}."),
        HelpName = "INSTANT",
        CustomParser = result =>
        {
            var parsed = InstantPattern.ExtendedIso.Parse(result.Tokens[0].Value);
            if (parsed.Success)
                return parsed.Value;
            result.AddError(Say($"{name} '{result.Tokens[0].Value}' must be a UTC instant such as {example}."));
            return null;
        },
    };

    private static async Task<int> ServeAsync(
        string url, bool withoutTls, DirectoryInfo data, IClock clock, double speed, CancellationToken cancellation)
    {
        var builder = LocalWeb.Builder(url);
        var parts = new SettingParts();
        SettingsFile.AddTo(builder.Configuration, data, parts);
        var office = OfficeSettings.Read(builder.Configuration, parts);
        var sms = LocalSms.Read(builder.Configuration, parts);
        var keep = parts.Read(() => DailyBackup.ReadKeep(builder.Configuration[DailyBackup.Setting]));
        using var listening = parts.Read(() =>
            Listening.Read(url, withoutTls, builder.Configuration, data, SystemClock.Instance.GetCurrentInstant()));
        foreach (var problem in parts.Problems)
            await ServiceHost.RefuseAsync(Wording.Say(problem));
        if (office is not { } settings || listening is null || parts.Problems.Count > 0)
            return ReminderCommands.Refused;
        listening.Use(builder.WebHost);
        builder.Services.AddServiceHost();
        sms.RequireRealClock(clock);
        var (policy, zone) = (settings.Policy, settings.Zone);
        PortCheck.Require(url);

        if (File.Exists(data.FullName))
            throw new InputRefusedException("data-not-a-folder", $"{data.FullName} is a file; name a folder with --data.");
        await KeyFile.CheckAsync(data.FullName, cancellation);
        var setting = builder.Configuration[AccountOptions.Setting];
        var configured = string.IsNullOrEmpty(setting) ? null : AccountOptions.Of(setting);
        await using var opened = configured ?? await DataFolder.OpenAloneAsync(data, forRestore: false, cancellation);
        var ledger = await RowLedger.CreateAsync(opened.Rows, cancellation);
        await opened.CreateEvidenceAsync(cancellation);

        var schedule = new Schedule(policy, policy.WorkingCalendar());
        data.Create();
        await using var keys = await KeyFile.OpenAsync(data.FullName, cancellation);
        var sender = sms.NewSender(data.FullName, clock, message => Show(message, zone));
        var queue = new InMemoryQueue(clock);
        // No rival can have them: this process alone has the data folder.
        if (configured is null)
            await QueueAgainAsync(ledger, queue, cancellation);
        var useCases = new UseCases(ledger, queue, sender, opened.Evidence, schedule, clock, zone)
        {
            ScanIsOff = settings.ScanIsOff,
            BacksUp = keep is not null,
        };
        builder.Services.AddHostedService(services => new LocalTimers(
            useCases,
            new(queue, useCases),
            settings.HeartbeatUrl is { } heartbeat ? NewHeartbeat(heartbeat, services) : null,
            Beats.At(speed),
            services.GetRequiredService<ILogger<LocalTimers>>(),
            opened.File,
            keep is { } files ? new(opened, ledger, clock, DateTimeZoneProviders.Tzdb[zone], data, files) : null));
        var services = new ApiServices(useCases, sms.Webhooks)
        {
            SmsWay = sms.Way,
            LedgerTrouble = () => opened.File?.Trouble,
            FileLimits = settings.Limits,
            EvidenceLimits = settings.EvidenceLimits,
            AllowedHosts = sms.AndItsHost(settings.AllowedHosts),
            SegmentPrice = settings.SegmentPrice,
            Phones = sender is FileSmsSender outbox ? outbox.MessagesAsync : null,
        };
        await using var app = LocalWeb.Build(builder, services, [.. keys.Keys, .. settings.Keys]);
        await app.StartAsync(cancellation);
        await AnnounceAsync(app.Urls.First(), data, keys, [.. sms.Lines(data.FullName), .. listening.Lines()], cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return ReminderCommands.Done;
    }

    // On its own, so that a start without a heartbeat does not load the HTTP client.
    private static Heartbeat NewHeartbeat(Uri url, IServiceProvider services) =>
        new(new HttpClient(), url, services.GetRequiredService<ILogger<Heartbeat>>());

    /// <summary>
    /// Queues what waited when the last process ended. A notice that was being sent keeps its lease, because the provider may still take
    /// it.
    /// </summary>
    private static async Task QueueAgainAsync(Ledger ledger, InMemoryQueue queue, CancellationToken cancellation)
    {
        var unsettled = await ledger.Notices.UnsettledNoticesAsync(cancellation);
        await queue.EnqueueAsync(
            [.. unsettled.Where(n => n.State is NoticeState.Pending or NoticeState.Queued).Select(n => n.Message)], cancellation);
    }

    // A new key is printed before it is stored. After a crash in between, the next start makes another key.
    private static async Task AnnounceAsync(
        string url, DirectoryInfo data, KeyFile keys, IEnumerable<Wording> lines, CancellationToken cancellation)
    {
        // Without the library for tables: loading it would take longer than all other lines of the start.
        var screen = Console.Out;
        if (keys.NewSecret is not null)
            screen.WriteLine(Say($"The administrator's key, shown this once: {keys.NewSecret}"));
        // The printed address never contains the key, because browsers store and share addresses.
        screen.WriteLine(Say(
            keys.NewSecret is null
                ? (Wording)$"The console is {url}/ ; sign in with the key that the first start printed."
                : $"The console is {url}/ ; sign in with the key that stands above."));
        await keys.KeepAsync(cancellation);
        foreach (var line in lines)
            screen.WriteLine(Say(line));
        screen.WriteLine(Say($"Reminders serves {url}, data in {data.FullName}. Ctrl+C ends it."));
    }

    private static void Show(OutboxMessage message, string zone) =>
        Console.Out.WriteLine(
            Say($"{message.At.InZone(DateTimeZoneProviders.Tzdb[zone]):uuuu-MM-dd HH:mm} SMS to {message.To.Masked}: {message.Text}"));
}
