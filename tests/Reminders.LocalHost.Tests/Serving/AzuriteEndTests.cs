using System.Diagnostics;

namespace Reminders.LocalHost.Tests.Serving;

public sealed class AzuriteEndTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_table_store_whose_host_was_killed_saves_before_it_ends()
    {
        var modules = await AzuriteInstallation.ModulesAsync(_ => { }, TestContext.Current.CancellationToken);
        using var node = Process.Start(new ProcessStartInfo(
            "node", [AzuriteInstallation.Script, "--tableHost", "127.0.0.1", "--tablePort", "0", "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", folder.Path, "--silent", "--disableTelemetry"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = modules },
        })!;
        while (await node.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && !line.Contains("Table service successfully started", StringComparison.Ordinal))
            Assert.False(node.HasExited);

        // What the end of the host, however it comes, does to its node: all pipes break at once.
        node.StandardOutput.Close();
        node.StandardError.Close();
        node.StandardInput.Close();
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, node.ExitCode);
        Assert.Equal(
            ["__azurite_db_blob__.json", "__azurite_db_blob_extent__.json", "__azurite_db_table__.json"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    public void Dispose() => folder.Dispose();
}
