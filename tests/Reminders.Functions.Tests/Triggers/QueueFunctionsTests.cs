using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.Logging;

namespace Reminders.Functions.Tests.Triggers;

/// <summary>The settlement of each message.</summary>
public sealed class QueueFunctionsTests : ILogger<QueueFunctions>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private readonly World world = new(Given.At("2020-05-12T10:00"));
    private readonly Settlements settlements = new();
    private readonly List<string> log = [];
    private readonly TimeThatPasses time = new();

    [Fact]
    public async Task A_message_that_was_sent_is_completed()
    {
        await HandleAsync(Received(await ClaimedAsync()));

        Assert.Equal(["completed"], settlements.All);
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_redelivered_message_is_completed_and_sends_nothing()
    {
        var message = Received(await ClaimedAsync());

        await HandleAsync(message);
        await HandleAsync(message);

        Assert.Equal(["completed", "completed"], settlements.All);
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task A_message_of_a_missing_notice_is_completed()
    {
        await HandleAsync(Received(new("20200513T0100Z-0000000000000000", 1, NoticeKind.Reminder)));

        Assert.Equal(["completed"], settlements.All);
    }

    [Theory]
    [InlineData("RefuseNumber")]
    [InlineData("RefuseMessage")]
    [InlineData("Busy")]
    [InlineData("TakeAndLoseAnswer")]
    public async Task The_message_is_completed_after_any_answer_of_the_provider(string turn)
    {
        var message = await ClaimedAsync();
        world.Provider.Script.Enqueue((ProviderTurn)typeof(ProviderTurn).GetProperty(turn)!.GetValue(null)!);

        await HandleAsync(Received(message));

        Assert.Equal(["completed"], settlements.All);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not JSON")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"notice":"n"}""")]
    [InlineData("""{"notice":null,"version":1}""")]
    [InlineData("""{"notice":"n","version":0}""")]
    [InlineData("""{"notice":"n","version":"x"}""")]
    [InlineData("[1]")]
    public async Task A_foreign_message_is_dead_lettered(string body)
    {
        await HandleAsync(ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString(body), messageId: "x", deliveryCount: 1));

        Assert.Equal(["dead letter: body-unreadable"], settlements.All);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2, 30)]
    [InlineData(3, 60)]
    [InlineData(4, 120)]
    [InlineData(5)] // the last delivery: the queue makes it a dead letter at once
    public async Task A_fault_abandons_the_message_after_a_pause_and_fails_the_function(int delivery, params int[] seconds)
    {
        var message = await ClaimedAsync();
        world.Provider.Script.Enqueue(ProviderTurn.Throw);

        var failed = await Assert.ThrowsAsync<MessageFailedException>(() => HandleAsync(Received(message, delivery)));

        Assert.Equal(["abandoned: HttpRequestException"], settlements.All);
        Assert.Equal(seconds.Select(s => TimeSpan.FromSeconds(s)), time.Waits);
        Assert.Equal($"Message {message.MessageId} failed at delivery {delivery} (HttpRequestException).", failed.Message);
        Assert.Null(failed.InnerException);
        Assert.Contains("HttpRequestException", Assert.Single(log), StringComparison.Ordinal);
        Assert.DoesNotContain("139", log[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_message_of_a_batch_is_settled_by_itself()
    {
        var messages = (await SeveralClaimedAsync(3)).Select(m => Received(m)).ToList();
        messages.Insert(1, ServiceBusModelFactory.ServiceBusReceivedMessage(BinaryData.FromString("[1]"), "foreign", deliveryCount: 1));
        world.Provider.Script.Enqueue(ProviderTurn.Accept);
        world.Provider.Script.Enqueue(ProviderTurn.Throw);

        await Assert.ThrowsAsync<MessageFailedException>(() => HandleAsync([.. messages]));

        Assert.Equal(["completed", "abandoned: HttpRequestException", "completed", "dead letter: body-unreadable"], settlements.All);
        Assert.Equal(2, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task A_message_whose_lock_is_lost_keeps_no_other_from_being_settled()
    {
        var messages = await SeveralClaimedAsync(3);
        settlements.Lost = messages[0].MessageId;

        await Assert.ThrowsAsync<InvalidOperationException>(() => HandleAsync([.. messages.Select(m => Received(m))]));

        Assert.Equal(["completed", "completed"], settlements.All);
        Assert.Equal(3, world.Provider.Taken.Count);
    }

    [Fact]
    public async Task A_batch_reads_the_barriers_once_and_messages_that_failed_before_go_alone()
    {
        var messages = await SeveralClaimedAsync(4);
        var before = world.Wire.Calls.Count;

        await HandleAsync([.. messages.Select((m, n) => Received(m, delivery: n < 2 ? 1 : 2))]);

        Assert.Equal(["completed", "completed", "completed", "completed"], settlements.All);
        Assert.Equal(3, world.Wire.Calls.Skip(before).Count(c => c == "IBarriers.BarriersAsync"));
        Assert.Equal(4, world.Provider.Taken.Select(t => t.Sms.To).Distinct().Count());
    }

    [Fact]
    public async Task A_stopping_host_abandons_the_message_without_a_pause()
    {
        var message = await ClaimedAsync();
        world.Provider.Script.Enqueue(ProviderTurn.Throw);
        using var ends = new CancellationTokenSource();
        var functions = new QueueFunctions(world.Wired, TimeProvider.System, this);

        var running = functions.ReminderAsync([Received(message, 4)], settlements, ends.Token);
        await ends.CancelAsync();

        await Assert.ThrowsAsync<MessageFailedException>(() => running);
        Assert.Equal(["abandoned: HttpRequestException"], settlements.All);
    }

    [Fact]
    public async Task The_send_belongs_to_the_trace_that_queued_it()
    {
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ReminderTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var bus = new TestBus(world.Clock);
        ActivityTraceId scan;
        using (var span = ReminderTelemetry.Start("scan"))
        {
            scan = span!.TraceId;
            await new ServiceBusNoticeQueue(bus.Client).EnqueueAsync([await ClaimedAsync()], Cancellation);
        }
        await using var receiver = bus.Client.CreateReceiver(NoticeQueues.Reminders);

        await HandleAsync(await receiver.ReceiveMessageAsync(cancellationToken: Cancellation));

        Assert.Equal(scan, spans.Single(s => s.OperationName == "send").TraceId);
        Assert.All(spans.SelectMany(s => s.TagObjects), tag => Assert.DoesNotContain("139", $"{tag.Value}", StringComparison.Ordinal));
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Add(formatter(state, exception) + exception);

    private static ServiceBusReceivedMessage Received(NoticeMessage message, int delivery = 1) =>
        ServiceBusModelFactory.ServiceBusReceivedMessage(MessageBody.Of(message), message.MessageId, deliveryCount: delivery);

    private Task HandleAsync(params ServiceBusReceivedMessage[] messages) =>
        new QueueFunctions(world.Wired, time, this).ReminderAsync(messages, settlements, Cancellation);

    private async Task<NoticeMessage> ClaimedAsync()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        return world.Queue.Receive(NoticeKind.Reminder)!.Message;
    }

    private async Task<List<NoticeMessage>> SeveralClaimedAsync(int persons)
    {
        var items = Enumerable.Range(1, persons).Select(n => new ItemDraft(n, null, $"问题{n}")
        {
            Persons = [new($"张{n}", Given.Phone(n))],
            Deadline = Deadline.On(new(2020, 5, 20), "5月20日"),
        });
        await world.LoadAsync(Given.Plan("2020-05-20") with { Items = [.. items] }, Given.Contacts(persons)[1..]);
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        return [.. Enumerable.Range(0, persons).Select(_ => world.Queue.Receive(NoticeKind.Reminder)!.Message)];
    }
}
