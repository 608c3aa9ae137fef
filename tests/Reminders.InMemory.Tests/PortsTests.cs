namespace Reminders.InMemory.Tests;

/// <summary>The clock and the pump.</summary>
public class PortsTests
{
    private readonly SettableClock clock = new(Given.At("2020-05-13T09:00"));

    [Fact]
    public void A_clock_stands_still_until_it_is_set_and_never_goes_back()
    {
        Assert.Equal(Given.At("2020-05-13T09:00"), clock.GetCurrentInstant());
        clock.SetTo(Given.At("2020-05-13T10:00"));
        clock.SetTo(Given.At("2020-05-13T09:30"));

        Assert.Equal(Given.At("2020-05-13T10:00"), clock.GetCurrentInstant());
    }

    [Fact]
    public async Task A_failed_message_comes_back_when_its_lock_runs_out_and_becomes_a_dead_letter_after_five_deliveries()
    {
        var queue = new InMemoryQueue(clock);
        await queue.EnqueueAsync([new("20200513T0100Z-0000000000000000", 1, NoticeKind.Reminder)], Cancellation);
        // A client's timeout looks like a cancellation but is a fault.
        var down = PortProxy.OverAll(new InMemoryLedger(), _ => throw new TaskCanceledException("timeout"));
        var pump = new QueuePump(queue, Given.UseCasesOn(down, clock));

        var faults = new List<int>();
        for (var drain = 0; drain < 4; drain++)
        {
            var (handled, seen) = await pump.DrainAsync(Cancellation);
            Assert.Equal(0, handled);
            faults.Add(seen.Count);
            clock.SetTo(clock.GetCurrentInstant() + Duration.FromMinutes(5));
        }

        Assert.Equal([2, 2, 2, 1], faults); // after the fifth delivery there is a dead letter, which this ledger rejects too
        Assert.Equal(InMemoryQueue.TooManyDeliveries, Assert.Single(queue.DeadLetters).Reason);
    }
}
