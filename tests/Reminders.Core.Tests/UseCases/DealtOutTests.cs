namespace Reminders.Core.Tests.UseCases;

/// <summary>A township's plan is dealt out to its villages: each village gets every item, with its own people.</summary>
public class DealtOutTests
{
    private readonly World world = new(Given.At("2020-05-12T10:00"));

    private static string[] Villages(int count) => [.. Enumerable.Range(1, count).Select(n => $"第{n}村")];

    private static Contact[] People(int villages) =>
    [
        .. Enumerable.Range(1, villages).Select(n => new Contact($"村干部{n}", PhoneNumber.Parse($"+861390001{n:0000}"), Unit: $"第{n}村")),
        new("镇领导", Given.Phone(11), Role.Leader),
    ];

    private static PlanDraft Plan(int items) => Given.Plan([.. Enumerable.Repeat("2020-05-20", items)]) is var plan
        ? plan with { Items = [.. plan.Items.Select(i => i with { Leaders = [new("镇领导")], Persons = [new("张三")] })] }
        : plan;

    [Fact]
    public async Task Each_item_is_there_once_for_each_unit_with_that_units_person()
    {
        var loaded = await world.LoadAsync(Plan(2).DealtTo(Villages(3)), People(3));

        Assert.Equal(
            [("第1村：问题1", "村干部1"), ("第2村：问题1", "村干部2"), ("第3村：问题1", "村干部3"), ("第1村：问题2", "村干部1"), ("第2村：问题2", "村干部2"), ("第3村：问题2", "村干部3")],
            loaded.Items.Select(i => (i.Title, i.Persons.Single().Name)));
        Assert.All(loaded.Items, i => Assert.Equal(("镇领导", ItemState.Open), (i.Leaders.Single().Name, i.State)));
    }

    [Fact]
    public async Task Dealing_out_again_to_one_unit_more_adds_its_items_alone()
    {
        await world.LoadAsync(Plan(2).DealtTo(Villages(2)), People(3));
        await world.ActAsync(1, new ReportItem(new("村干部1"), "完成"));

        var again = await world.LoadAsync(Plan(2).DealtTo(Villages(3)), People(3));

        Assert.Equal([(new(1, 5), DifferenceKind.Added), (new ItemCode(1, 6), DifferenceKind.Added)],
            again.Differences.Select(d => (d.Code, d.Kind)));
        Assert.Equal((ItemState.Reported, "第1村"), ((await world.ItemAsync(1)).State, (await world.ItemAsync(1)).Unit));
    }

    [Fact]
    public async Task Twelve_thousand_items_load_and_a_day_tells_each_person_once()
    {
        await world.LoadAsync(Plan(40).DealtTo(Villages(300)), People(300));
        Assert.Equal(12_000, await world.Ledger.Items.ItemsAsync(1, Cancellation).CountAsync(Cancellation));

        await world.RunUntilAsync(Given.At("2020-05-13T12:00"));

        Assert.Equal(300, world.Provider.Taken.Count);
        Assert.Equal(300, world.Provider.Taken.Select(t => t.Sms.To).Distinct().Count());
        Assert.Contains("共40项", world.Provider.Taken[0].Sms.Text, StringComparison.Ordinal);
        Assert.Equal(12_000, (await world.ToldAsync()).Select(t => t.Step.Item).Distinct().Count());
    }
}
