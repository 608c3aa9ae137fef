namespace Reminders.LocalHost.Tests.Serving;

/// <summary>The sender of <c>serve</c>, and what is its own: other processes share its file, and may die in the middle of a line.</summary>
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
    public async Task What_was_taken_is_told_once()
    {
        var accepted = await Sender.SendAsync(Message, Cancellation);
        await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation);

        Assert.Equal(accepted, new SendOutcome.Accepted(Assert.Single(shown).ProviderId));
        Assert.Equal((Message, Clock.GetCurrentInstant()), (shown[0].Sms, shown[0].At));
    }

    [Fact]
    public async Task Half_a_line_was_never_taken_and_takes_no_other_with_it()
    {
        var before = (SendOutcome.Accepted)await Sender.SendAsync(Message, Cancellation);
        new Phones(folder.Path).LeaveHalfALine();
        Assert.Equal(before.ProviderId, (await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);

        var after = (SendOutcome.Accepted)await Sender.SendAsync(Message with { Attempt = 2 }, Cancellation);

        Assert.Equal(before.ProviderId, (await Sender.FindAsync(Message, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);
        Assert.Equal(after.ProviderId, (await Sender.FindAsync(Message with { Attempt = 2 }, Clock.GetCurrentInstant(), Cancellation))?.ProviderId);
        Assert.Equal(2, Count);
    }

    [Fact]
    public async Task Whoever_gets_his_turn_after_two_minutes_sends_nothing_any_more()
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
