using System.Net;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The real process sends SMS to a test double of Twilio if Twilio is configured, else into the outbox.</summary>
public sealed class ServeTwilioTests : IAsyncLifetime
{
    // 24 March 2026, 08:50 in Shanghai: the day a week before the first deadline.
    private static readonly Instant FirstDay = Instant.FromUtc(2026, 3, 24, 0, 50);
    private static readonly (string Name, string Value) PublicUrl = ("Reminders__PublicUrl", "https://office.example");

    private readonly TemporaryFolder folder = new();
    private readonly ServeClock clock;
    private TwilioServer twilio = null!;

    public ServeTwilioTests() => clock = new(folder.Path, FirstDay);

    /// <summary>The settings of an account, without the address of the test double.</summary>
    public static (string Name, string Value)[] Account { get; } =
        [("Twilio__AccountSid", TwilioServer.Account), ("Twilio__AuthToken", TwilioServer.Token), ("Twilio__From", "+13900000000")];

    private string Data => Path.Combine(folder.Path, "data");

    private (string Name, string Value)[] AccountHere => [.. Account, ("Twilio__ApiUrl", twilio.Address)];

    public async ValueTask InitializeAsync() => twilio = await TwilioServer.StartAsync();

    [Fact]
    public async Task SMS_go_out_through_Twilio_and_only_its_signed_reports_are_accepted()
    {
        (string, string)[] settings = [.. AccountHere, PublicUrl, ("Reminders__AllowedHosts", "127.0.0.1")];
        await using var serve = await ServeProcess.StartAsync(Data, clock, settings);
        Assert.Contains("SMS go out through Twilio.", serve.Greeting);
        Assert.Contains(serve.Greeting, l => l.Contains("https://office.example/api/sms/status", StringComparison.Ordinal));
        Assert.Equal("twilio", await WayAsync(serve));

        var sms = await FirstAsync(serve);
        Assert.Equal("+8613900000001", sms.To);
        Assert.Contains("还剩7天", sms.Text, StringComparison.Ordinal);
        await StateIsAsync(serve, "sent");

        using (var unsigned = new HttpRequestMessage(HttpMethod.Post, sms.StatusCallback))
        {
            unsigned.Content = new FormUrlEncodedContent([new("MessageStatus", "delivered")]);
            Assert.Equal(403, await serve.ForwardAsync(unsigned));
        }
        using (var forged = TwilioServer.Report(sms, "delivered", token: "guessed"))
            Assert.Equal(403, await serve.ForwardAsync(forged));
        await StateIsAsync(serve, "sent");
        using (var report = TwilioServer.Report(sms, "delivered"))
        {
            report.Headers.Host = "office.example";
            Assert.Equal(204, await serve.ForwardAsync(report));
        }
        await StateIsAsync(serve, "delivered");

        Assert.Single(twilio.Taken);
        Assert.Empty(new Phones(Data).Messages());
        Assert.Empty(serve.Errors);
    }

    [Fact]
    public async Task If_Twilio_cannot_report_it_is_asked_for_the_outcome_of_an_SMS()
    {
        await using var serve = await ServeProcess.StartAsync(Data, clock, AccountHere);
        Assert.Contains(serve.Greeting, l => l.StartsWith("Reminders:PublicUrl is not set", StringComparison.Ordinal));

        var sms = await FirstAsync(serve);
        Assert.Null(sms.StatusCallback);
        await StateIsAsync(serve, "sent");
        sms.Status = "delivered";
        clock.SetTo(clock.Now + Duration.FromHours(2));

        await serve.UntilAsync("Twilio was asked", async () => await StateAsync(serve) == "delivered");
    }

    [Fact]
    public async Task A_trial_sends_only_to_numbers_on_its_list()
    {
        (string, string)[] settings = [.. AccountHere, ("Twilio__Trial", "true"), ("Twilio__TrialNumbers", "+8613900000099")];
        await using var serve = await ServeProcess.StartAsync(Data, clock, settings);
        Assert.Contains(serve.Greeting, l => l.StartsWith("SMS go out through Twilio as a trial", StringComparison.Ordinal));
        Assert.Equal("twilioTrial", await WayAsync(serve));

        await LoadAsync(serve);
        await clock.RunUntilAsync(serve.UntilAsync("a notice is sent", async () => await StateAsync(serve) == "sent"), serve);

        Assert.Empty(twilio.Taken);
    }

    [Fact]
    public async Task Without_settings_SMS_go_into_the_outbox_and_no_webhook_is_accepted()
    {
        await using var serve = await ServeProcess.StartAsync(Data, clock, [PublicUrl]);
        var outbox = Path.Combine(Data, "outbox.jsonl");
        Assert.Contains($"No provider is configured: SMS are written to {outbox} and shown here; no phone is called.", serve.Greeting);
        Assert.Equal("outbox", await WayAsync(serve));

        await LoadAsync(serve);
        await clock.RunUntilAsync(serve.UntilAsync("an SMS is written", () => new Phones(Data).Messages().Count == 1), serve);
        await StateIsAsync(serve, "sent");
        var message = new Phones(Data).Messages()[0];
        var address = new Uri($"https://office.example/api/sms/status?notice={message.Notice}&attempt=1");
        using var report = TwilioServer.Report(new("SM1", message.To, message.Text, address, ""), "delivered", token: "");

        Assert.Equal(403, await serve.ForwardAsync(report));

        await StateIsAsync(serve, "sent");
        Assert.Empty(twilio.Taken);
    }

    [Fact]
    public async Task A_rehearsal_and_the_demo_send_nothing_with_any_settings()
    {
        (string, string)[] settings = [.. AccountHere, PublicUrl];

        Assert.NotEmpty((await Tool.RunAsync(["rehearse", Tool.Plan, "--contacts", Tool.Contacts, "--json"], settings)).Done().Lines);
        Assert.NotEmpty((await Tool.RunAsync(["demo", "--speed", "1000"], settings)).Done().Lines);

        Assert.Empty(twilio.Taken);
    }

    public async ValueTask DisposeAsync()
    {
        await twilio.DisposeAsync();
        folder.Dispose();
    }

    private static async Task LoadAsync(ServeProcess serve)
    {
        var form = ServeProcess.Form(("file", Tool.Plan), ("contacts", Tool.Contacts));
        var (status, _) = await serve.CallAsync(HttpMethod.Post, "/api/plans", form);
        Assert.Equal((int)HttpStatusCode.Created, status);
    }

    /// <summary>Loads the plan and moves the clock until Twilio has the first SMS.</summary>
    private async Task<TakenSms> FirstAsync(ServeProcess serve)
    {
        await LoadAsync(serve);
        await clock.RunUntilAsync(serve.UntilAsync("Twilio has an SMS", () => twilio.Taken.Count == 1), serve);
        return twilio.Taken[0];
    }

    private static async Task<string?> WayAsync(ServeProcess serve) =>
        (await serve.CallAsync(HttpMethod.Get, "/api/ready")).Json.GetProperty("smsWay").GetString();

    private static async Task<string?> StateAsync(ServeProcess serve) =>
        (await serve.GetAsync("/api/notices?from=2026-03-01")).EnumerateArray()
            .Select(n => n.GetProperty("state").GetString()).SingleOrDefault();

    private static Task StateIsAsync(ServeProcess serve, string state) =>
        serve.UntilAsync($"the notice is {state}", async () => await StateAsync(serve) == state);
}
