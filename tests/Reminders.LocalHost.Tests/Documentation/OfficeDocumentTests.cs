using System.Text.RegularExpressions;

namespace Reminders.LocalHost.Tests.Documentation;

/// <summary>The document for an office's own PC. Its commands are for PowerShell, so they are checked and not run.</summary>
public sealed partial class OfficeDocumentTests
{
    [Theory]
    [InlineData("docs/office.md")]
    [InlineData("docs/office.zh-CN.md")]
    public void Every_command_of_the_document_is_a_command_of_the_tool(string document)
    {
        var commands = Commands(document);

        Assert.Contains(@".\reminders service install --data data", commands);
        foreach (var command in commands)
            Assert.True(ReminderCommands.Root().Parse(command[@".\reminders".Length..]).Errors is [], $"{document}: {command}");
    }

    [Fact]
    public void Both_languages_have_the_same_commands_and_settings() =>
        Assert.Equal(
            Blocks("docs/office.md").Select(Plain), Blocks("docs/office.zh-CN.md").Select(Plain));

    [Theory]
    [InlineData("docs/office.md")]
    [InlineData("docs/office.zh-CN.md")]
    public void The_pictures_of_the_document_exist(string document)
    {
        var pictures = Pictures().Matches(File.ReadAllText(Repository.PathTo(document)));
        Assert.Equal(3, pictures.Count);
        Assert.All(pictures, p => Assert.True(File.Exists(Repository.PathTo($"docs/{p.Groups[1].Value}"))));
    }

    private static List<string> Commands(string document) =>
        [.. Blocks(document).SelectMany(b => b.Split('\n')).Where(l => l.StartsWith(@".\reminders ", StringComparison.Ordinal))];

    private static IEnumerable<string> Blocks(string document) =>
        Fences().Matches(File.ReadAllText(Repository.PathTo(document)).ReplaceLineEndings("\n")).Select(m => m.Groups[1].Value);

    // What stands for a key is in the reader's language.
    private static string Plain(string block) => Keys().Replace(block, "KEY = x");

    [GeneratedRegex(@"```\w*\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fences();

    [GeneratedRegex("_KEY = \"[^\"]*\"")]
    private static partial Regex Keys();

    [GeneratedRegex(@"!\[.*?\]\((.*?)\)")]
    private static partial Regex Pictures();
}
