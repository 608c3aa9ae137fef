namespace Reminders.LocalHost.Tests.Serving;

public sealed class SecondServeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task A_second_serve_on_the_same_data_is_refused_in_one_line_and_harms_nothing()
    {
        var data = Path.Combine(folder.Path, "data");
        await using var first = await ServeProcess.StartAsync(data, Instant.FromUtc(2026, 3, 24, 0, 0), 1);

        var line = (await Tool.RunAsync(["serve", "--urls", "http://127.0.0.1:0", "--data", data])).Refused(1);

        Assert.StartsWith("data-in-use: Another process is using the data folder", line, StringComparison.Ordinal);
        Assert.Equal(0, (await first.GetAsync("/api/plans")).GetArrayLength());
        Assert.Equal(0, await first.EndAsync("TERM"));
    }

    public void Dispose() => folder.Dispose();
}
