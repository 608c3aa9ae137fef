using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Reminders.LocalHost.Tests;

/// <summary>The result of a run of the tool.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Errors)
{
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asserts that exit code, one line on standard error and no standard output. Returns the line.</summary>
    public string Refused(int exitCode)
    {
        Assert.True(exitCode == ExitCode, $"{ExitCode} instead of {exitCode}: {Errors}");
        Assert.Empty(Output);
        var line = Assert.Single(Errors.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("System.", line, StringComparison.Ordinal);
        return line;
    }

    /// <summary>Asserts a refusal, and the start of its line.</summary>
    public void RefusedWith(string start) => Assert.StartsWith(start, Refused(1), StringComparison.Ordinal);

    public ToolResult Done()
    {
        Assert.True(ExitCode == 0, $"{ExitCode}: {Errors}");
        return this;
    }
}

/// <summary>The built tool, in a process of its own, as a user runs it.</summary>
internal static class Tool
{
    // A full path, for tests that change PATH.
    private static readonly string Dotnet = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    private static readonly SemaphoreSlim TheConsole = new(1);

    public static string Samples { get; } = Path.Combine(AppContext.BaseDirectory, "samples");

    public static string Plan { get; } = Path.Combine(Samples, "plan.txt");

    public static string Contacts { get; } = Path.Combine(Samples, "contacts.csv");

    /// <summary>Runs the tool until it ends, with settings as environment variables.</summary>
    public static async Task<ToolResult> RunAsync(IReadOnlyList<string> args, params (string Name, string Value)[] settings)
    {
        using var process = Start(args, settings);
        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        var output = new StringBuilder();
        try
        {
            process.StandardInput.Close();
            while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
            {
                // It would not end.
                Assert.False(line.StartsWith("Reminders serves ", StringComparison.Ordinal), "serve started, which it must not.");
                output.Append(line).Append('\n');
            }
            await process.WaitForExitAsync(Cancellation);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return new(process.ExitCode, output.ToString(), await errors);
    }

    /// <summary>
    /// Runs a command that prints no tables in the test's process, which takes a hundredth of the time. One at a time, because a process
    /// has one console.
    /// </summary>
    public static async Task<ToolResult> RunInsideAsync(params string[] args)
    {
        await TheConsole.WaitAsync(Cancellation);
        var (output, errors) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var told = new StringWriter();
        try
        {
            Console.SetOut(written);
            Console.SetError(told);
            return new(await ReminderCommands.RunAsync(args), written.ToString(), told.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
            TheConsole.Release();
        }
    }

    /// <summary>The command line of the tool with these arguments.</summary>
    public static string[] Command(params string[] args) => [Dotnet, Path.Combine(AppContext.BaseDirectory, "reminders.dll"), .. args];

    public static Process Start(IReadOnlyList<string> args, params (string Name, string Value)[] settings)
    {
        var command = Command([.. args]);
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] settingsOfTheCaller = ["Reminders__", "Twilio__", "ASPNETCORE_"];
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (settingsOfTheCaller.Any(s => name.StartsWith(s, StringComparison.OrdinalIgnoreCase)))
                start.Environment.Remove(name);
        }
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}

/// <summary>A test's own folder, deleted after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("reminders-tests-");

    public string Path => folder.FullName;

    /// <summary>Writes a file into the folder and returns its path.</summary>
    public string Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public void Dispose() => folder.Delete(recursive: true);
}
