using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Configuration;
using Reminders.Testing.FunctionsHost;
using Reminders.Testing.ServiceBus;

namespace Reminders.Functions.Tests.Worker;

/// <summary>
/// An office on the Azure host: the built worker in its own process, with a test double of the Functions host, tables in Azurite, a test
/// broker for the queues, and the SMS provider on a port of this machine. The worker uses the real clock, so the office is in a zone where
/// it is ten in the morning, and today is a working day.
/// </summary>
internal sealed class WorkerOffice : IAsyncDisposable
{
    public const string PublicUrl = "https://office.example/";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-worker-");
    private readonly ServiceBusClient bus;
    private readonly QueueTriggers queues;
    private readonly Dictionary<string, string> settings;
    private AzuriteProcess? azurite;
    private TwilioServer? twilio;
    private TableDoor? door;
    private FakeFunctionsHost? host;
    private CancellationTokenSource workerGone = new();

    private WorkerOffice()
    {
        Broker = new(Clock, ["reminders", "escalations"]);
        bus = new(Broker.ConnectionString);
        queues = new(bus);
        var now = SystemClock.Instance.GetCurrentInstant();
        Zone = ZoneWhereItIsTen(now);
        Today = now.InZone(Zone).Date;
        var sample = new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "local.settings.sample.json")).Build();
        settings = sample.GetSection("Values").AsEnumerable(makePathsRelative: true).Where(s => s.Value is not null).ToDictionary(
            s => s.Key, s => s.Value!);
        settings["Reminders:Zone"] = Zone.Id;
        settings[$"Reminders:Policy:Calendar:{Today.Year}:Work:0"] = $"{Today:uuuu-MM-dd}";
        settings["ServiceBus"] = Broker.ConnectionString;
        settings["Twilio:TrialNumbers"] = $"{Person.Value},{Leader.Value}";
    }

    /// <summary>The responsible person and leader of item 1.</summary>
    public static PhoneNumber Person { get; } = PhoneNumber.Parse("+8613900000001");
    public static PhoneNumber Leader { get; } = PhoneNumber.Parse("+8613900000005");

    /// <summary>The broker's clock. It stands still, so no lock expires unless a test moves it.</summary>
    public SettableClock Clock { get; } = new(SystemClock.Instance.GetCurrentInstant());
    public ServiceBusBroker Broker { get; }
    public TwilioServer Twilio => twilio!;
    public TableDoor Door => door!;
    public Ledger Ledger { get; private set; } = null!;
    public DateTimeZone Zone { get; }
    public LocalDate Today { get; }

    /// <summary>Holds settlements on their way from the worker to the queue.</summary>
    public Hold? BeforeSettling { get; set; }

    /// <summary>The host asks the worker to stop, and the worker stops cleanly.</summary>
    public async Task TerminateAsync()
    {
        var exitCode = await Host.TerminateAsync();
        Assert.True(exitCode == 0, $"The worker ended with {exitCode}.\n{Host.Output}");
    }

    public FakeFunctionsHost Host => host ?? throw new InvalidOperationException("No worker runs.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>An office with its worker and an empty ledger.</summary>
    public static Task<WorkerOffice> OpenAsync() => OpenAsync(_ => Task.CompletedTask);

    /// <summary>An office whose only item is due in so many days; fewer than 0 means overdue.</summary>
    public static Task<WorkerOffice> OpenAsync(int dueInDays) => OpenAsync(async office =>
    {
        using var loaded = await office.LoadAsync(dueInDays);
        Assert.Equal(HttpStatusCode.Created, loaded.StatusCode);
    });

    private static async Task<WorkerOffice> OpenAsync(Func<WorkerOffice, Task> first)
    {
        var office = new WorkerOffice();
        try
        {
            await office.StartTablesAsync();
            office.twilio = await TwilioServer.StartAsync();
            office.door = await TableDoor.OpenAsync(office.azurite!.Ports.Tables);
            office.settings["Twilio:ApiUrl"] = office.Twilio.Address;
            office.settings["Reminders:Ledger:ConnectionString"] = office.azurite.ConnectionString.Replace(
                $"127.0.0.1:{office.azurite.Ports.Tables}/", $"127.0.0.1:{office.Door.Port}/", StringComparison.Ordinal);
            await office.StartWorkerAsync();
            await first(office);
            return office;
        }
        catch
        {
            await office.DisposeAsync();
            throw;
        }
    }

    public async Task StartWorkerAsync() =>
        host = await FakeFunctionsHost.StartAsync(FakeFunctionsHost.BuiltApp("Reminders.Functions"), settings, SettleAsync);

    /// <summary>Kills the worker when it reaches the hold, removes all holds and starts another worker.</summary>
    public async Task KillAtAsync(Hold hold, Func<Task> action)
    {
        var acting = action();
        var arrived = hold.ArrivedAsync(Cancellation);
        if (await Task.WhenAny(arrived, acting) == acting)
        {
            await acting;
            Assert.Fail($"It ended before it came to the hold.\n{Host.Output}");
        }
        await arrived;
        await Host.KillAsync();
        await workerGone.CancelAsync();
        Door.BeforeRequest = Door.BeforeAnswer = null;
        Twilio.BeforeTaking = Twilio.BeforeAnswering = BeforeSettling = null;
        Broker.Refuse = _ => null;
        try
        {
            await acting;
        }
        catch (Exception gone) when (gone is WorkerGoneException or HttpRequestException)
        {
            // The killed worker does not answer.
        }
        await RestartAsync();
    }

    /// <summary>Starts a worker after the last has ended.</summary>
    public async Task RestartAsync()
    {
        await Host.DisposeAsync();
        workerGone.Dispose();
        workerGone = new();
        await StartWorkerAsync();
    }

    /// <summary>Holds messages on their way to the queues. A held message is lost when the worker is killed.</summary>
    public Hold HoldSending()
    {
        var (hold, gone) = (new Hold(), workerGone.Token);
        Broker.Refuse = call =>
        {
            if (call.Operation != "send")
                return null;
            hold.StopAsync(gone).ContinueWith(_ => { }, TaskScheduler.Default).Wait(Cancellation);
            return ServiceBusBroker.QuotaExceeded;
        };
        return hold;
    }

    /// <summary>The rows of the ledger, beside the worker.</summary>
    public TableRowStore Rows => new(azurite!.NewClient());

    /// <summary>Stops the tables.</summary>
    public async Task StopTablesAsync() => await azurite!.DisposeAsync();

    /// <summary>Starts the tables again with their content.</summary>
    public async Task StartTablesAsync()
    {
        azurite = await AzuriteProcess.StartAsync(folder.FullName, Console.Error.WriteLine, Cancellation, azurite?.Ports ?? default);
        Ledger = await TableLedger.CreateAsync(azurite.NewClient(), Cancellation);
    }

    /// <summary>Calls the API through the host, with the key unless it is null.</summary>
    public async Task<HttpResponseMessage> CallAsync(HttpRequestMessage request, string? key = "sample")
    {
        using var http = Host.NewHttpClient(new(PublicUrl));
        if (key is not null)
            request.Headers.Add("x-functions-key", key);
        return await http.SendAsync(request, Cancellation);
    }

    public async Task<JsonElement> JsonAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await CallAsync(request);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>Loads a plan with one item and its people, as a multipart form.</summary>
    public async Task<HttpResponseMessage> LoadAsync(int dueInDays)
    {
        var due = Today.PlusDays(dueInDays);
        var plan = $"""
            青松镇专项检查反馈问题整改方案
            1．垃圾清运不及时。部分垃圾池满溢。
            整改措施：每两天清运一次。
            责任领导：周建平
            责任人：林晓燕
            完成时限：{due:uuuu'年'M'月'd'日'}

            青松镇人民政府
            {Today:uuuu'年'M'月'd'日'}
            """;
        var contacts = $"""
            姓名,电话,角色
            林晓燕,{Person.Value},责任人
            周建平,{Leader.Value},责任领导
            """;
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Encoding.UTF8.GetBytes(plan)), "file", "plan.txt" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(contacts)), "contacts", "contacts.csv" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/plans") { Content = form };
        return await CallAsync(request);
    }

    public async Task ScanAsync() => Assert.Equal(new(true, null), await Host.RunTimerAsync("ScanDeadlines"));

    /// <summary>Runs the function on the next message of its queue.</summary>
    public Task<InvocationResult> HandleAsync(string function, int messages = 1) =>
        queues.HandleNextAsync(Host, function, messages, Cancellation);

    /// <summary>Sends a message that is not from the app.</summary>
    public async Task PutAsync(string queue, string id, string body)
    {
        await using var sender = bus.CreateSender(queue);
        await sender.SendMessageAsync(new(body) { MessageId = id }, Cancellation);
    }

    /// <summary>Delivers Twilio's report on a message.</summary>
    public async Task<HttpStatusCode> ReportAsync(TakenSms sms, string status, string token = TwilioServer.Token)
    {
        sms.Status = status;
        using var report = TwilioServer.Report(sms, status, token);
        using var answer = await CallAsync(report, key: null);
        return answer.StatusCode;
    }

    /// <summary>The only notice to the number.</summary>
    public async Task<Notice> NoticeAsync(PhoneNumber to) =>
        Assert.Single(await Ledger.Notices.NoticesSinceAsync(Today.AtStartOfDayInZone(Zone).ToInstant(), Cancellation), n => n.To == to);

    /// <summary>Makes the notice older, so that the next scan follows it up.</summary>
    public async Task AgeAsync(PhoneNumber to, Duration by)
    {
        var stored = (await Ledger.Notices.FindNoticeAsync((await NoticeAsync(to)).Id, Cancellation))!;
        var notice = stored.Value;
        var aged = notice with { StateAt = notice.StateAt - by, SendingAt = notice.SendingAt - by, SentAt = notice.SentAt - by };
        Assert.NotNull(await Ledger.Notices.TrySaveNoticeAsync(stored with { Value = aged }, Cancellation));
        await Ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(aged, aged.StateAt)], Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null)
            await host.DisposeAsync();
        await queues.DisposeAsync();
        await bus.DisposeAsync();
        await Broker.DisposeAsync();
        foreach (var server in (IAsyncDisposable?[])[twilio, door, azurite])
        {
            if (server is not null)
                await server.DisposeAsync();
        }
        workerGone.Dispose();
        folder.Delete(recursive: true);
    }

    // Ten hours remain before the quiet hours, which is more than any test takes.
    private static DateTimeZone ZoneWhereItIsTen(Instant now)
    {
        var ahead = 10 - now.InUtc().Hour;
        if (ahead < -12)
            ahead += 24;
        return DateTimeZoneProviders.Tzdb[ahead == 0 ? "Etc/GMT" : $"Etc/GMT{-ahead:+0;-0}"];
    }

    private async Task SettleAsync(Testing.FunctionsHost.Settlement settlement, CancellationToken workerGone)
    {
        if (BeforeSettling is { } hold)
            await hold.StopAsync(workerGone);
        await queues.SettleAsync(settlement);
    }
}
