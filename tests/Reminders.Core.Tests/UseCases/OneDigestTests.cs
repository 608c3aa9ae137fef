namespace Reminders.Core.Tests.UseCases;

/// <summary>One person in several roles, and one number under several names, through the scan and the queue.</summary>
public class OneDigestTests
{
    private readonly World world = new(Given.At("2020-05-28T10:00"));

    [Fact]
    public async Task A_person_with_three_roles_gets_one_SMS_that_tells_every_item()
    {
        await world.LoadAsync(
            Given.Plan("2020-05-20", "2020-05-20"),
            [
                new Contact("张三", Given.Phone(1)) { Items = ["1"] }, new Contact("张三", Given.Phone(1), Role.Leader) { Items = ["2"] },
                new("张三", Given.Phone(1), Role.Supervisor),
                new Contact("李四", Given.Phone(11), Role.Leader) { Items = ["1"] }, new Contact("钱二", Given.Phone(2)) { Items = ["2"] },
            ]);

        await world.RunUntilAsync(Given.At("2020-05-28T18:00"));

        Assert.Equal([Given.Phone(1), Given.Phone(2), Given.Phone(11)], world.Provider.Taken.Select(t => t.Sms.To).OrderBy(n => n.Value));
        Assert.Equal(
            [(1, Role.Person), (1, Role.Supervisor), (2, Role.Leader), (2, Role.Supervisor)],
            (await world.ToldAsync()).Where(t => t.To == Given.Phone(1)).Select(t => (t.Step.Item.Ordinal, t.Step.Role)).Order());
        var text = world.Provider.Taken.Single(t => t.Sms.To == Given.Phone(1)).Sms.Text;
        Assert.Equal([1, 1], ((string[])["1-1", "1-2"]).Select(code => text.Split(code).Length - 1));
    }

    [Fact]
    public async Task Two_names_on_one_office_phone_get_one_SMS_for_an_item()
    {
        await world.LoadAsync(Given.Plan("2020-05-20"), [.. Given.Contacts(), new Contact("钱二", Given.Phone(1)) { Items = ["1"] }]);
        await world.RunUntilAsync(Given.At("2020-05-28T18:00"));
        Assert.Single(world.Provider.Taken, t => t.Sms.To == Given.Phone(1));
        Assert.Single(await world.ToldAsync(), t => t.Step.Role == Role.Person);
    }
}
