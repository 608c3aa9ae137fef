using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Tests.Worker;

/// <summary>A proxy before the tables, which can hold a request or its answer.</summary>
internal sealed class TableDoor : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient tables;

    private TableDoor(WebApplication app, Uri address)
    {
        this.app = app;
        tables = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        app.Run(PassAsync);
    }

    public int Port => new Uri(app.Urls.First()).Port;

    /// <summary>Holds matching requests (by method and body) before they reach the tables.</summary>
    public (Func<string, bool> Of, Hold Hold)? BeforeRequest { get; set; }

    /// <summary>Holds the answers to matching requests.</summary>
    public (Func<string, bool> Of, Hold Hold)? BeforeAnswer { get; set; }

    public static async Task<TableDoor> OpenAsync(int tables)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var door = new TableDoor(builder.Build(), new($"http://127.0.0.1:{tables}/"));
        await door.app.StartAsync();
        return door;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        tables.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(new(http.Request.Method), http.Request.Path + http.Request.QueryString);
        request.Content = new ByteArrayContent(body.ToArray());
        foreach (var (name, values) in http.Request.Headers.Where(h => h.Key is not ("Host" or "Content-Length" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }
        var text = $"{http.Request.Method} {http.Request.Path}\n{System.Text.Encoding.UTF8.GetString(body.ToArray())}";
        await StopAsync(BeforeRequest);
        using var response = await tables.SendAsync(request, http.RequestAborted);
        await StopAsync(BeforeAnswer);
        http.Response.StatusCode = (int)response.StatusCode;
        var headers = response.Headers.Concat(response.Content.Headers);
        foreach (var (name, values) in headers.Where(h => h.Key is not ("Transfer-Encoding" or "Connection" or "Keep-Alive")))
            http.Response.Headers[name] = values.ToArray();
        await response.Content.CopyToAsync(http.Response.Body);

        Task StopAsync((Func<string, bool> Of, Hold Hold)? stop) =>
            stop is { } it && it.Of(text) ? it.Hold.StopAsync(http.RequestAborted) : Task.CompletedTask;
    }
}
