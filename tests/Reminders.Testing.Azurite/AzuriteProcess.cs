using System.Diagnostics;
using System.Globalization;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Reminders.Testing.Azurite;

/// <summary>Azurite's ports on this machine; 0 means any free port.</summary>
public readonly record struct AzuritePorts(int Tables, int Blobs);

/// <summary>
/// Azurite's table and blob services in a node process, on ports of this machine. Node ends when this process ends or crashes.
/// After a kill the next start on the same folder finds everything that was written more than 200 ms before the kill.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private const string Ready = "listening on ";

    private static readonly NpmPackages Packages =
        new("azurite", "Installing the local table store (Azurite), once: this takes about half a minute and 190 MB.");

    private readonly Process node;
    private readonly AzuriteConnection connection;
    private bool ended;

    private AzuriteProcess(Process node, AzuritePorts ports) => (this.node, ProcessId, connection) = (node, node.Id, new(ports));

    /// <summary>The script that starts the table and the blob service.</summary>
    internal static string Script => Path.Combine(Packages.Source, "start.js");

    internal static async Task<string> ModulesAsync(Action<string> progress, CancellationToken cancellation) =>
        Path.Combine(await Packages.InstallAsync(progress, cancellation), "node_modules");

    public string ConnectionString => connection.ConnectionString;

    public int ProcessId { get; }

    public AzuritePorts Ports => connection.Ports;

    /// <param name="dataFolder">
    /// The folder of the tables and blobs, made if it is missing. One Azurite may use it at a time. Null: they are kept in memory only.
    /// </param>
    /// <param name="progress">Takes a line for people when a step takes long.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="ports">The ports to use.</param>
    /// <exception cref="PrerequisiteException">Node.js is missing, or Azurite cannot be installed or started.</exception>
    public static async Task<AzuriteProcess> StartAsync(
        string? dataFolder, Action<string> progress, CancellationToken cancellation, AzuritePorts ports = default)
    {
        var modules = await ModulesAsync(progress, cancellation);
        if (dataFolder is not null)
            Directory.CreateDirectory(dataFolder);
        progress("Starting the local table store (Azurite).");
        var node = NodeTool.Start(StartInfo(dataFolder, modules, ports));
        try
        {
            return new(node, await PortsAsync(node, cancellation));
        }
        catch
        {
            await EndAsync(node);
            throw;
        }
    }

    /// <inheritdoc cref="AzuriteConnection.NewClient"/>
    public TableServiceClient NewClient(
        TableClientOptions? options = null, Func<HttpPipelineTransport, HttpPipelineTransport>? over = null) =>
        connection.NewClient(options, over);

    public BlobServiceClient NewBlobClient(BlobClientOptions? options = null) => connection.NewBlobClient(options);

    /// <summary>Lets Azurite save and end; kills it after ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        await EndAsync(node);
    }

    private static ProcessStartInfo StartInfo(string? folder, string modules, AzuritePorts ports)
    {
        var start = new ProcessStartInfo(
            "node",
            [
                Script,
                "--tableHost", "127.0.0.1", "--tablePort", ports.Tables.ToString(CultureInfo.InvariantCulture),
                "--blobHost", "127.0.0.1", "--blobPort", ports.Blobs.ToString(CultureInfo.InvariantCulture),
                .. (string[])(folder is null ? ["--inMemoryPersistence"] : ["--location", folder]),
                "--silent", "--skipApiVersionCheck", "--disableProductStyleUrl", "--disableTelemetry",
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NODE_PATH"] = modules;
        start.Environment.Remove("NODE_OPTIONS");
        // Replaces the documented account.
        start.Environment.Remove("AZURITE_ACCOUNTS");
        // Puts the blobs into a database instead of the folder.
        start.Environment.Remove("AZURITE_DB");
        return start;
    }

    // The script starts the blobs first and then the tables, and prints a line for each.
    private static async Task<AzuritePorts> PortsAsync(Process node, CancellationToken cancellation)
    {
        var errors = node.StandardError.ReadToEndAsync(CancellationToken.None);
        int? blobs = null;
        while (await node.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            if (!line.StartsWith(Ready, StringComparison.Ordinal))
                continue;
            var port = int.Parse(line.AsSpan(Ready.Length), CultureInfo.InvariantCulture);
            if (blobs is null)
            {
                blobs = port;
                continue;
            }
            // A full pipe would stop node.
            _ = node.StandardOutput.ReadToEndAsync(CancellationToken.None);
            return new(port, blobs.Value);
        }
        var reason = (await errors).Split('\n').FirstOrDefault(l => l.Contains("rror", StringComparison.Ordinal)) ?? "no reason given";
        throw new PrerequisiteException($"The local table store (Azurite) did not start: {reason.Trim()}");
    }

    private static async Task EndAsync(Process node)
    {
        using (node)
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10)))
        {
            try
            {
                node.StandardInput.Close();
                await node.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                node.Kill();
                await node.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
