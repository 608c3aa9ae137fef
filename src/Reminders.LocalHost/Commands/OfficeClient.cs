using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// Calls the API of an office that runs, here or on Azure, for commands that act there. Whatever it refuses, and whatever keeps it from answering, is one line
/// for people.
/// </summary>
internal sealed class OfficeClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    // Newer offices may say more than this tool knows.
    private static readonly JsonSerializerOptions Reading = new(ApiJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private readonly HttpClient http;

    public OfficeClient(Uri url, string key)
    {
        // A proxy stands between this machine and others, never before this machine itself; and a key follows no redirection.
        http = new(new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) }) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add(ApiRoutes.KeyHeader, key);
    }

    /// <summary>Calls the office and answers its JSON.</summary>
    /// <exception cref="InputRefusedException">The office is not there, or refuses the call; the code is the API's own where it has said one.</exception>
    public Task<JsonElement> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellation) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body, options: ApiJson.Options), Patience, cancellation);

    /// <summary>Asks the office for something that it holds.</summary>
    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation) => Read<T>(await CallAsync(HttpMethod.Get, path, null, cancellation));

    /// <summary>Posts files to the office, which may take as long with them as is said.</summary>
    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public Task<JsonElement> UploadAsync(string path, HttpContent files, TimeSpan patience, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, files, patience, cancellation);

    /// <summary>Downloads a file of that media type.</summary>
    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public Task<byte[]> DownloadAsync(string path, string mediaType, CancellationToken cancellation) => TryAsync(
        HttpMethod.Get, path, null, Patience,
        response => response.Content.Headers.ContentType?.MediaType == mediaType ? response.Content.ReadAsByteArrayAsync(cancellation) : throw Unknown(response),
        cancellation);

    /// <summary>An answer of the office as what it stands for.</summary>
    /// <exception cref="InputRefusedException">It is something else.</exception>
    public T Read<T>(JsonElement answer)
    {
        try
        {
            return answer.Deserialize<T>(Reading) ?? throw new JsonException();
        }
        catch (JsonException other)
        {
            throw new InputRefusedException("office-unknown", $"{http.BaseAddress} answers as another version of Reminders does; use the tool of that version, or --json.", inner: other);
        }
    }

    public void Dispose() => http.Dispose();

    private Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content, TimeSpan patience, CancellationToken cancellation) =>
        TryAsync(method, path, content, patience, response => JsonAsync(response, cancellation), cancellation);

    private async Task<T> TryAsync<T>(HttpMethod method, string path, HttpContent? content, TimeSpan patience, Func<HttpResponseMessage, Task<T>> read, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        try
        {
            using var response = await http.SendAsync(request, waiting.Token);
            return response.IsSuccessStatusCode ? await read(response) : throw Refused(response.StatusCode, await JsonAsync(response, cancellation));
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
        {
            throw new InputRefusedException("office-unreachable", $"The connection to {http.BaseAddress} broke off ({broken.Message}); look whether it was done, and try again.", inner: broken);
        }
        catch (HttpRequestException broken)
        {
            throw new InputRefusedException("office-unreachable", $"Nothing answers at {http.BaseAddress} ({broken.Message}); start serve, or name the office with --url.", inner: broken);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new InputRefusedException("office-unreachable", $"{http.BaseAddress} has not answered in {patience.TotalSeconds} seconds; look whether it was done, and try again.", inner: late);
        }
    }

    private async Task<JsonElement> JsonAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Unknown(response);
        }
    }

    private InputRefusedException Unknown(HttpResponseMessage response) =>
        new("office-unknown", $"{http.BaseAddress} answers ({(int)response.StatusCode}), yet not as Reminders does; check --url.");

    private InputRefusedException Refused(HttpStatusCode status, JsonElement problem)
    {
        var code = Text("code") ?? "refused";
        return status == HttpStatusCode.Unauthorized && code != "key-expired"
            ? new(code, $"The key is not known at {http.BaseAddress}; check --key and {OfficeOptions.KeyVariable}, or ask your administrator for one.")
            : new(code, Text("detail") ?? $"{http.BaseAddress} answered {(int)status}.");

        string? Text(string name) =>
            problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }
}
