using System.Diagnostics;

namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>The behaviour of <c>dotnet run</c>, apart from the tool itself.</summary>
public sealed class DotnetRunTests : IDisposable
{
    private static readonly string Project = Repository.PathTo("src/Reminders.LocalHost/Reminders.LocalHost.csproj");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // By default the web SDK makes `dotnet run` use the project's folder.
    [Fact]
    public async Task Paths_are_relative_to_the_folder_of_the_caller()
    {
        File.Copy(Tool.Plan, Path.Combine(folder.Path, "mine.txt"));
        string[] run = ["run", "--no-build", "-c", new DirectoryInfo(AppContext.BaseDirectory).Name, "--project", Project, "--"];

        var read = (await RunAsync("dotnet", [.. run, "import", "mine.txt", "--json"])).Done();
        Assert.StartsWith("{", read.Output, StringComparison.Ordinal);

        (await RunAsync("dotnet", [.. run, "template", "contacts", "--out", "empty.xlsx"])).Done();
        Assert.True(File.Exists(Path.Combine(folder.Path, "empty.xlsx")));
    }

    // `dotnet run` starts with this target and prints nothing itself.
    [Fact]
    public async Task The_first_build_prints_a_line_to_a_terminal_and_the_next_prints_none()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the `script` that makes this terminal.");
        const string Told = "Fetching packages and building, once.";
        var restore = $"dotnet msbuild \"{Project}\" -t:Restore -v:quiet -nologo -p:ArtifactsPath=\"{folder.Path}\"";

        var first = (await RunAsync("script", ["-qec", restore, "/dev/null"])).Done();
        var next = (await RunAsync("script", ["-qec", $"{restore} -p:TargetPath=\"{Tool.Plan}\"", "/dev/null"])).Done();

        Assert.Contains(Told, first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Told, next.Output, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private async Task<ToolResult> RunAsync(string program, string[] args)
    {
        using var run = Process.Start(new ProcessStartInfo(program, args)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        run.StandardInput.Close();
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(Cancellation), run.StandardError.ReadToEndAsync(Cancellation));
        await run.WaitForExitAsync(Cancellation);
        return new(run.ExitCode, await output, await errors);
    }
}
