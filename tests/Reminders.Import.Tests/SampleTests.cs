namespace Reminders.Import.Tests;

public class SampleTests
{
    [Fact]
    public void The_sample_plan_reads_with_one_deadline_left_to_fill_in()
    {
        var plan = PlanFiles.Read(PlanFiles.File("samples/plan.txt"));

        Assert.Equal("青松镇人居环境和民生资金专项检查反馈问题整改方案", plan.Title);
        Assert.Equal("青松镇人民政府", plan.IssuingUnit);
        Assert.Equal((2026, "year-assumed"), (plan.Year!.Value, Assert.Single(plan.Findings).Code));
        Assert.Equal(
            [new LocalDate(2026, 3, 31), new(2026, 4, 3), new(2026, 4, 5), new(2026, 4, 10), new(2026, 4, 20), (LocalDate?)null],
            plan.Items.Select(i => i.Deadline.Date));
        Assert.Equal(DeadlineKind.Redacted, plan.Items[5].Deadline.Kind);
        Assert.Equal("自查发现的问题", plan.Items[5].Section);
        string[] codes = ["", "", "deadline-read-as", "", "deadline-read-as,duty-goes-on", "deadline-redacted"];
        Assert.Equal(codes, plan.Items.Select(i => i.Codes()));
    }

    [Fact]
    public void Everybody_in_the_sample_plan_is_in_the_sample_contacts()
    {
        var plan = PlanFiles.Read(PlanFiles.File("samples/plan.txt"));
        var contacts = ContactFile.Read(PlanFiles.File("samples/contacts.csv")).Contacts;

        var names = contacts.Select(c => c.Name).ToHashSet();
        Assert.All(plan.Items.SelectMany(i => i.Persons.Concat(i.Leaders)), p => Assert.Contains(p.Name, names));
        Assert.Equal([Role.Person, Role.Leader, Role.Supervisor], contacts.Select(c => c.Role).Distinct());
        Assert.All(contacts, c => Assert.StartsWith("+86139000000", c.Phone.Value, StringComparison.Ordinal));
    }
}
