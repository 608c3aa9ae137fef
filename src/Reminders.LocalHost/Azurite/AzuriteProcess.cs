using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Reminders.LocalHost.Azurite;

/// <summary>The ports of this machine on which Azurite serves; 0 for any that is free.</summary>
public readonly record struct AzuritePorts(int Tables, int Blobs);

/// <summary>
/// Azurite's table and blob services in a node process of their own, on ports of this machine. It ends with this process, however that ends, and
/// what was written up to 200 ms before a kill is there again at the next start on the same folder.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    private const string Ready = "listening on ";

    private readonly Process node;
    private readonly DataFolder? folder;
    private readonly AzuriteConnection connection;
    private bool ended;

    private AzuriteProcess(Process node, DataFolder? folder, AzuritePorts ports)
    {
        (this.node, this.folder, ProcessId, connection) = (node, folder, node.Id, new(ports));
    }

    public string ConnectionString => connection.ConnectionString;

    public int ProcessId { get; }

    public AzuritePorts Ports => connection.Ports;

    /// <param name="dataFolder">Where the tables and blobs are kept; made if it is not there. One process at a time can use it. Null: they end with the process.</param>
    /// <param name="progress">Is told, in a line for people, of anything that takes a while.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <param name="ports">The ports to use.</param>
    /// <exception cref="PrerequisiteException">Node.js is missing, Azurite cannot be installed or started, or the folder is in use.</exception>
    public static async Task<AzuriteProcess> StartAsync(string? dataFolder, Action<string> progress, CancellationToken cancellation, AzuritePorts ports = default)
    {
        await NodeTool.CheckAsync(cancellation);
        var modules = await AzuriteInstallation.ModulesAsync(progress, cancellation);
        var folder = dataFolder is null ? null : await DataFolder.HoldAsync(dataFolder, cancellation);
        Process? node = null;
        try
        {
            progress("Starting the local table store (Azurite).");
            node = NodeTool.Start(StartInfo(folder?.Path, modules, ports));
            if (folder is not null)
                await folder.BelongsToAsync(node, cancellation);
            var found = await PortsAsync(node, cancellation);
            if (folder is not null)
                await folder.ServedAtAsync(found, cancellation);
            return new(node, folder, found);
        }
        catch
        {
            if (node is not null)
                await EndAsync(node);
            if (folder is not null)
                await folder.DisposeAsync();
            throw;
        }
    }

    /// <summary>The Azurite that another process runs on the folder; null when there is none.</summary>
    public static AzuriteConnection? TryFind(string dataFolder) => DataFolder.TryReadPorts(dataFolder) is { } ports ? new(ports) : null;

    /// <inheritdoc cref="AzuriteConnection.NewClient"/>
    public TableServiceClient NewClient(TableClientOptions? options = null) => connection.NewClient(options);

    /// <inheritdoc cref="AzuriteConnection.NewBlobClient"/>
    public BlobServiceClient NewBlobClient(BlobClientOptions? options = null) => connection.NewBlobClient(options);

    /// <summary>Lets Azurite save and end; kills it after ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        await EndAsync(node);
        if (folder is not null)
            await folder.DisposeAsync();
    }

    private static ProcessStartInfo StartInfo(string? folder, string modules, AzuritePorts ports)
    {
        var start = new ProcessStartInfo(
            "node",
            [
                AzuriteInstallation.Script,
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
        // Would take the place of the documented account.
        start.Environment.Remove("AZURITE_ACCOUNTS");
        // Would take the blobs' folder out of use for a database of its own.
        start.Environment.Remove("AZURITE_DB");
        return start;
    }

    // The script starts the blobs first and the tables last: with the second line both are there.
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
            // Nobody reads on; a full pipe would stop it.
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
