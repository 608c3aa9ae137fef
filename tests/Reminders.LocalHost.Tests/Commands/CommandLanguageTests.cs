namespace Reminders.LocalHost.Tests.Commands;

/// <summary>The tool speaks the language of the option, otherwise that of the locale. Codes and names of options stay.</summary>
public sealed class CommandLanguageTests
{
    [Theory]
    [InlineData("file-not-found: There is no file nowhere.txt; check the path.")]
    [InlineData("file-not-found: There is no file nowhere.txt; check the path.", "--lang", "en")]
    [InlineData("file-not-found: 没有文件 nowhere.txt，请检查路径。", "--lang", "zh")]
    [InlineData("file-not-found: 没有文件 nowhere.txt，请检查路径。", "--lang=zh-CN")]
    public async Task A_refusal_is_told_in_the_language_that_was_asked_for(string line, params string[] language) =>
        Assert.Equal(line, InShort(await Tool.RunInsideAsync(["import", "nowhere.txt", .. language])).Refused(1));

    [Fact]
    public async Task The_help_and_its_headings_are_chinese()
    {
        var help = (await Tool.RunInsideAsync("verify", "--lang", "zh", "--help")).Done().Output;

        Assert.Contains("核查销号：别人已报结的事项；须四个不放过全部做到，并写明情况。", help, StringComparison.Ordinal);
        Assert.Contains("问题查清。", help, StringComparison.Ordinal);
        Assert.Contains("选项:", help, StringComparison.Ordinal);
        Assert.DoesNotContain("Show help", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_usage_is_told_in_chinese()
    {
        Assert.Equal(
            "没有命令“itemz”。是不是 items？ 请看：reminders --help", (await Tool.RunInsideAsync("itemz", "--lang", "zh")).Refused(2));
        Assert.Equal("命令缺少所需参数: 'item'. 请看：reminders item --help", (await Tool.RunInsideAsync("--lang", "zh", "item")).Refused(2));
        Assert.Equal(
            "--lang 'fr' must be zh or en. Try: reminders items --help", (await Tool.RunInsideAsync("items", "--lang", "fr")).Refused(2));
    }

    [Fact]
    public async Task The_findings_of_a_plan_are_told_in_chinese_as_text_and_as_json()
    {
        var text = (await Tool.RunAsync(["import", Tool.Plan], ("LC_ALL", "zh_CN.UTF-8"))).Done().Output;
        var json = (await Tool.RunInsideAsync("import", Tool.Plan, "--json", "--lang", "zh")).Done().Output;

        Assert.Contains("事项 6，第 38 行：时限“**”已隐去，请填写日期。 [deadline-redacted]", text, StringComparison.Ordinal);
        Assert.Contains("共 6 项：0 项完整，6 项待完善。没有保存任何内容。", text, StringComparison.Ordinal);
        Assert.Contains("\"message\": \"时限“**”已隐去，请填写日期。\"", json, StringComparison.Ordinal);
        Assert.Contains("\"place\": \"第 38 行\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "zh_CN.UTF-8", null, null)]
    [InlineData(true, "", "zh", "en_US.UTF-8")]
    [InlineData(true, null, null, "zh_TW")]
    [InlineData(false, "C.UTF-8", "zh_CN", "zh_CN")]
    [InlineData(false, "en_US.UTF-8", null, "zh_CN")]
    [InlineData(false, null, null, null)]
    public void The_first_variable_of_the_locale_that_is_set_counts(bool isChinese, string? all, string? messages, string? language) =>
        Assert.Equal(isChinese, CommandLanguage.IsChinese([all, messages, language]));

    // The full path depends on the folder of the test.
    private static ToolResult InShort(ToolResult result)
    {
        var folder = $"{Environment.CurrentDirectory}{Path.DirectorySeparatorChar}";
        return result with { Errors = result.Errors.Replace(folder, "", StringComparison.Ordinal) };
    }
}
