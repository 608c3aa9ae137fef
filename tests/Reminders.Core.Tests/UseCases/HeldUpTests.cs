namespace Reminders.Core.Tests.UseCases;

/// <summary>A process is held up between two steps of its work while others go on.</summary>
public class HeldUpTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    [Fact]
    public async Task A_sender_whose_lease_is_over_does_not_send_and_another_does()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();
        var message = world.Queue.Receive(NoticeKind.Reminder)!.Message;

        var late = await SlowSender(nameof(INotices.TrySaveNoticesAsync), minutes: 4).OneAsync(message, Cancellation);

        Assert.Equal(SendResult.Late, late);
        Assert.Empty(world.Provider.Taken);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));
        Assert.Single(world.Provider.Taken);
        Assert.Equal(1, world.Provider.Asked);
    }

    [Fact]
    public async Task A_sender_within_its_lease_sends()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        await world.ScanAsync();

        Assert.Equal(SendResult.Done, await SlowSender(nameof(INotices.TrySaveNoticesAsync), minutes: 2)
            .OneAsync(world.Queue.Receive(NoticeKind.Reminder)!.Message, Cancellation));
        Assert.Single(world.Provider.Taken);
    }

    [Fact]
    public async Task An_action_that_was_held_up_notes_its_item_again()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T10:00"));
        await world.BeatAsync();
        // Between writing the entry and the item two hours pass, and the scan uses up the entry.
        var late = Overtaken.After(world.Ledger, nameof(IAgenda.AddToAgendaAsync), async () =>
        {
            world.Clock.SetTo(Given.At("2020-05-13T12:00"));
            await world.ScanAsync();
        });

        await world.On(late).ActOnItem.RunAsync(new(1, 1), new CompleteItem(Given.Office, Persons: [new("王五", Given.Phone(2))]),
            Cancellation);
        await world.RunUntilAsync(Given.At("2020-05-14T12:00"));

        Assert.Single(world.Provider.Taken, t => t.Sms.To == Given.Phone(2));
    }

    [Fact]
    public async Task A_scan_that_was_held_up_records_nothing_and_the_next_one_does()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        world.Clock.SetTo(Given.At("2020-05-13T09:00"));
        var held = Overtaken.After(world.Ledger, nameof(INotices.ClaimAsync), () =>
        {
            world.Clock.SetTo(Given.At("2020-05-13T09:21"));
            return Task.CompletedTask;
        });

        await world.On(held).ScanDeadlines.RunAsync(Cancellation);
        Assert.Empty((await world.FileAsync()).Steps);
        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Single(world.Provider.Taken);
        Assert.Contains((await world.FileAsync()).Steps, s => s.Outcome == StepOutcome.Noticed);
    }

    private SendNotices SlowSender(string method, int minutes) => world.On(
        Overtaken.On(world.Ledger, method, () =>
        {
            world.Clock.SetTo(world.Now + Duration.FromMinutes(minutes));
            return Task.CompletedTask;
        })).SendNotices;
}
