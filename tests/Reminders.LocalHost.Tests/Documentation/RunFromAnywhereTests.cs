using System.Diagnostics;

namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>What <c>dotnet run</c> makes of the tool, beside what the tool does itself.</summary>
public sealed class RunFromAnywhereTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The web SDK has `dotnet run` stand in the project's folder.
    [Fact]
    public async Task Paths_are_relative_to_where_the_caller_stands()
    {
        File.Copy(Tool.Plan, Path.Combine(folder.Path, "mine.txt"));

        var (code, output, errors) = await RunAsync("import", "mine.txt", "--json");
        Assert.True(code == 0, errors);
        Assert.StartsWith("{", output, StringComparison.Ordinal);

        (code, output, errors) = await RunAsync("template", "contacts", "--out", "empty.xlsx");
        Assert.True(code == 0, errors);
        Assert.True(File.Exists(Path.Combine(folder.Path, "empty.xlsx")));
    }

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var project = Repository.PathTo("src/Reminders.LocalHost");
        using var run = Process.Start(new ProcessStartInfo("dotnet", ["run", "--no-build", "-c", configuration, "--project", project, "--", .. args])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        run.StandardInput.Close();
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(Cancellation), run.StandardError.ReadToEndAsync(Cancellation));
        await run.WaitForExitAsync(Cancellation);
        return (run.ExitCode, await output, await errors);
    }
}
