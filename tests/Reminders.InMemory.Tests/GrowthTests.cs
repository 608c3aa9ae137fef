using System.Collections;

namespace Reminders.InMemory.Tests;

/// <summary>The work of a slot by the number of due items: from the scan to the last recorded send.</summary>
public class GrowthTests
{
    private const int ItemsPerPerson = 4;

    /// <summary>A third more than what a notice allocates.</summary>
    private const int MostBytes = 17_000;

    [Fact]
    public async Task The_work_of_a_slot_grows_with_its_items_and_no_faster()
    {
        var small = await WorkAsync(1_000);
        foreach (var due in (int[])[10_000, 100_000])
        {
            var large = await WorkAsync(due);
            var growth = due / 1_000;
            Assert.Equal(due / ItemsPerPerson, large.Texts);
            Assert.Equal(small.Steps, large.Steps);
            Assert.InRange(large.Calls, 1, small.Calls * growth);
            Assert.InRange(large.Rows, 1, small.Rows * growth);
            // A sorted set compares a message with the logarithm of the others.
            Assert.InRange(large.Comparisons, 1, small.Comparisons * growth * 3);
        }
    }

    [Fact]
    public async Task A_notice_allocates_at_most_so_many_bytes_from_the_scan_to_the_record()
    {
        const int Notices = 1_000;
        var ledger = new InMemoryLedger();
        await new Township(Notices, 2, Notices / 2) { PlansWithDue = 2 }.FillAsync(ledger, atOnce: 1, Cancellation);
        var clock = new SettableClock(Township.DueAt);
        var queue = new InMemoryQueue(clock);
        var useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = new Outbox(clock) };
        var pump = new QueuePump(queue, useCases);

        // The planner shares its work among threads. This scheduler has one, whose bytes are counted.
        var one = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        var (bytes, scanned, sent) = await one.StartNew(
            () =>
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var slot = (useCases.ScanDeadlines.RunAsync(Cancellation), pump.DrainAsync(Cancellation));
                return ((GC.GetAllocatedBytesForCurrentThread() - before) / Notices, slot.Item1, slot.Item2);
            },
            Cancellation);

        Assert.True(scanned.IsCompletedSuccessfully && sent.IsCompletedSuccessfully, "A part of the slot ran on another thread.");
        Assert.Equal((Notices, 0), ((await sent).Handled, (await sent).Faults.Count));
        Assert.InRange(bytes, 1, MostBytes);
    }

    private static async Task<Work> WorkAsync(int due)
    {
        var town = new Township(due, due / 500, 500) { PlansWithDue = due / 500, ItemsPerPerson = ItemsPerPerson };
        var ledger = new InMemoryLedger();
        await town.FillAsync(ledger, atOnce: 1, Cancellation);
        var (calls, rows) = (0L, 0L);
        var clock = new SettableClock(Township.DueAt);
        var (queue, outbox, schedule) = (new InMemoryQueue(clock), new Outbox(clock), Given.Schedule());
        var useCases = Given.UseCasesOn(PortProxy.OverAll(ledger, Counted), clock) with
        {
            Queue = queue,
            Sender = PortProxy.Over<ISmsSender>(outbox, Counted),
            Schedule = schedule,
        };
        await useCases.ScanDeadlines.RunAsync(Cancellation);
        var (handled, faults) = await new QueuePump(queue, useCases).DrainAsync(Cancellation);

        Assert.Empty(faults);
        Assert.Equal(due / ItemsPerPerson, handled);
        Assert.Equal(handled, outbox.Messages.Count);
        return new(calls, rows, queue.Comparisons, Composer.Of(schedule).Count, schedule.CountedSteps);

        object? Counted(PortCall call)
        {
            var answer = call.Pass();
            calls++;
            rows += call.Arguments.Append(answer is Task task ? ResultOf(task) : answer).Sum(SizeOf);
            return answer;
        }
    }

    private static object? ResultOf(Task task) => task.GetType().GetProperty("Result")?.GetValue(task);

    private static long SizeOf(object? value) => value is IEnumerable several and not string ? several.Cast<object?>().LongCount() : 0;

    /// <param name="Calls">Calls of ports.</param>
    /// <param name="Rows">What went in and out with these calls, where it was more than one thing.</param>
    /// <param name="Comparisons">Comparisons of messages in the queue.</param>
    /// <param name="Texts">Texts that were composed.</param>
    /// <param name="Steps">Steps of schedules that were counted.</param>
    private sealed record Work(long Calls, long Rows, long Comparisons, int Texts, int Steps);
}
