using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace Reminders.Web.Tests;

/// <summary>The API and the console on Kestrel over a system in memory, with a caller who has a key of each role.</summary>
public sealed class Office : IAsyncDisposable
{
    /// <summary>Ten minutes before the slot a week before the first item's deadline: 24 March 2026, 08:50 in Shanghai.</summary>
    public static Instant Start { get; } = Instant.FromUtc(2026, 3, 24, 0, 50);

    /// <summary>The address of this office at the SMS provider.</summary>
    public static Uri PublicUrl { get; } = new("https://office.example/");

    /// <summary>The default token of the provider's signature.</summary>
    public const string Token = "token";

    /// <summary>This office's account at the provider.</summary>
    public const string Account = "AC00000000000000000000000000000001";

    /// <summary>The number of simultaneous calls. Others wait, so that a small machine need not hold ten thousand sockets.</summary>
    private const int MostAtOnce = 256;

    private readonly WebApplication app;
    private readonly ImmutableDictionary<KeyRole, (string Secret, string Setting)> keys;
    private readonly HttpClient http;

    private Office(WebApplication app, InMemorySystem system, ImmutableDictionary<KeyRole, (string Secret, string Setting)> keys)
    {
        (this.app, System, this.keys) = (app, system, keys);
        Address = new(app.Urls.First());
        http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = MostAtOnce }) { BaseAddress = Address };
    }

    public InMemorySystem System { get; }

    /// <summary>The log lines of this office's own categories.</summary>
    public required IReadOnlyCollection<string> Log { get; init; }

    public Uri Address { get; }

    /// <summary>An office with nothing loaded.</summary>
    public static Task<Office> OpenAsync(bool scanIsOff = false) => OpenAsync(SignedBy(Token), scanIsOff);

    /// <summary>An office whose ledger may fail.</summary>
    public static Task<Office> OpenAsync(Func<Ledger, Ledger> over) => OpenAsync(SignedBy(Token), over: over);

    /// <summary>An office whose provider has other tokens, or that has no provider.</summary>
    public static Task<Office> OpenAsync(Webhooks? webhooks) => OpenAsync(webhooks, scanIsOff: false);

    /// <summary>An office that is called by these host names alone.</summary>
    public static Task<Office> OpenForAsync(params ImmutableArray<StringSegment> hosts) => OpenAsync(SignedBy(Token), hosts: hosts);

    /// <summary>An office whose SMS go to real phones.</summary>
    public static Task<Office> OpenWithRealPhonesAsync() => OpenAsync(SignedBy(Token), hasRealPhones: true);

    /// <summary>Another host of the office, with its ledger, clock and keys.</summary>
    public static Task<Office> OpenBesideAsync(Office office) => OpenAsync(SignedBy(Token), beside: office);

    private static async Task<Office> OpenAsync(
        Webhooks? webhooks, bool scanIsOff = false, ImmutableArray<StringSegment>? hosts = null, Func<Ledger, Ledger>? over = null,
        bool hasRealPhones = false, Office? beside = null)
    {
        var system = beside?.System ?? new InMemorySystem(new ReminderPolicy(), "Asia/Shanghai", Start);
        KeyRole[] roles = [KeyRole.Viewer, KeyRole.Operator, KeyRole.Administrator];
        var keys = beside?.keys ?? roles.ToImmutableDictionary(r => r, ApiKey.Make);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var log = new ConcurrentQueue<string>();
        builder.Logging.ClearProviders().AddProvider(new LogLines(log));
        var ledger = over?.Invoke(system.Ledger) ?? system.Ledger;
        builder.Services.AddSingleton(new ApiKeys(
            keys.Select(k => ApiKey.Parse(k.Key.Name(), k.Value.Setting)), ledger, system.Clock, system.Clock,
            NullLogger<ApiKeys>.Instance));
        builder.Services.AddSingleton(
            new ApiServices(system.UseCases with { Ledger = ledger, ScanIsOff = scanIsOff }, webhooks)
            {
                AllowedHosts = hosts ?? [],
                Phones = hasRealPhones ? null : _ => Task.FromResult(system.Outbox.Messages),
                SegmentPrice = 0.05m,
            });
        builder.Services.AddApi();
        var app = builder.Build();
        HostedApi.Map(app);
        await app.StartAsync(Cancellation);
        return new(app, system, keys) { Log = log };
    }

    /// <summary>An office with the plan and its contacts loaded.</summary>
    public static Task<Office> OpenLoadedAsync() => OpenLoadedAsync(SignedBy(Token));

    public static async Task<Office> OpenLoadedAsync(Webhooks? webhooks)
    {
        var office = await OpenAsync(webhooks);
        Assert.Equal(HttpStatusCode.Created,
            (await office.PostAsync("/api/plans", OfficeFiles.Form(OfficeFiles.Plan, OfficeFiles.Contacts))).Status);
        return office;
    }

    /// <summary>One beat of the scan and the queue, and then of the audit.</summary>
    public async Task<AuditReport> WatchAsync()
    {
        await System.BeatAsync(Cancellation);
        return await AuditAsync();
    }

    public Task<AuditReport> AuditAsync() => System.UseCases.AuditLedger.RunAsync(Cancellation);

    public string SecretOf(KeyRole role) => keys[role].Secret;

    public Task<Answer> GetAsync(string path, KeyRole role = KeyRole.Administrator) => CallAsync(HttpMethod.Get, path, role);

    public Task<Answer> PostAsync(string path, HttpContent content, KeyRole role = KeyRole.Administrator) =>
        CallAsync(HttpMethod.Post, path, role, content);

    public Task<Answer> PostAsync(string path, string json, KeyRole role = KeyRole.Operator) =>
        PostAsync(path, OfficeFiles.Json(json), role);

    public Task<Answer> PatchAsync(string path, string json) => CallAsync(HttpMethod.Patch, path, KeyRole.Operator, OfficeFiles.Json(json));

    public Task<Answer> PutAsync(string path, HttpContent content) => CallAsync(HttpMethod.Put, path, KeyRole.Administrator, content);

    public Task<Answer> CallAsync(HttpMethod method, string path, KeyRole role, HttpContent? content = null) =>
        CallAsync(method, path, keys.GetValueOrDefault(role).Secret, content);

    /// <summary>
    /// A report as the SMS provider makes it, signed for the provider's address of the office unless a signature is given.
    /// </summary>
    public static HttpContent Report(
        string path, HttpContent content, IReadOnlyDictionary<string, string>? form = null, string? signature = null)
    {
        content.Headers.Add(Webhooks.SignatureHeader, signature ?? Sign(Token, new Uri(PublicUrl, path).AbsoluteUri, form));
        return content;
    }

    /// <summary>Takes the calls of this office's account that one of these tokens signed.</summary>
    public static Webhooks SignedBy(params string[] tokens) => new(PublicUrl, Account, tokens);

    /// <summary>
    /// The provider's way of signing (https://www.twilio.com/docs/usage/security): the address and the fields of a form. The address of any
    /// other body names its hash.
    /// </summary>
    public static string Sign(string token, string url, IReadOnlyDictionary<string, string>? form)
    {
        var fields = (form ?? ImmutableDictionary<string, string>.Empty).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => f.Key + f.Value);
#pragma warning disable CA5350 // the provider's choice
        return Convert.ToBase64String(
            HMACSHA1.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(url + string.Concat(fields))));
#pragma warning restore CA5350
    }

    /// <summary>The path with the hash that the provider adds to it where the body is no form.</summary>
    public static string Hashed(string path, byte[] body) =>
        $"{path}{(path.Contains('?') ? '&' : '?')}bodySHA256={Convert.ToHexStringLower(SHA256.HashData(body))}";

    /// <summary>One call with this key, or without a key.</summary>
    public async Task<Answer> CallAsync(HttpMethod method, string path, string? key, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Add(ApiRoutes.KeyHeader, key);
        using var response = await http.SendAsync(request, Cancellation);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>One call with this key and its whole answer, under another host name if one is given.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? key = null, HttpContent? content = null, string? host = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Host = host;
        if (key is not null)
            request.Headers.Add(ApiRoutes.KeyHeader, key);
        return await http.SendAsync(request, Cancellation);
    }

    /// <summary>An existing file and its headers.</summary>
    public async Task<(byte[] Content, HttpContentHeaders Headers)> DownloadAsync(string path, KeyRole role)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(ApiRoutes.KeyHeader, keys[role].Secret);
        using var response = await http.SendAsync(request, Cancellation);
        return response.StatusCode == HttpStatusCode.OK
            ? (await response.Content.ReadAsByteArrayAsync(Cancellation), response.Content.Headers)
            : throw new InvalidOperationException(await response.Content.ReadAsStringAsync(Cancellation));
    }

    /// <summary>The whole ledger as one text, for tests that nothing changed.</summary>
    public async Task<string> SnapshotAsync()
    {
        var ledger = System.Ledger;
        var files = new List<object?>();
        await foreach (var item in ledger.Items.ItemsAsync(null, Cancellation))
            files.Add(await ledger.Items.FindItemFileAsync(item.Code, Cancellation));
        return JsonSerializer.Serialize(
            new
            {
                Plans = await ledger.Plans.PlansAsync(Cancellation),
                Files = files,
                Contacts = await ledger.People.ContactsAsync(Cancellation),
                (await ledger.Barriers.BarriersAsync(Cancellation)).Flags,
                Absences = await ledger.People.AbsencesAsync(Cancellation),
                Keys = await ledger.Keys.KeysAsync(Cancellation),
                Notices = await ledger.Notices.NoticesSinceAsync(Instant.MinValue, Cancellation),
                Agenda = (await ledger.Agenda.DueAsync(Instant.FromUtc(9000, 1, 1, 0, 0), Cancellation)).Select(e => e.ToString())
                    .Order(StringComparer.Ordinal),
            },
            ApiJson.Options);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
    }

    /// <summary>Keeps the lines of this program's own categories; only their names have no dot.</summary>
    private sealed class LogLines(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => categoryName.Contains('.') ? NullLogger.Instance : new Lines(lines);

        public void Dispose()
        {
        }

        private sealed class Lines(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{logLevel} {formatter(state, exception)}");
        }
    }
}

/// <summary>The answer to a call.</summary>
public sealed record Answer(HttpStatusCode Status, string? MediaType, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>Asserts that the call succeeded; returns the answer's JSON.</summary>
    public JsonElement Ok()
    {
        Assert.True((int)Status is 200 or 201, $"{(int)Status}: {Body}");
        Assert.Equal("application/json", MediaType);
        return Json;
    }

    /// <summary>Asserts a refusal with that status and code, as problem details with a detail of one line; returns the detail.</summary>
    public string Refused(HttpStatusCode status, string code)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Body}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Equal(code, Json.Text("code"));
        var detail = Json.Text("detail")!;
        Assert.NotEmpty(detail);
        Assert.DoesNotContain('\n', detail);
        Assert.DoesNotContain("Reminders.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", detail, StringComparison.Ordinal);
        return detail;
    }
}

/// <summary>How tests read JSON.</summary>
internal static class JsonReading
{
    public static string? Text(this JsonElement element, string property) => element.GetProperty(property).GetString();
}
