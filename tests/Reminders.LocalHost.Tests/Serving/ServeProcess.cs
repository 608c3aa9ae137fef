using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.LocalHost.Tests.Serving;

/// <summary>A running <c>serve</c>.</summary>
internal sealed class ServeProcess : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly StringBuilder errors = new();
    private readonly SemaphoreSlim sms = new(0);
    private readonly HttpClient http = new(
        new SocketsHttpHandler { UseProxy = false, Expect100ContinueTimeout = Timeout.InfiniteTimeSpan });

    private ServeProcess(Process process)
    {
        this.process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
                errors.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
    }

    /// <summary>The lines that the start printed.</summary>
    public List<string> Greeting { get; } = [];

    /// <summary>The key that the start printed, or null.</summary>
    public string? NewKey => Greeting.FirstOrDefault(l => l.Contains("shown this once: ", StringComparison.Ordinal))?.Split(": ")[1];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts a process on a free port with its own clock, and waits until it serves.</summary>
    public static Task<ServeProcess> StartAsync(string data, Instant clock, double speed = 1, string? key = null)
    {
        string[] own = ["--clock", InstantPattern.ExtendedIso.Format(clock), "--speed", speed.ToString(CultureInfo.InvariantCulture)];
        return StartAsync(data, own, [], key);
    }

    /// <summary>Starts a process with a clock that several processes may share, and with settings.</summary>
    public static Task<ServeProcess> StartAsync(string data, ServeClock clock, (string, string)[] settings, string? key = null) =>
        StartAsync(data, ["--clock-file", clock.Path, "--speed", "600"], settings, key); // a scan every tenth of a second

    /// <summary>Starts a process with the real clock at an address.</summary>
    public static Task<ServeProcess> StartAsync(string data, string url, (string, string)[] settings) =>
        StartAsync(data, [], settings, key: null, url);

    private static async Task<ServeProcess> StartAsync(
        string data, string[] clock, (string, string)[] settings, string? key, string url = "http://127.0.0.1:0")
    {
        var serve = new ServeProcess(Tool.Start(["serve", "--urls", url, "--data", data, .. clock], settings));
        try
        {
            await serve.WaitForGreetingAsync();
            serve.UseKey(key ?? serve.NewKey);
            return serve;
        }
        catch
        {
            await serve.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs in with a key.</summary>
    public void UseKey(string? key)
    {
        http.DefaultRequestHeaders.Remove("x-functions-key");
        http.DefaultRequestHeaders.Add("x-functions-key", key);
    }

    public async Task<(int Status, JsonElement Json)> CallAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var response = await http.SendAsync(request, Cancellation);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation)).RootElement);
    }

    /// <summary>Sends a call to the public address, as a gateway forwards it, and returns the status.</summary>
    public async Task<int> ForwardAsync(HttpRequestMessage request)
    {
        request.RequestUri = new(request.RequestUri!.PathAndQuery, UriKind.Relative);
        using var response = await http.SendAsync(request, Cancellation);
        return (int)response.StatusCode;
    }

    /// <summary>The start of the last scan; null before the first scan and while the host or its tables do not answer.</summary>
    public async Task<Instant?> LastScanAsync()
    {
        try
        {
            var (status, ready) = await CallAsync(HttpMethod.Get, "/api/ready");
            return status is 200 or 503 && ready.GetProperty("lastScan") is { ValueKind: JsonValueKind.Object } scan
                ? InstantPattern.ExtendedIso.Parse(scan.GetProperty("at").GetString()!).Value
                : null;
        }
        catch (Exception gone)
            when (gone is HttpRequestException or IOException or ObjectDisposedException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, json) = await CallAsync(HttpMethod.Get, path);
        Assert.True(status == 200, $"{status}: {json}");
        return json;
    }

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string body)
    {
        var (status, json) = await CallAsync(method, path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.True(status is 200 or 201, $"{status}: {json}");
        return json;
    }

    public static MultipartFormDataContent Form(params (string Field, string File)[] files)
    {
        var form = new MultipartFormDataContent();
        foreach (var (field, file) in files)
        {
            var content = new ByteArrayContent(File.ReadAllBytes(file));
            content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(content, field, Path.GetFileName(file));
        }
        return form;
    }

    /// <summary>Waits until a condition holds.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        var waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (process.HasExited)
                Assert.Fail($"serve ended before this: {what}. {Errors}");
            if (waited.Elapsed > Patience)
                Assert.Fail($"Not in {Patience}: {what}. {Errors}");
            await Task.Delay(Pause, Cancellation);
        }
    }

    public Task UntilAsync(string what, Func<bool> isSo) => UntilAsync(what, () => Task.FromResult(isSo()));

    /// <summary>
    /// Waits for a number of further SMS. The process prints an SMS after the provider has accepted it and before the ledger knows. False
    /// if time runs out first.
    /// </summary>
    public async Task<bool> HasSentAsync(int count, Func<bool> isInTime)
    {
        while (count > 0 && isInTime())
        {
            if (await sms.WaitAsync(Pause, Cancellation))
                count--;
        }
        return count == 0;
    }

    /// <summary>Sends SIGKILL, which the process cannot handle.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
    }

    /// <summary>
    /// Sends Ctrl+C (INT) or a service manager's stop (TERM) and returns the exit code. A shell makes its background jobs ignore Ctrl+C,
    /// and children inherit that; if the tests run so, TERM is sent instead.
    /// </summary>
    public async Task<int> EndAsync(string signal)
    {
        if (signal == "INT" && IgnoresCtrlC())
            signal = "TERM";
        using var kill = Process.Start("kill", ["-" + signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        await process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        return process.ExitCode;
    }

    /// <summary>The address that it listens on.</summary>
    public Uri Address => http.BaseAddress!;

    /// <summary>Its standard error.</summary>
    public string Errors
    {
        get
        {
            lock (errors)
                return errors.ToString().Trim();
        }
    }

    // The mask of the ignored signals; the second bit is SIGINT.
    private static bool IgnoresCtrlC() => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(l => l.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
        && (Convert.ToInt64(mask.Split('\t')[1], 16) & 2) != 0;

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        http.Dispose();
    }

    private async Task ReadOnAsync()
    {
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
        {
            if (line.Contains(" SMS to ", StringComparison.Ordinal))
                sms.Release();
        }
    }

    private async Task WaitForGreetingAsync()
    {
        while (await process.StandardOutput.ReadLineAsync(Cancellation).AsTask().WaitAsync(Patience, Cancellation) is { } line)
        {
            Greeting.Add(line);
            if (!line.StartsWith("Reminders serves ", StringComparison.Ordinal))
                continue;
            http.BaseAddress = new(line.Split(' ', ',')[2]);
            _ = ReadOnAsync(); // a full pipe would stop it
            return;
        }
        await process.WaitForExitAsync(Cancellation);
        Assert.Fail($"serve did not start: {Errors}");
    }
}
