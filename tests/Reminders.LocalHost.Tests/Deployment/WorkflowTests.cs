using System.IO.Enumeration;
using System.Text.RegularExpressions;

namespace Reminders.LocalHost.Tests.Deployment;

/// <summary>What the workflows run, and when.</summary>
public partial class WorkflowTests
{
    [Theory]
    [InlineData("ci.yml")]
    [InlineData("deploy.yml")]
    [InlineData("release.yml")]
    public void An_action_is_pinned_to_a_commit(string workflow)
    {
        var actions = Uses().Matches(Read("workflows", workflow)).Select(m => m.Groups[1].Value.Trim())
            .Where(action => !action.StartsWith("./", StringComparison.Ordinal));

        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches("^[A-Za-z]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", action));
    }

    [Fact]
    public void A_change_of_a_build_file_at_the_top_of_the_repository_starts_a_deployment()
    {
        var paths = Paths();
        var files = Read("build-files.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Contains("Directory.Packages.props", files);
        Assert.Contains(".editorconfig", files);
        Assert.All(files, file => Assert.Contains(paths, path => FileSystemName.MatchesSimpleExpression(path, file)));
    }

    [Theory]
    [InlineData("src/**")]
    [InlineData("infra/**")]
    [InlineData("eng/**")]
    [InlineData(".github/workflows/**")]
    public void A_change_in_a_built_or_deployed_folder_starts_a_deployment(string folder) =>
        Assert.Contains(folder, Paths());

    [Fact]
    public void A_deployment_waits_for_the_tests_and_for_approval() =>
        Assert.Matches("\n  deploy:\n    needs: test\n(    #.*\n)*    environment: production\n", Read("workflows", "deploy.yml"));

    [Fact]
    public void A_release_waits_for_the_tests_and_its_tag_is_the_version()
    {
        var release = Read("workflows", "release.yml");

        Assert.Contains("\n    tags: ['v*']\n", release, StringComparison.Ordinal);
        Assert.Contains("\n  publish:\n    needs: test\n", release, StringComparison.Ordinal);
        var check = release.IndexOf("test \"v$version\" = \"$GITHUB_REF_NAME\"", StringComparison.Ordinal);
        Assert.InRange(check, 1, release.IndexOf("dotnet pack", StringComparison.Ordinal));
    }

    // If it is unset, a probe of the package sources decides.
    [Fact]
    public void A_deployment_takes_the_official_trigger_of_Service_Bus()
    {
        var deploy = Read("workflows", "deploy.yml");

        Assert.Contains("\n      ServiceBusExtension: official\n", deploy, StringComparison.Ordinal);
        Assert.True(
            deploy.IndexOf("Microsoft.Azure.Functions.Worker.Extensions.ServiceBus/", StringComparison.Ordinal) is > 0 and var check
            && check < deploy.IndexOf("azd up", StringComparison.Ordinal),
            "The package is checked before anything is deployed.");
    }

    // Without a variable here, deployments from GitHub use its default.
    [Fact]
    public void The_workflow_passes_every_variable_that_the_parameters_read()
    {
        var deploy = Read("workflows", "deploy.yml");
        var read = Variables().Matches(Read("infra", "main.bicepparam")).Select(m => m.Groups[1].Value);

        Assert.NotEmpty(read);
        Assert.All(read, variable => Assert.Contains($"\n      {variable}: ", deploy, StringComparison.Ordinal));
    }

    private static string[] Paths()
    {
        var deploy = Read("workflows", "deploy.yml");
        var begin = deploy.IndexOf("    paths:\n", StringComparison.Ordinal);
        var end = deploy.IndexOf("\npermissions:", begin, StringComparison.Ordinal);
        return [.. ListItem().Matches(deploy[begin..end]).Select(m => m.Groups[1].Value)];
    }

    private static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([AppContext.BaseDirectory, "deployment", .. path])).ReplaceLineEndings("\n");

    [GeneratedRegex(@"uses: (.+)$", RegexOptions.Multiline)]
    private static partial Regex Uses();

    [GeneratedRegex(@"^ +- (\S+)$", RegexOptions.Multiline)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'")]
    private static partial Regex Variables();
}
