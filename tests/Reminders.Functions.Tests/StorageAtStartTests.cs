using Microsoft.Extensions.Logging.Abstractions;

namespace Reminders.Functions.Tests;

public class StorageAtStartTests
{
    [Fact]
    public async Task Storage_that_does_not_answer_is_tried_again_and_delays_no_start()
    {
        var calls = new List<string>();
        var time = new TimeThatPasses();
        using var start = new StorageAtStart(
            [
                _ =>
                {
                    calls.Add("tables");
                    return calls.Count < 3 ? Task.FromException(new IOException()) : Task.CompletedTask;
                },
                _ =>
                {
                    calls.Add("evidence");
                    return Task.CompletedTask;
                },
            ],
            time,
            NullLogger<StorageAtStart>.Instance);

        await start.StartAsync(TestContext.Current.CancellationToken);
        await start.ExecuteTask!;

        Assert.Equal(["tables", "tables", "tables", "evidence"], calls);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)], time.Waits);
    }
}
