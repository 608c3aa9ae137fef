using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Reminders.Web.Tests.Watching;

/// <summary>The heartbeat, and the setting that turns it off.</summary>
public sealed class HeartbeatTests
{
    private static readonly Uri Url = new("https://watch.example/ping/1b2c?token=secret");

    private readonly Lines log = new();

    [Fact]
    public async Task A_heartbeat_is_one_get_of_the_address()
    {
        var requests = new List<string>();
        await CallAsync(request =>
        {
            requests.Add($"{request.Method} {request.RequestUri}");
            return new(HttpStatusCode.OK);
        });
        Assert.Equal([$"GET {Url}"], requests);
        Assert.Empty(log.Written);
    }

    [Fact]
    public async Task A_heartbeat_that_fails_is_logged_without_its_token_and_harms_nobody()
    {
        await CallAsync(_ => new(HttpStatusCode.NotFound));
        await CallAsync(request => throw new HttpRequestException($"{request.RequestUri} cannot be reached"));
        await CallAsync(_ => throw new TaskCanceledException("timeout"));

        Assert.Equal(3, log.Written.Count);
        Assert.All(log.Written, line => Assert.Contains("watch.example", line, StringComparison.Ordinal));
        Assert.All(log.Written, line => Assert.DoesNotContain("1b2c", line, StringComparison.Ordinal));
        Assert.All(log.Written, line => Assert.DoesNotContain("secret", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_an_address_there_is_no_heartbeat(string? setting) => Assert.Null(Heartbeat.ReadUrl(setting));

    [Theory]
    [InlineData("http://127.0.0.1:9000/ping")]
    [InlineData("https://watch.example/ping?token=1")]
    public void An_http_address_is_taken(string setting) => Assert.Equal(new Uri(setting), Heartbeat.ReadUrl(setting));

    [Theory]
    [InlineData("watch.example/secret")]
    [InlineData("/secret")]
    [InlineData("ftp://watch.example/secret")]
    [InlineData("file:///secret")]
    public void Any_other_address_is_refused_in_one_line_that_keeps_it_secret(string setting)
    {
        var refused = Assert.Throws<InputRefusedException>(() => Heartbeat.ReadUrl(setting));
        Assert.Equal("heartbeat-invalid", refused.Code);
        Assert.Contains("Reminders:HeartbeatUrl", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Theory]
    [InlineData("AzureWebJobs:ScanDeadlines:Disabled", "true", true)]
    [InlineData("AzureWebJobs:ScanDeadlines:Disabled", "True", true)]
    [InlineData("AzureWebJobs.ScanDeadlines.Disabled", "1", true)]
    [InlineData("AzureWebJobs:ScanDeadlines:Disabled", "false", false)]
    [InlineData("AzureWebJobs:ScanDeadlines:Disabled", "", false)]
    [InlineData("AzureWebJobs:SendReminder:Disabled", "true", false)]
    public void The_platforms_switch_for_the_function_switches_the_scan_off(string name, string value, bool isOff) =>
        Assert.Equal(isOff, OfficeSettings.IsScanOff(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()));

    private async Task CallAsync(Func<HttpRequestMessage, HttpResponseMessage> answer)
    {
        using var http = new HttpClient(new Listener(answer));
        await new Heartbeat(http, Url, log).CallAsync(Cancellation);
    }

    private sealed class Listener(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }

    private sealed class Lines : ILogger<Heartbeat>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception) + exception);
    }
}
