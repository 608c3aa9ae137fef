using System.CommandLine;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reminders.LocalHost.Commands;

/// <summary>The office that a command calls, and the key. The user must give the key: <c>serve</c> stores only its hash.</summary>
internal sealed class OfficeOptions
{
    public const string UrlVariable = "REMINDERS_URL";
    public const string KeyVariable = "REMINDERS_KEY";

    private readonly Option<string?> url = new("--url")
    {
        Description = Say($"The address of the office. Default: the environment variable {UrlVariable}, else {LocalWeb.DefaultUrl}."),
        HelpName = "URL",
        Recursive = true,
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = Say($"Your key. Default: the environment variable {KeyVariable}."),
        HelpName = "KEY",
        Recursive = true,
    };

    public OfficeOptions(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(key);
    }

    /// <summary>Makes a command that calls an office.</summary>
    public static Command Calling(Command command, Func<ParseResult, OfficeClient, CancellationToken, Task> act)
    {
        var options = new OfficeOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var office = options.Open(parsed);
            await act(parsed, office, cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>Makes a command that prints an office's answer: as it is with <c>--json</c>, else with <paramref name="show"/>.</summary>
    public static Command Answering<T>(
        Command command, Func<ParseResult, OfficeClient, CancellationToken, Task<JsonElement>> ask, Action<ParseResult, T> show)
    {
        var json = Arguments.Json();
        command.Options.Add(json);
        return Calling(command, async (parsed, office, cancellation) =>
        {
            var answer = await ask(parsed, office, cancellation);
            if (parsed.GetValue(json))
                Console.Out.WriteLine(answer.GetRawText());
            else
                show(parsed, office.Read<T>(answer));
        });
    }

    /// <exception cref="UsageException">The key is missing or does not fit into a header, or the address is invalid.</exception>
    public OfficeClient Open(ParseResult parsed)
    {
        var secret = (parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? "").Trim();
        if (secret.Length == 0)
        {
            throw new UsageException(
                $"Give your key with --key or in the environment variable {KeyVariable}; "
                + $"the first start of serve printed the administrator's.");
        }
        if (!secret.All(char.IsAscii) || secret.Any(char.IsControl))
            throw new UsageException($"The key contains characters that no key has; copy the key alone, and all of it.");
        return new(Address(parsed), secret);
    }

    private Uri Address(ParseResult parsed)
    {
        var given = parsed.GetValue(url);
        var text = given ?? (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } set ? set : LocalWeb.DefaultUrl);
        return Uri.TryCreate(text.Trim(), UriKind.Absolute, out var read)
            && (read.Scheme == Uri.UriSchemeHttp || read.Scheme == Uri.UriSchemeHttps) && read.PathAndQuery == "/"
                ? read
                : throw new UsageException($"{(given is null ? UrlVariable : "--url")} must be an address such as {LocalWeb.DefaultUrl}.");
    }
}

/// <summary>Calls the API of a running office, here or on Azure. A refusal or a failed connection becomes one line for people.</summary>
internal sealed class OfficeClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    // A newer office may send fields that this tool does not know.
    private static readonly JsonSerializerOptions Reading =
        new(ApiJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private readonly HttpClient http;

    public OfficeClient(Uri url, string key)
    {
        // No proxy for this machine itself. No redirect: the key must not go elsewhere.
        var handler = new SocketsHttpHandler
        {
            UseProxy = !url.IsLoopback,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        };
        http = new(handler) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Add(ApiRoutes.KeyHeader, key);
        http.DefaultRequestHeaders.Add("Accept-Language", Spoken.Tag());
    }

    /// <summary>A query of the parameters that have a value.</summary>
    public static QueryString Query(params IEnumerable<(string Name, string? Value)> parameters) =>
        QueryString.Create(parameters.Where(p => p.Value is { Length: > 0 }).Select(p => KeyValuePair.Create(p.Name, p.Value)));

    /// <summary>Calls the office and returns its JSON.</summary>
    /// <exception cref="InputRefusedException">
    /// The office does not answer or refuses the call. The code is the API's, if it sent one.
    /// </exception>
    public Task<JsonElement> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellation) => SendAsync(
        method, path, body is null ? null : JsonContent.Create(body, options: ApiJson.Options), Patience, JsonAsync, cancellation);

    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellation) =>
        Read<T>(await CallAsync(HttpMethod.Get, path, null, cancellation));

    /// <summary>Posts files, which may take as long as <paramref name="patience"/>.</summary>
    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public Task<JsonElement> UploadAsync(string path, HttpContent files, TimeSpan patience, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, files, patience, JsonAsync, cancellation);

    /// <summary>Downloads a file of that media type.</summary>
    /// <exception cref="InputRefusedException">As for <see cref="CallAsync"/>.</exception>
    public Task<byte[]> DownloadAsync(string path, string mediaType, CancellationToken cancellation) => SendAsync(
        HttpMethod.Get, path, null, Patience,
        (response, reading) => response.Content.Headers.ContentType?.MediaType == mediaType
            ? response.Content.ReadAsByteArrayAsync(reading) : throw Unknown(response),
        cancellation);

    /// <exception cref="InputRefusedException">The answer has another shape.</exception>
    public T Read<T>(JsonElement answer)
    {
        try
        {
            return answer.Deserialize<T>(Reading) ?? throw new JsonException();
        }
        catch (JsonException other)
        {
            throw new InputRefusedException(
                "office-unknown", $"{http.BaseAddress} runs another version of Reminders; use the tool of that version, or --json.",
                inner: other);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, HttpContent? content, TimeSpan patience, Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        waiting.CancelAfter(patience);
        try
        {
            using var response = await http.SendAsync(request, waiting.Token);
            return response.IsSuccessStatusCode
                ? await read(response, cancellation)
                : throw Refused(response.StatusCode, await JsonAsync(response, cancellation));
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.Unknown)
        {
            throw Unreachable(
                $"The connection to {http.BaseAddress} broke off ({broken.Message}); check whether it was done, then try again.", broken);
        }
        catch (HttpRequestException broken) when (broken.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            throw new InputRefusedException(
                "certificate-refused",
                $"{http.BaseAddress} is not trusted ({(broken.InnerException ?? broken).Message}) Name the office as its certificate does, "
                + $"let this machine trust the certificate's authority, or begin the address with http:// if the office speaks no TLS.",
                inner: broken);
        }
        catch (HttpRequestException broken)
        {
            throw Unreachable(
                $"Nothing answers at {http.BaseAddress} ({broken.Message}); start serve, or name the office with --url.", broken);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw Unreachable(
                $"{http.BaseAddress} did not answer in {patience.TotalSeconds} seconds; check whether it was done, then try again.", late);
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

    private static InputRefusedException Unreachable(Wording message, Exception cause) => new("office-unreachable", message, inner: cause);

    private InputRefusedException Unknown(HttpResponseMessage response) =>
        new("office-unknown", $"{http.BaseAddress} answers ({(int)response.StatusCode}), but it is not a Reminders office; check --url.");

    private InputRefusedException Refused(HttpStatusCode status, JsonElement problem)
    {
        var code = Text("code") ?? "refused";
        return status == HttpStatusCode.Unauthorized && code != "key-expired"
            ? new(code, $"{http.BaseAddress} does not know the key; check --key or {OfficeOptions.KeyVariable}, or ask its administrator.")
            : new(code, Text("detail") is { } detail ? Wording.Verbatim(detail) : $"{http.BaseAddress} answered {(int)status}.");

        string? Text(string name) =>
            problem.ValueKind == JsonValueKind.Object
            && problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }
}
