namespace Reminders.Core.Tests.UseCases;

public class AskReceiptsTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    private ImmutableArray<AuditProblem> problems = [];

    [Theory]
    [InlineData("its receipt may come", "2020-05-13T10:00", "2020-05-13T10:59", false)]
    [InlineData("its receipt has not come", "2020-05-13T10:59", "2020-05-13T11:00", true)]
    [InlineData("it was asked for by the last run", "2020-05-13T11:00", "2020-05-13T11:15", false)]
    [InlineData("the second time", "2020-05-13T16:59", "2020-05-13T17:00", true)]
    [InlineData("the last time", "2020-05-14T10:59", "2020-05-14T11:14", true)]
    [InlineData("no longer", "2020-05-14T11:00", "2020-05-20T11:00", false)]
    [InlineData("once after an outage, whatever was missed", "2020-05-13T09:00", "2020-05-20T09:00", true)]
    public void A_receipt_is_asked_for_at_three_moments(string remark, string last, string now, bool due)
    {
        var sent = Given.Notice("2020-05-13T09:00", Given.Person) with { State = NoticeState.Sent, SentAt = Given.At("2020-05-13T09:00") };

        Assert.Equal((remark, due), (remark, AskReceipts.IsDue(sent, Given.At(last), Given.At(now))));
        Assert.False(AskReceipts.IsDue(sent with { State = NoticeState.Delivered }, Given.At(last), Given.At(now)));
    }

    [Fact]
    public async Task A_receipt_that_never_came_is_asked_for()
    {
        await SendAsync();

        Assert.Equal(1, await AskAsync("2020-05-13T11:05"));

        Assert.Equal(NoticeState.Delivered, (await NoticeAsync()).State);
        Assert.Equal(0, await AskAsync("2020-05-13T17:05"));
    }

    [Fact]
    public async Task A_message_whose_fate_the_provider_does_not_know_stays_sent()
    {
        world.Provider.Fates[Given.Phone(1)] = (null, null);
        await SendAsync();

        int[] asked = [await AskAsync("2020-05-13T11:05"), await AskAsync("2020-05-13T11:20"), await AskAsync("2020-05-13T17:05"),
            await AskAsync("2020-05-14T11:05"), await AskAsync("2020-05-15T11:05")];

        Assert.Equal([1, 0, 1, 1, 0], asked);
        Assert.Equal(NoticeState.Sent, (await NoticeAsync()).State);
    }

    [Fact]
    public async Task A_number_that_a_lost_receipt_would_have_named_is_flagged_and_its_leader_told()
    {
        world.Provider.Fates[Given.Phone(1)] = (false, new(Remedy.NewNumber, "30005"));
        await SendAsync();

        await AskAsync("2020-05-13T11:05");

        Assert.Equal((NoticeState.Undelivered, "30005"), ((await NoticeAsync()).State, Assert.Single(await world.FlagsAsync()).Reason));
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Contains("手机无法接收短信", world.Provider.Taken[^1].Sms.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_for_one_is_asked_for_the_others()
    {
        await world.LoadAsync(Given.Plan("2020-05-20", "2020-05-20"),
            [.. Given.Contacts(), new("王五", Given.Phone(2)) { Items = ["2"] }, new("李四", Given.Phone(11), Role.Leader) { Items = ["2"] }]);
        await world.RunUntilAsync(Given.At("2020-05-13T09:05"));
        Assert.Equal(2, world.Provider.Taken.Count);
        world.Provider.CannotBeAsked = true;

        Assert.Equal(2, await AskAsync("2020-05-13T11:05"));

        Assert.Contains(problems, p => p is
        {
            Code: AuditCodes.ReceiptsUnknown,
            Message: "The SMS provider could not be asked what became of 2 messages, of 2 whose receipts have not come.",
        });
    }

    [Fact]
    public async Task A_provider_that_cannot_be_asked_three_times_is_left_alone_until_the_next_moment()
    {
        var people = Enumerable.Range(1, 5).Select(n => new Contact($"责任人{n}", Given.Phone(n)) { Items = [$"{n}"] });
        var leader = new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1", "2", "3", "4", "5"] };
        await world.LoadAsync(Given.Plan([.. Enumerable.Repeat("2020-05-20", 5)]), [.. people, leader]);
        await world.RunUntilAsync(Given.At("2020-05-13T09:05"));
        world.Provider.CannotBeAsked = true;

        Assert.Equal(3, await AskAsync("2020-05-13T11:05"));

        Assert.Contains(
            problems, p => p.Code == AuditCodes.ReceiptsUnknown && p.Message.Contains("5 messages, of 5", StringComparison.Ordinal));
        world.Provider.CannotBeAsked = false;
        Assert.Equal(5, await AskAsync("2020-05-13T17:05"));
    }

    [Theory]
    [InlineData("it has it now", true, "Delivered")]
    [InlineData("what it had was another message, or did not arrive", false, "Queued")]
    public async Task The_next_question_decides_whether_a_message_was_taken(string remark, bool has, string state)
    {
        world.Provider.HidesTexts = true;
        world.Provider.Script.Enqueue(ProviderTurn.TakeAndLoseAnswer);
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-13T10:00"));
        Assert.Equal((NoticeState.Sent, "undecided"), ((await NoticeAsync()).State, (await NoticeAsync()).Reason));
        await AskAsync("2020-05-13T11:05");
        Assert.Equal(NoticeState.Sent, (await NoticeAsync()).State);

        (world.Provider.HidesTexts, world.Provider.Forgets) = (false, !has);
        await AskAsync("2020-05-13T17:05");

        Assert.Equal((remark, state), (remark, (await NoticeAsync()).State.ToString()));
    }

    private async Task SendAsync()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        await world.RunUntilAsync(Given.At("2020-05-13T09:05"));
        Assert.Single(world.Provider.Taken);
    }

    /// <summary>The number of messages that one audit asks for.</summary>
    private async Task<int> AskAsync(string local)
    {
        world.Clock.SetTo(Given.At(local));
        var before = world.Provider.Asked;
        problems = (await world.UseCases.AuditLedger.RunAsync(Cancellation)).Problems;
        return world.Provider.Asked - before;
    }

    private Task<Notice> NoticeAsync() => world.NoticeAsync(Given.Phone(1), "2020-05-13T09:00");
}
