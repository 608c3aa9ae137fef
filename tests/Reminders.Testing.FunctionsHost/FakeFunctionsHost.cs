using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reminders.Testing.FunctionsHost.Rpc;

namespace Reminders.Testing.FunctionsHost;

/// <summary>How a call of a function ended.</summary>
/// <param name="Succeeded">Whether the host counts it as a success.</param>
/// <param name="Fault">What the function threw; null for nothing.</param>
public sealed record InvocationResult(bool Succeeded, string? Fault);

/// <summary>
/// The Functions host as its one worker sees it. It starts the process of a built function app, has it declare and load its functions,
/// and calls them for a test. It has no timers and no queues of its own.
/// </summary>
public sealed class FakeFunctionsHost : IAsyncDisposable
{
    /// <summary>Ends a call that hangs; far longer than any call takes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    private readonly WebApplication server;
    private readonly WorkerConnection connection;
    private readonly Settlements settlements;
    private readonly Process worker;
    private readonly List<string> output;

    private FakeFunctionsHost(
        WebApplication server, WorkerConnection connection, Settlements settlements, Process worker, List<string> output) =>
        (this.server, this.connection, this.settlements, this.worker, this.output) = (server, connection, settlements, worker, output);

    /// <summary>The functions that the worker has loaded, by name.</summary>
    public IReadOnlyDictionary<string, WorkerFunction> Functions { get; private set; } = new Dictionary<string, WorkerFunction>();

    /// <summary>The capabilities that the worker declares.</summary>
    public IReadOnlyDictionary<string, string> Capabilities { get; private set; } = new Dictionary<string, string>();

    /// <summary>The settlements that the worker asked for, in order.</summary>
    public IReadOnlyList<Settlement> Settlements => settlements.All;

    /// <summary>The output of the worker, and its log lines to the host.</summary>
    public string Output
    {
        get
        {
            lock (output)
                return string.Join('\n', output.Concat(connection.Log));
        }
    }

    /// <summary>The worker's process.</summary>
    public Process Worker => worker;

    /// <summary>The folder of a built function app, beside that of the running program.</summary>
    public static string BuiltApp(string project)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(own.Parent!.Parent!.FullName, project, own.Name);
    }

    /// <summary>Starts a worker, and waits until its functions are loaded.</summary>
    /// <param name="app">The folder of the built function app.</param>
    /// <param name="settings">The app settings, with a colon between the parts of a name.</param>
    /// <param name="settle">Settles before the worker is answered; cancelled when the worker is gone. Null: settles nothing.</param>
    public static async Task<FakeFunctionsHost> StartAsync(
        string app, IReadOnlyDictionary<string, string> settings, Func<Settlement, CancellationToken, Task>? settle = null)
    {
        var id = Guid.NewGuid().ToString();
        var connection = new WorkerConnection(id);
        var settlements = new Settlements(settle ?? ((_, _) => Task.CompletedTask));
        var server = await ListenAsync(connection, settlements);
        var output = new List<string>();
        var worker = Start(app, settings, new(server.Urls.First()), id, connection, output);
        var host = new FakeFunctionsHost(server, connection, settlements, worker, output);
        try
        {
            await host.LoadAsync(app, settings);
            return host;
        }
        catch (Exception fault)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The worker did not start: {fault.Message}\n{host.Output}", fault);
        }
    }

    /// <summary>Calls a timer's function.</summary>
    public Task<InvocationResult> RunTimerAsync(string function) => InvokeAsync(
        Functions[function], new() { Json = """{"Schedule":{"AdjustForDST":true},"ScheduleStatus":null,"IsPastDue":false}""" });

    /// <summary>Hands messages to a queue's function, which takes several at once.</summary>
    public Task<InvocationResult> DeliverAsync(string function, IEnumerable<ServiceBusReceivedMessage> messages) => InvokeAsync(
        Functions[function], new() { CollectionModelBindingData = new() { ModelBindingData = { messages.Select(Encode) } } });

    /// <summary>A client whose calls go through the host to the worker, whatever address they name.</summary>
    public HttpClient NewHttpClient(Uri publicUrl) => new(new Front(this)) { BaseAddress = publicUrl, Timeout = Patience };

    /// <summary>Asks the worker to end, and waits until it has.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        connection.Tell(new() { WorkerTerminate = new() { GracePeriod = Duration.FromTimeSpan(TimeSpan.FromSeconds(5)) } });
        return await EndAsync();
    }

    /// <summary>Ends the worker as a crash does.</summary>
    public async Task KillAsync()
    {
        worker.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!worker.HasExited)
            await KillAsync();
        worker.Dispose();
        await server.DisposeAsync();
    }

    internal async Task<InvocationResult> InvokeAsync(WorkerFunction function, TypedData input, string? id = null)
    {
        var request = new InvocationRequest
        {
            InvocationId = id ?? Guid.NewGuid().ToString(),
            FunctionId = function.Id,
            TraceContext = new() { TraceParent = $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01" },
            InputData = { new ParameterBinding { Name = function.Parameter, Data = input } },
        };
        var result = (await AskAsync(new() { InvocationRequest = request })).InvocationResponse.Result;
        return new(result.Status == StatusResult.Types.Status.Success, result.Exception?.Message);
    }

    private static ModelBindingData Encode(ServiceBusReceivedMessage message) => new()
    {
        Version = "1.0",
        Source = "AzureServiceBusReceivedMessage",
        ContentType = "application/octet-stream",
        // The lock token in front of the message.
        Content = ByteString.CopyFrom([.. Guid.Parse(message.LockToken).ToByteArray(), .. message.GetRawAmqpMessage().ToBytes().ToArray()]),
    };

    private async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await worker.WaitForExitAsync(patience.Token);
        return worker.ExitCode;
    }

    private async Task<StreamingMessage> AskAsync(StreamingMessage question)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await connection.AskAsync(question, patience.Token);
    }

    private async Task LoadAsync(string app, IReadOnlyDictionary<string, string> settings)
    {
        using (var patience = new CancellationTokenSource(Patience))
            await connection.StartedAsync(patience.Token);
        var request = new WorkerInitRequest { HostVersion = "4.1000.0", WorkerDirectory = app, FunctionAppDirectory = app };
        var init = (await AskAsync(new() { WorkerInitRequest = request })).WorkerInitResponse;
        Require(init.Result, "start");
        Capabilities = init.Capabilities;
        var declared = (await AskAsync(new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = app } })).FunctionMetadataResponse;
        Require(declared.Result, "declare its functions");
        var functions = new Dictionary<string, WorkerFunction>();
        foreach (var metadata in declared.FunctionMetadataResults)
        {
            metadata.FunctionId = metadata.FunctionId is { Length: > 0 } id ? id : Guid.NewGuid().ToString();
            var function = new WorkerFunction(metadata.FunctionId, metadata.Name, metadata.RawBindings[0], settings);
            var loaded = await AskAsync(new() { FunctionLoadRequest = new() { FunctionId = function.Id, Metadata = metadata } });
            Require(loaded.FunctionLoadResponse.Result, $"load {function.Name}");
            functions.Add(function.Name, function);
        }
        Functions = functions;
    }

    // The worker names its HTTP address before it listens there.
    private async Task UntilItListensAsync(CancellationToken cancellation)
    {
        var address = new Uri(Capabilities["HttpUri"]);
        while (!worker.HasExited)
        {
            try
            {
                using var tcp = new TcpClient();
                await tcp.ConnectAsync(address.Host, address.Port, cancellation);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, cancellation);
            }
        }
    }

    private static void Require(StatusResult result, string what)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"The worker could not {what}: {result.Exception?.Message}");
    }

    private static async Task<WebApplication> ListenAsync(WorkerConnection connection, Settlements settlements)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services.AddSingleton(connection).AddSingleton(settlements);
        var server = builder.Build();
        server.MapGrpcService<WorkerConnection>();
        server.MapGrpcService<Settlements>();
        await server.StartAsync();
        return server;
    }

    private static Process Start(
        string app, IReadOnlyDictionary<string, string> settings, Uri address, string id, WorkerConnection connection, List<string> output)
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(app, "worker.config.json")));
        var description = config.RootElement.GetProperty("description");
        var start = new ProcessStartInfo(
            description.GetProperty("defaultExecutablePath").GetString()!,
            [
                Path.Combine(app, description.GetProperty("defaultWorkerPath").GetString()!),
                "--functions-uri", address.AbsoluteUri,
                "--functions-worker-id", id,
                "--functions-request-id", Guid.NewGuid().ToString(),
                "--functions-grpc-max-message-length", int.MaxValue.ToString(CultureInfo.InvariantCulture),
            ])
        {
            WorkingDirectory = app,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["FUNCTIONS_APPLICATION_DIRECTORY"] = start.Environment["FUNCTIONS_WORKER_DIRECTORY"] = app;
        // The worker calls only this machine.
        foreach (var proxy in Proxies)
            start.Environment.Remove(proxy);
        foreach (var proxy in Proxies)
            start.Environment.Remove(proxy.ToLowerInvariant());
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.Exited += (_, _) => connection.Lose("The worker has ended.");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Keep(string? line)
        {
            lock (output)
                output.Add(line ?? "");
        }
    }

    /// <summary>
    /// The host's way for HTTP calls: it calls the function through the stream and sends the request to the worker's address, with the id
    /// of the function's call in a header.
    /// </summary>
    private sealed class Front(FakeFunctionsHost host)
        : DelegatingHandler(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (host.Functions.Values.FirstOrDefault(f => f.Takes(request.Method)) is not { } function)
                return new(HttpStatusCode.NotFound);
            await host.UntilItListensAsync(cancellationToken);
            var id = Guid.NewGuid().ToString();
            var called = host.InvokeAsync(function, new() { Http = new() }, id);
            var address = request.RequestUri!;
            request.Headers.Add("x-ms-invocation-id", id);
            request.Headers.Add("X-Forwarded-Host", address.Authority);
            request.Headers.Add("X-Forwarded-Proto", address.Scheme);
            request.RequestUri = new(new(host.Capabilities["HttpUri"]), address.PathAndQuery);
            var response = await base.SendAsync(request, cancellationToken);
            return (await called).Succeeded ? response : new(HttpStatusCode.InternalServerError);
        }
    }
}
