namespace Reminders.LocalHost.Tests.Commands;

public sealed class TemplateTests
{
    [Theory]
    [InlineData("ledger")]
    [InlineData("contacts")]
    public async Task A_template_is_written_to_its_path_and_never_over_a_file(string name)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "表.xlsx");

        Assert.Equal([path], (await Tool.RunAsync(["template", name, "--out", path])).Done().Lines);
        var written = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        (await Tool.RunAsync(["template", name, "--out", path])).RefusedWith("file-exists");
        Assert.Equal(written, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_name_is_wrong_usage() =>
        Assert.Contains("contacts", (await Tool.RunAsync(["template", "plan"])).Refused(2), StringComparison.Ordinal);

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        using var folder = new TemporaryFolder();

        (await Tool.RunAsync(["template", "ledger", "--out", Path.Combine(folder.Path, "no", "t.xlsx")])).RefusedWith("file-not-found");
    }
}
