using static Reminders.Tables.Tests.Moving.Moves;

namespace Reminders.Tables.Tests.Moving;

/// <summary>
/// A move in the middle of a slot, with the office's virtual phones: each person hears of their item once, also if the old host still
/// does. On the old side nobody has stopped the host.
/// </summary>
public sealed class MovedSlotTests(LocalTables tables) : IAsyncDisposable
{
    private const int Due = 6;

    private readonly Places places = new(tables);
    private SettableClock clock = new(Build.Now);

    [Theory]
    [InlineData("file", "account")]
    [InlineData("account", "file")]
    public async Task The_SMS_of_the_day_go_out_once_although_the_move_comes_in_the_middle_of_the_slot(string from, string to)
    {
        var (source, target, provider) = (await places.NewAsync(from), await places.NewAsync(to), new ScriptedProvider(clock));
        var old = await LoadedAsync(source, provider);
        await old.UseCases.ScanDeadlines.RunAsync(Cancellation);
        for (var sent = 0; sent < Due / 2; sent++)
        {
            // The answer to the last of them is lost.
            if (sent == (Due / 2) - 1)
                provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
            await old.UseCases.SendNotices.OneAsync(old.Queue.Receive(NoticeKind.Reminder)!.Message, Cancellation);
        }
        Assert.Equal(Due / 2, provider.Taken.Count);

        var report = await MoveAsync(source, target);

        Assert.Equal((Due / 2) + 1, report.Waiting);
        await RequireOutOfUseAsync(source, old, provider);
        await PlayOnAsync(target, old, provider);
        Assert.Equal(1, provider.Asked);
    }

    /// <summary>The move comes before the n-th call of a sender to its ledger, up to the record of the provider's answer.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(Due)]
    public async Task A_sender_that_has_begun_sends_or_leaves_the_SMS_to_the_new_place_but_never_both(int messages)
    {
        var results = new List<SendResult?>();
        for (var at = 1; ; at++)
        {
            clock = new(Build.Now);
            var (source, target, provider) = (places.NewFile(), places.NewFile(), new ScriptedProvider(clock));
            var old = await LoadedAsync(source, provider);
            await old.UseCases.ScanDeadlines.RunAsync(Cancellation);
            var calls = new Calls(at, () => MoveAsync(source, target));
            var slow = new Host(calls.Over(source), clock, provider);
            var batch = Enumerable.Range(0, messages).Select(_ => old.Queue.Receive(NoticeKind.Reminder)!.Message).ToList();
            results.AddRange((await slow.UseCases.SendNotices.RunAsync(batch, Cancellation)).Select(o => o.Result));
            if (calls.Count < at)
                break;
            await PlayOnAsync(target, old, provider);
        }
        Assert.Equal([SendResult.Held, SendResult.Busy, SendResult.Done], results.Distinct());
    }

    /// <summary>The provider takes the message while the move runs, and the old host cannot tell the new place.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    public async Task A_message_that_was_being_sent_is_asked_for_in_the_new_place(bool taken, int questions)
    {
        var (source, target, provider) = (places.NewFile(), await places.NewAccountAsync(), new ScriptedProvider(clock));
        var old = await LoadedAsync(source, provider);
        await old.UseCases.ScanDeadlines.RunAsync(Cancellation);
        provider.Script.Enqueue(taken ? ProviderTurn.Accept : ProviderTurn.LoseMessage);
        provider.Meanwhile = _ =>
        {
            provider.Meanwhile = null;
            MoveAsync(source, target).GetAwaiter().GetResult();
        };
        await old.UseCases.SendNotices.OneAsync(old.Queue.Receive(NoticeKind.Reminder)!.Message, Cancellation);

        await PlayOnAsync(target, old, provider);

        Assert.Equal(questions, provider.Asked);
    }

    /// <summary>The move comes before the n-th call of a scan to its ledger. What the scan writes later stays in the old place.</summary>
    [Fact]
    public async Task A_scan_that_has_begun_loses_no_step()
    {
        for (var at = 1; ; at++)
        {
            clock = new(Build.Now);
            var (source, target, provider) = (places.NewFile(), places.NewFile(), new ScriptedProvider(clock));
            var old = await LoadedAsync(source, provider);
            var calls = new Calls(at, () => MoveAsync(source, target));
            var slow = new Host(calls.Over(source), clock, provider, old.Queue);
            await OutOfUseAsync(slow.UseCases.ScanDeadlines.RunAsync(Cancellation));
            if (calls.Count < at)
            {
                Assert.InRange(at, 12, 40);
                return;
            }
            await PlayOnAsync(target, old, provider);
        }
    }

    /// <summary>A scan that had read the barriers before the seal does all its work before the n-th call of the move.</summary>
    [Fact]
    public async Task A_scan_that_works_while_the_move_copies_loses_no_step()
    {
        for (var at = 1; ; at++)
        {
            clock = new(Build.Now);
            var (source, target, provider) = (places.NewFile(), places.NewFile(), new ScriptedProvider(clock));
            var old = await LoadedAsync(source, provider);
            var barriers = await old.UseCases.Ledger.Barriers.BarriersAsync(Cancellation);
            var late = old.UseCases with
            {
                Ledger = old.UseCases.Ledger with
                {
                    Barriers = PortProxy.Over(
                        old.UseCases.Ledger.Barriers,
                        call => call.Method.Name == nameof(IBarriers.BarriersAsync) ? Task.FromResult(barriers) : call.Pass()),
                },
            };
            var calls = new Calls(at, () => late.ScanDeadlines.RunAsync(Cancellation));
            await MoveAsync(calls.Over(source), calls.Over(target));
            if (calls.Count < at)
            {
                Assert.InRange(at, 40, 100);
                return;
            }
            await PlayOnAsync(target, old, provider);
        }
    }

    public ValueTask DisposeAsync() => places.DisposeAsync();

    /// <summary>A ledger of items of which each of a few people is reminded today, and a host on it.</summary>
    private async Task<Host> LoadedAsync(MoveSide side, ScriptedProvider provider)
    {
        await new Township(Due, Plans: 1, PlanSize: Due + 3).FillAsync(RowLedger.Of(side.Rows), 1, Cancellation);
        return new(side, clock, provider);
    }

    /// <summary>A scan writes nothing and says why, and a message sends nothing.</summary>
    private static async Task RequireOutOfUseAsync(MoveSide side, Host host, ScriptedProvider provider)
    {
        var (before, taken) = (await LinesAsync(side), provider.Taken.Count);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => host.UseCases.ScanDeadlines.RunAsync(Cancellation));
        Assert.Contains("was moved to ", refused.Message, StringComparison.Ordinal);
        var audit = await host.UseCases.AuditLedger.RunAsync(Cancellation);
        Assert.Contains(AuditCodes.LedgerMoved, audit.Problems.Select(p => p.Code));
        while (host.Queue.Receive(NoticeKind.Reminder) is { } message)
        {
            Assert.Equal(SendResult.Held, await host.UseCases.SendNotices.OneAsync(message.Message, Cancellation));
            host.Queue.Complete(message);
        }
        Assert.Equal(before, await LinesAsync(side));
        Assert.Equal(taken, provider.Taken.Count);
    }

    /// <summary>Both hosts work for an hour and a half. Then every person has one SMS, and the audit finds nothing.</summary>
    private async Task PlayOnAsync(MoveSide target, Host old, ScriptedProvider provider)
    {
        var next = new Host(target, clock, provider);
        for (var end = clock.GetCurrentInstant() + Duration.FromMinutes(90); clock.GetCurrentInstant() < end;)
        {
            clock.SetTo(clock.GetCurrentInstant() + Duration.FromMinutes(15));
            await OutOfUseAsync(old.UseCases.ScanDeadlines.RunAsync(Cancellation));
            await old.Pump.DrainAsync(Cancellation);
            await next.UseCases.ScanDeadlines.RunAsync(Cancellation);
            Assert.Empty((await next.Pump.DrainAsync(Cancellation)).Faults);
        }
        Assert.Equal(Due, provider.Taken.Count);
        Assert.Equal(Due, provider.Taken.Select(t => t.Sms.To).Distinct().Count());
        Assert.Empty((await next.UseCases.AuditLedger.RunAsync(Cancellation)).Problems);
        Assert.Empty(await next.UseCases.Ledger.Notices.UnsettledNoticesAsync(Cancellation));
    }

    private static async Task OutOfUseAsync(Task work)
    {
        try
        {
            await work;
        }
        catch (LedgerUnavailableException)
        {
            // The move came before the host read the barriers.
        }
    }

    /// <summary>A host: the use cases on a ledger, with a queue of its own.</summary>
    private sealed class Host
    {
        public Host(MoveSide side, IClock clock, ScriptedProvider provider, InMemoryQueue? queue = null)
        {
            Queue = queue ?? new(clock);
            UseCases = Given.UseCasesOn(RowLedger.Of(side.Rows), clock) with { Queue = Queue, Sender = provider };
            Pump = new(Queue, UseCases);
        }

        public UseCases UseCases { get; }

        public InMemoryQueue Queue { get; }

        public QueuePump Pump { get; }
    }
}
