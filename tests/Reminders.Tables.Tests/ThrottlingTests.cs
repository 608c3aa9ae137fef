using Azure;
using Azure.Core;

namespace Reminders.Tables.Tests;

/// <summary>
/// A busy service is answered by backing off. Where the tries are used up, the run fails and the next one makes good: every person gets
/// one SMS, and the audit finds every step accounted for. The clients have the options of the hosts, without the delays.
/// </summary>
public sealed class ThrottlingTests(LocalTables tables)
{
    private const int Tries = 10;

    [Theory]
    [InlineData(10, 1)]
    [InlineData(30, 2)]
    [InlineData(30, 3)]
    public async Task Load_scan_and_send_of_a_busy_day_tell_each_person_once(int percent, int seed)
    {
        var busy = BusyService.At(percent, seed);
        var office = new Office(await tables.NewLedgerAsync(busy), persons: 120);
        await office.LoadAsync();

        await office.ScanAsync();
        await office.SendAsync();

        Assert.Empty(office.Faults);
        Assert.InRange(busy.Refused, busy.Tries * percent / 200, busy.Tries);
        await office.AssertEverybodyWasToldOnceAsync();
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(503, true)]
    [InlineData(500, true)]
    public async Task A_scan_whose_tries_are_used_up_fails_and_the_next_one_goes_on(int status, bool tookEffect)
    {
        for (var from = 1; ; from++)
        {
            var busy = new BusyService();
            var office = new Office(await tables.NewLedgerAsync(busy), persons: 12);
            await office.LoadAsync();
            busy.From(from, new(status, tookEffect));

            var fault = await Record.ExceptionAsync(office.ScanAsync);
            if (fault is null && busy.Refused == 0)
            {
                Assert.InRange(from, 10, 30); // every request of the scan had its turn
                return;
            }
            Assert.NotNull(fault);
            Assert.InRange(busy.Refused, Tries, 2 * Tries);
            busy.Next = _ => null;
            await office.PassAsync(Duration.FromMinutes(15));

            await office.AssertEverybodyWasToldOnceAsync();
        }
    }

    [Theory]
    [InlineData(503, false)]
    [InlineData(503, true)]
    [InlineData(500, true)]
    public async Task Messages_that_are_throttled_to_the_end_come_again_and_nobody_is_told_twice(int status, bool tookEffect)
    {
        for (var from = 1; ; from++)
        {
            var busy = new BusyService();
            var office = new Office(await tables.NewLedgerAsync(busy), persons: 12);
            await office.LoadAsync();
            await office.ScanAsync();
            busy.From(from, new(status, tookEffect));

            await office.SendAsync();
            if (busy.Refused == 0)
            {
                Assert.InRange(from, 4, 10);
                return;
            }
            Assert.NotEmpty(office.Faults);
            busy.Next = _ => null;
            await office.PassAsync(Duration.FromHours(2));

            await office.AssertEverybodyWasToldOnceAsync();
        }
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_request_is_tried_ten_times(int status)
    {
        await AssertTriedAsync(new(status), ledger => ledger.Agenda.DueAsync(Build.Now, Cancellation));
        await AssertTriedAsync(new(status, TookEffect: true), AddAsync);
    }

    /// <summary>The SDK alone takes such an answer for the last word.</summary>
    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_batch_is_tried_ten_times_when_the_status_stands_inside_of_its_answer(int status)
    {
        await AssertTriedAsync(new(status, InBatch: true), AddAsync);
        await AssertTriedAsync(new(status, TookEffect: true, InBatch: true), AddAsync);
    }

    [Fact]
    public void One_request_backs_off_for_two_minutes_and_a_longer_Retry_After_counts()
    {
        var retry = TableAccount.NewOptions().Retry;
        var delays = DelayStrategy.CreateExponentialDelayStrategy(retry.Delay, retry.MaxDelay);
        double[] expected = [0.5, 1, 2, 4, 8, 16, 30, 30, 30];

        Assert.Equal(Tries, retry.MaxRetries + 1);
        foreach (var (seconds, n) in expected.Select((seconds, n) => (seconds, n + 1)))
            Assert.InRange(delays.GetNextDelay(null, n).TotalSeconds, 0.8 * seconds, 1.2 * seconds);
        Assert.Equal(RetryMode.Exponential, retry.Mode);
        var asked = new BusyResponse(new(503, RetryAfter: 7_000), "/Agenda()", "1");
        Assert.Equal(7, delays.GetNextDelay(asked, 1).TotalSeconds);
        Assert.InRange(delays.GetNextDelay(asked, 6).TotalSeconds, 0.8 * 16, 1.2 * 16);
        // All tries hang: longer than a function runs in its queue's lock, shorter than the time after which a decision is stale.
        var longest = (Tries * retry.NetworkTimeout) + TimeSpan.FromSeconds(1.2 * expected.Sum());
        Assert.InRange(longest, TimeSpan.FromMinutes(5), AgendaTiming.HeldUpAfter.ToTimeSpan() / 2);
    }

    private static Task AddAsync(Ledger ledger) =>
        ledger.Agenda.AddToAgendaAsync([AgendaEntry.ForNotice(Build.Notice(), Build.Now)], Cancellation);

    private async Task AssertTriedAsync(Busy answer, Func<Ledger, Task> request)
    {
        var busy = new BusyService();
        var ledger = await tables.NewLedgerAsync(busy);
        var before = busy.Tries;
        busy.Next = retry => retry < Tries - 1 ? answer : null;
        await request(ledger);
        Assert.Equal(Tries, busy.Tries - before);

        busy.Next = _ => answer;
        Assert.Equal(answer.Status, (await Assert.ThrowsAnyAsync<RequestFailedException>(() => request(ledger))).Status);
        Assert.Equal(2 * Tries, busy.Tries - before);
    }

    /// <summary>An office whose every person has one item, all due on one day, with a queue and a provider.</summary>
    private sealed class Office
    {
        private readonly DealtOut town;
        private readonly Ledger ledger;
        private readonly SettableClock clock = new(Given.At("2020-05-12T10:00"));
        private readonly ScriptedProvider provider;
        private readonly UseCases useCases;
        private readonly QueuePump pump;

        public Office(Ledger ledger, int persons)
        {
            (this.ledger, town, provider) = (ledger, new(PlanItems: 1, persons), new(clock));
            var queue = new InMemoryQueue(clock);
            useCases = Given.UseCasesOn(ledger, clock) with { Queue = queue, Sender = provider };
            pump = new(queue, useCases);
        }

        public List<Exception> Faults { get; } = [];

        public async Task LoadAsync()
        {
            Assert.True((await town.LoadAsync(ledger, Cancellation)).Stored);
            clock.SetTo(Given.At("2020-05-13T09:00"));
        }

        public Task<ScanReport> ScanAsync() => useCases.ScanDeadlines.RunAsync(Cancellation);

        public async Task SendAsync() => Faults.AddRange((await pump.DrainAsync(Cancellation)).Faults);

        /// <summary>Scans and sends every five minutes.</summary>
        public async Task PassAsync(Duration time)
        {
            for (var end = clock.GetCurrentInstant() + time; clock.GetCurrentInstant() < end;)
            {
                clock.SetTo(clock.GetCurrentInstant() + Duration.FromMinutes(5));
                await ScanAsync();
                await SendAsync();
            }
        }

        public async Task AssertEverybodyWasToldOnceAsync()
        {
            Assert.Equal(
                Enumerable.Range(1, town.Villages).Select(n => DealtOut.Phone(n).Value),
                provider.Taken.Select(t => t.Sms.To.Value).Order(StringComparer.Ordinal));
            var notices = await ledger.Notices.NoticesSinceAsync(Given.At("2020-05-12T00:00"), Cancellation);
            Assert.Equal(town.Villages, notices.Count(n => n.State == NoticeState.Sent));
            Assert.Equal(town.Villages, notices.Count);
            var audit = await useCases.AuditLedger.RunAsync(Cancellation);
            Assert.Equal([], audit.Problems);
            Assert.Equal(town.Items, audit.Scheduled);
        }
    }
}
