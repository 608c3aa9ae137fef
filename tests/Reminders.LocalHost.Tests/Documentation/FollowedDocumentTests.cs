using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>
/// Runs the commands of the documents: eng/follow-readme.sh runs all blocks marked <c>sh</c> in order, in a temporary folder. Blocks marked
/// <c>console</c> need Azure and are not run. <c>json</c> contains no commands.
/// </summary>
public sealed partial class FollowedDocumentTests
{
    // Parts of the output that vary, or that other tests check.
    private static readonly Dictionary<string, string> Varying = new()
    {
        ["<any>"] = ".*",
        ["<hash>"] = "[0-9a-f]{64}",
        ["<id>"] = "[0-9a-f]{16}(-[0-9a-f]{8})?",
        ["<date>"] = @"\d{4}-\d\d-\d\d",
        ["<number>"] = "[0-9]+",
        ["<path>"] = @"/\S*",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("README.md", "readme.expected")]
    [InlineData("README.zh-CN.md", "readme.expected")]
    [InlineData("docs/using.md", "using.expected")]
    [InlineData("docs/using.zh-CN.md", "using.expected")]
    [InlineData("docs/deploy.md", "deploy.expected")]
    public async Task Every_command_of_a_document_prints_what_is_expected(string document, string expectation)
    {
        var path = Repository.PathTo("tests/Reminders.LocalHost.Tests/Documentation/" + expectation);
        var expected = Lines(await File.ReadAllTextAsync(path, Cancellation));
        var (code, told) = await FollowAsync(document, "--built", AppContext.BaseDirectory);

        // A matching line is replaced by its pattern, so that a failure shows only the differences.
        var seen = Lines(told).Select((line, n) => n < expected.Length && Fits(line, expected[n]) ? expected[n] : line);
        Assert.Equal(expected, seen);
        Assert.Equal(0, code);
    }

    [Theory]
    [InlineData("README.md", "README.zh-CN.md", "dotnet run --project src/Reminders.LocalHost -- demo")]
    [InlineData("docs/using.md", "docs/using.zh-CN.md", "dotnet run --project src/Reminders.LocalHost -- serve")]
    public async Task Both_languages_have_the_same_commands_in_the_same_order(string english, string chinese, string among)
    {
        var commands = Lines((await FollowAsync(english, "--list")).Told);

        Assert.Contains(among, commands);
        Assert.Equal(commands, Lines((await FollowAsync(chinese, "--list")).Told));
    }

    [Theory]
    [InlineData("README.md", "sh")]
    [InlineData("README.zh-CN.md", "sh")]
    [InlineData("docs/using.md", "sh", "json")]
    [InlineData("docs/using.zh-CN.md", "sh", "json")]
    [InlineData("docs/deploy.md", "sh", "console")]
    public void Every_block_is_of_a_known_kind(string document, params string[] kinds)
    {
        var fences = Fences().Matches(File.ReadAllText(Repository.PathTo(document)).ReplaceLineEndings("\n"));

        Assert.NotEmpty(fences);
        Assert.All(fences, fence => Assert.Contains(fence.Groups["kind"].Value, kinds));
        // Only commands on Azure are not run.
        Assert.All(
            fences.Where(f => f.Groups["kind"].Value == "console"),
            fence => Assert.Matches("^(azd|az) |--(account|to|from) https://", fence.Groups["text"].Value));
    }

    private static bool Fits(string line, string expected)
    {
        var pattern = Regex.Escape(expected);
        foreach (var (name, varying) in Varying)
            pattern = pattern.Replace(name, varying, StringComparison.Ordinal);
        return Regex.IsMatch(line, $"^{pattern}$");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<(int Code, string Told)> FollowAsync(string document, params string[] how)
    {
        string[] follow = [Repository.PathTo("eng/follow-readme.sh"), Repository.PathTo(document), .. how];
        using var script = Process.Start(new ProcessStartInfo("bash", follow)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            script.StandardInput.Close();
            var told = await script.StandardOutput.ReadToEndAsync(Cancellation);
            await script.WaitForExitAsync(Cancellation);
            return (script.ExitCode, told);
        }
        finally
        {
            if (!script.HasExited)
                script.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"^ *```(?<kind>.*)\n(?<text>(?:.*\n)*?) *```$", RegexOptions.Multiline)]
    private static partial Regex Fences();
}
