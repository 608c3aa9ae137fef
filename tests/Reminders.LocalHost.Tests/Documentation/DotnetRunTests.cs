using System.Diagnostics;

namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>What a reader gets from <c>dotnet run</c>, beside what the tool does itself.</summary>
public sealed class DotnetRunTests : IDisposable
{
    private static readonly string Project = Repository.PathTo("src/Reminders.LocalHost/Reminders.LocalHost.csproj");

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // The web SDK has `dotnet run` stand in the project's folder.
    [Fact]
    public async Task Paths_are_relative_to_where_the_caller_stands()
    {
        File.Copy(Tool.Plan, Path.Combine(folder.Path, "mine.txt"));
        string[] run = ["run", "--no-build", "-c", new DirectoryInfo(AppContext.BaseDirectory).Name, "--project", Project, "--"];

        var read = (await RunAsync("dotnet", [.. run, "import", "mine.txt", "--json"])).Done();
        Assert.StartsWith("{", read.Output, StringComparison.Ordinal);

        (await RunAsync("dotnet", [.. run, "template", "contacts", "--out", "empty.xlsx"])).Done();
        Assert.True(File.Exists(Path.Combine(folder.Path, "empty.xlsx")));
    }

    // `dotnet run` begins with this target, and says nothing of its own.
    [Fact]
    public async Task The_first_build_tells_a_terminal_that_it_takes_long_and_the_next_tells_nothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has the `script` that makes this terminal.");
        const string Told = "Fetching packages and building, once.";
        var restore = $"dotnet msbuild \"{Project}\" -t:Restore -v:quiet -nologo -p:ArtifactsPath=\"{folder.Path}\"";

        var first = (await RunAsync("script", ["-qec", restore, "/dev/null"])).Done();
        var next = (await RunAsync("script", ["-qec", $"{restore} -p:TargetPath=\"{Tool.Plan}\"", "/dev/null"])).Done(); // a file that is there

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
