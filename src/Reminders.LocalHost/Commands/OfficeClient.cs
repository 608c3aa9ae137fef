using System.CommandLine;
using System.Net;
using System.Text.Json;
using Reminders.Core.Plans;
using Reminders.LocalHost.Serving;
using Reminders.Web.Json;
using Reminders.Web.Routes;

namespace Reminders.LocalHost.Commands;

/// <summary>
/// Calls the API of an office that runs, here or on Azure, for commands that act there. Whatever it refuses, and whatever keeps it from answering, is one line
/// for people. The key is asked for and never looked for: <c>serve</c> keeps only its hash.
/// </summary>
internal sealed class OfficeClient : IDisposable
{
    public const string KeyVariable = "REMINDERS_KEY";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(100);

    private readonly HttpClient http;

    public OfficeClient(Uri url, string key)
    {
        // A proxy stands between this machine and others, never before this machine itself; and a key follows no redirection.
        http = new(new SocketsHttpHandler { UseProxy = !url.IsLoopback, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(15) }) { BaseAddress = url, Timeout = Patience };
        http.DefaultRequestHeaders.Add(ApiRoutes.KeyHeader, key);
    }

    /// <summary>The address of the office.</summary>
    public static Option<string> Url()
    {
        var url = new Option<string>("--url") { Description = "The address of the office.", HelpName = "URL", DefaultValueFactory = _ => LocalWeb.DefaultUrl, Recursive = true };
        url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var read) || (read.Scheme != Uri.UriSchemeHttp && read.Scheme != Uri.UriSchemeHttps) || read.PathAndQuery != "/")
                result.AddError($"--url must be an address such as {LocalWeb.DefaultUrl}.");
        });
        return url;
    }

    /// <summary>The key with which the office is called.</summary>
    public static Option<string?> Key() =>
        new("--key") { Description = $"Your key; the environment variable {KeyVariable} unless it is given.", HelpName = "KEY", Recursive = true };

    /// <exception cref="UsageException">There is no key, or none that a header can hold.</exception>
    public static OfficeClient Open(ParseResult parsed, Option<string> url, Option<string?> key)
    {
        var secret = (parsed.GetValue(key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? "").Trim();
        if (secret.Length == 0)
            throw new UsageException($"Give your key with --key, or in the environment variable {KeyVariable}; the first start of serve printed the administrator's.");
        return secret.All(char.IsAscii) && !secret.Any(char.IsControl)
            ? new(new(parsed.GetRequiredValue(url)), secret)
            : throw new UsageException("The key holds characters that no key has; copy it whole, and nothing else.");
    }

    /// <summary>Calls the office and answers its JSON.</summary>
    /// <exception cref="InputRefusedException">The office is not there, or refuses the call; the code is the API's own where it has said one.</exception>
    public async Task<JsonElement> CallAsync(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body, options: ApiJson.Options) };
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var json = await ReadAsync(response, cancellation);
            return response.IsSuccessStatusCode ? json : throw Refused(response.StatusCode, json);
        }
        catch (HttpRequestException broken)
        {
            throw new InputRefusedException("office-unreachable", $"Nothing answers at {http.BaseAddress} ({broken.Message}); start serve, or name the office with --url.", inner: broken);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new InputRefusedException("office-unreachable", $"{http.BaseAddress} has not answered in {Patience.TotalSeconds} seconds; look whether it was done, and try again.", inner: late);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new InputRefusedException("office-unknown", $"{http.BaseAddress} answers ({(int)response.StatusCode}), yet not as Reminders does; check --url.");
        }
    }

    private InputRefusedException Refused(HttpStatusCode status, JsonElement problem)
    {
        var code = Text("code") ?? "refused";
        return status == HttpStatusCode.Unauthorized
            ? new(code, $"The key is not known at {http.BaseAddress}; check --key and {KeyVariable}, or ask your administrator for one.")
            : new(code, Text("detail") ?? $"{http.BaseAddress} answered {(int)status}.");

        string? Text(string name) =>
            problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
    }
}
