using Xunit;

namespace Reminders.Testing;

/// <summary>The promises of <see cref="ISmsSender"/> for a provider that keeps our references, one test for each.</summary>
public abstract class SenderContract
{
    private static readonly Sms Message = new("20200513T0100Z-0000000000000001", 1, Given.Phone(1), "【整改提醒】您好，\"1-1\"还剩7天。");

    protected SettableClock Clock { get; } = new(Given.At("2020-05-13T09:00"));

    protected abstract ISmsSender Sender { get; }

    /// <summary>The number of messages that the provider has taken.</summary>
    protected abstract int Count { get; }

    [Fact]
    public async Task An_accepted_message_is_found_by_its_attempt_under_the_id_that_was_answered()
    {
        var accepted = await SendAsync(Message);
        await SendAsync(Message with { Notice = "20200513T0100Z-0000000000000002" });

        Assert.Equal(accepted.ProviderId, (await FindAsync(Message))?.ProviderId);
        Clock.SetTo(Clock.GetCurrentInstant() + Duration.FromHours(1));
        Assert.Equal(accepted.ProviderId, (await Sender.FindAsync(Message, Given.At("2020-05-13T09:00"), Cancellation))?.ProviderId);
    }

    [Fact]
    public async Task A_delivered_message_is_found_as_delivered()
    {
        await SendAsync(Message);
        Assert.Equal(true, (await FindAsync(Message))?.Delivered);
    }

    [Fact]
    public async Task A_message_that_was_never_sent_is_not_found() => Assert.Null(await FindAsync(Message));

    [Fact]
    public async Task Another_attempt_is_not_found()
    {
        await SendAsync(Message);
        Assert.Null(await FindAsync(Message with { Attempt = 2 }));
    }

    [Fact]
    public async Task Another_notice_of_the_same_text_to_the_same_number_is_not_found()
    {
        await SendAsync(Message);
        Assert.Null(await FindAsync(Message with { Notice = "20200513T0100Z-0000000000000002" }));
    }

    [Fact]
    public async Task A_message_sent_before_the_instant_is_not_found()
    {
        await SendAsync(Message);
        Assert.Null(await Sender.FindAsync(Message, Clock.GetCurrentInstant() + Duration.FromSeconds(1), Cancellation));
    }

    [Fact]
    public async Task Every_send_makes_a_message_of_its_own_even_a_repeat()
    {
        string[] ids =
        [
            (await SendAsync(Message)).ProviderId, (await SendAsync(Message)).ProviderId,
            (await SendAsync(Message with { Attempt = 2 })).ProviderId,
        ];

        Assert.Equal(3, Count);
        Assert.Equal(3, ids.Distinct().Count());
    }

    [Fact]
    public async Task Messages_sent_at_once_are_all_taken()
    {
        var messages = Enumerable.Range(1, 20).Select(attempt => Message with { Attempt = attempt }).ToList();
        var accepted = await Task.WhenAll(messages.Select(m => Task.Run(() => SendAsync(m))));

        Assert.Equal(20, Count);
        Assert.Equal(20, accepted.Select(a => a.ProviderId).Distinct().Count());
        foreach (var (message, answer) in messages.Zip(accepted))
            Assert.Equal(answer.ProviderId, (await FindAsync(message))?.ProviderId);
    }

    private async Task<SendOutcome.Accepted> SendAsync(Sms sms) =>
        Assert.IsType<SendOutcome.Accepted>(await Sender.SendAsync(sms, Cancellation));

    private Task<ProviderReport?> FindAsync(Sms sms) => Sender.FindAsync(sms, Clock.GetCurrentInstant(), Cancellation);
}
