namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The sender of <c>serve</c>. Other processes share its file, and may crash in the middle of a line.</summary>
public sealed class FileSmsSenderTests : SenderContract, IDisposable
{
    private static readonly Sms Message = new("notice-1", 1, Given.Phone(1), "您好");

    private readonly TemporaryFolder folder = new();
    private readonly List<OutboxMessage> shown = [];

    protected override ISmsSender Sender => new FileSmsSender(folder.Path, Clock, message =>
    {
        lock (shown)
            shown.Add(message);
    });

    protected override int Count => new Phones(folder.Path).Messages().Count;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_accepted_SMS_is_shown_once()
    {
        var accepted = await Sender.SendAsync(Message, Cancellation);
        await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation);

        Assert.Equal(accepted, new SendOutcome.Accepted(Assert.Single(shown).ProviderId));
        Assert.Equal((Message, Clock.GetCurrentInstant()), (shown[0].Sms, shown[0].At));
    }

    [Fact]
    public async Task The_messages_are_read_oldest_first_without_half_a_line()
    {
        var sender = (FileSmsSender)Sender;
        Assert.Empty(await sender.MessagesAsync(Cancellation));
        await sender.SendAsync(Message, Cancellation);
        await sender.SendAsync(Message with { Attempt = 2 }, Cancellation);
        new Phones(folder.Path).LeaveHalfALine();

        Assert.Equal([1, 2], (await sender.MessagesAsync(Cancellation)).Select(m => m.Sms.Attempt));
    }

    [Fact]
    public async Task Half_a_line_is_ignored_and_damages_no_other_line()
    {
        var before = (SendOutcome.Accepted)await Sender.SendAsync(Message, Cancellation);
        new Phones(folder.Path).LeaveHalfALine();
        Assert.Equal(before.ProviderId, (await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);

        var after = (SendOutcome.Accepted)await Sender.SendAsync(Message with { Attempt = 2 }, Cancellation);

        Assert.Equal(before.ProviderId, (await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);
        Assert.Equal(
            after.ProviderId, (await Sender.FindAsync(Message with { Attempt = 2 }, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);
        Assert.Equal(2, Count);
    }

    [Fact]
    public async Task A_sender_that_waits_longer_than_two_minutes_sends_nothing()
    {
        Task<SendOutcome> sending;
        using (new FileStream(Path.Combine(folder.Path, "outbox.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            sending = Sender.SendAsync(Message, Cancellation);
            Clock.SetTo(Clock.GetCurrentInstant() + Duration.FromMinutes(2) + Duration.Epsilon);
        }

        Assert.Equal(new SendOutcome.Later("outbox-busy"), await sending);
        Assert.Equal(0, Count);
        Assert.Empty(shown);
    }

    public void Dispose() => folder.Dispose();
}
