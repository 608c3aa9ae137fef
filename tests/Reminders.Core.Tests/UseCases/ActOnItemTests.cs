namespace Reminders.Core.Tests.UseCases;

public class ActOnItemTests
{
    private readonly World world = new(Given.At("2020-05-01T10:00"));

    [Fact]
    public async Task An_item_that_is_not_there_answers_nothing()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        Assert.IsType<Outcome<Item>.Missing>(await world.ActAsync(2, Commands.Good(ItemAction.Report)));
        Assert.IsType<Outcome<Item>.Missing>(
            await world.Wired.ActOnItem.RunAsync(new(7, 1), Commands.Good(ItemAction.Report), Cancellation));
    }

    [Fact]
    public async Task A_plan_that_is_still_being_loaded_has_no_items_yet()
    {
        var cut = new World(world.Now, wire: new() { CrashesAtFirst = "AddItemsAsync", CrashesAfterwards = true });
        await Assert.ThrowsAsync<ProcessCrashed>(() => cut.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts()));

        Assert.IsType<Outcome<Item>.Missing>(await cut.ActAsync(1, Commands.Good(ItemAction.Report)));
    }

    [Fact]
    public async Task A_refusal_leaves_the_item_and_its_history_as_they_are()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());

        var result = await world.ActAsync(1, Commands.Good(ItemAction.Verify));

        Assert.Equal(("not-allowed-in-state", 1), (result.Refusal!.Code, (await world.ItemAsync()).Version));
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task Every_action_makes_a_version_and_a_line_of_history()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        ItemAction[] actions =
        [
            ItemAction.Extend, ItemAction.Report, ItemAction.Return, ItemAction.Report, ItemAction.Verify, ItemAction.Reopen,
            ItemAction.Cancel,
        ];
        foreach (var action in actions)
            Assert.Null((await world.ActAsync(1, Commands.Good(action))).Refusal);

        Assert.Equal(
            ["1 Load Open", "2 Extend 2020-05-20 → 2020-06-30: 汛期无法施工", "3 Report 整改完成", "4 Return 照片看不清", "5 Report 整改完成",
                "6 Verify 现场已核查", "7 Reopen cycle 2, 2020-06-30 → 2020-07-31: 问题反弹", "8 Cancel 重复立项"],
            await HistoryAsync());
        Assert.Equal((8, 2, 3, ItemState.Cancelled), ((await world.ItemAsync()).Version, (await world.ItemAsync()).Cycle,
            (await world.ItemAsync()).Deadline.Version, (await world.ItemAsync()).State));
    }

    [Fact]
    public async Task One_of_two_simultaneous_reports_is_decided_anew_and_refused()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), Given.Contacts());
        var overtaken = Overtaken.On(world.Ledger, nameof(IItems.TrySaveItemAsync),
            () => world.ActAsync(1, Commands.Good(ItemAction.Report)));

        var late = await world.On(overtaken).ActOnItem.RunAsync(new(1, 1), Commands.Good(ItemAction.Report), Cancellation);

        Assert.Equal("not-allowed-in-state", late.Refusal?.Code);
        Assert.Equal(2, (await world.ItemAsync()).Version);
    }

    private async Task<IEnumerable<string>> HistoryAsync() =>
        (await world.FileAsync()).History.Select(h => $"{h.Number} {h.Action} {h.Detail}");

    [Fact]
    public async Task An_edit_of_an_item_that_is_long_overdue_looks_back_to_its_latest_steps_and_no_further()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), new Contact("张三", Given.Phone(1)) { Items = ["1"] },
            new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1"] });
        await world.RunUntilAsync(Given.At("2020-11-18T12:00"));

        await world.ActAsync(1, new CompleteItem(Given.Office, Persons: [new("王五", Given.Phone(2))]));

        var entry = (await world.Ledger.Agenda.DueAsync(world.Now, Cancellation)).OfType<AgendaEntry.OfItem>().Single();
        Assert.Equal((world.Now, 2), (entry.At, entry.Version));
        Assert.InRange(entry.Since, Given.At("2020-11-11T09:00"), world.Now);
    }
}
