using Microsoft.Extensions.Logging;
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
            new InMemoryLedger().Barriers,
            time,
            NullLogger<StorageAtStart>.Instance);

        await start.StartAsync(TestContext.Current.CancellationToken);
        await start.ExecuteTask!;

        Assert.Equal(["tables", "tables", "tables", "evidence"], calls);
        Assert.Equal([TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)], time.Waits);
    }

    [Fact]
    public async Task A_ledger_that_was_moved_away_is_told_at_the_start()
    {
        var (log, move) = (new Lines(), new LedgerMove($"The ledger was moved to the office."));
        var barriers = PortProxy.Over(
            new InMemoryLedger().Barriers, _ => Task.FromResult(new SendBarriers([], null) { Move = move }));
        using var start = new StorageAtStart([], barriers, TimeProvider.System, log);

        await start.StartAsync(TestContext.Current.CancellationToken);
        await start.ExecuteTask!;

        Assert.Equal(
            "The ledger was moved to the office. Here nothing is sent and every change is refused.", Assert.Single(log.Written));
    }

    private sealed class Lines : ILogger<StorageAtStart>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
