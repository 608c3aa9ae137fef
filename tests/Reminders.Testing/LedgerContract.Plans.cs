using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task A_plan_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        Assert.True(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
        AssertSame(Build.Plan(), Assert.Single(await ledger.Plans.PlansAsync(Cancellation)));
    }

    [Fact]
    public async Task A_plans_number_is_taken_once()
    {
        var ledger = await NewLedgerAsync();
        Assert.True(await ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation));
        Assert.False(await ledger.Plans.TryAddPlanAsync(Build.Plan() with { Title = "another" }, Cancellation));
        Assert.Equal(Build.Plan().Title, Assert.Single(await ledger.Plans.PlansAsync(Cancellation)).Title);
    }

    [Fact]
    public async Task One_of_many_rivals_that_take_a_plans_number_gets_it()
    {
        var ledger = await NewLedgerAsync();
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => ledger.Plans.TryAddPlanAsync(Build.Plan(), Cancellation))));
        Assert.Single(taken, t => t);
    }

    [Fact]
    public async Task A_saved_plan_takes_the_place_of_the_one_before()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Plans.TryAddPlanAsync(Build.Plan() with { IsComplete = false }, Cancellation);
        await ledger.Plans.SavePlanAsync(Build.Plan(), Cancellation);
        Assert.True(Assert.Single(await ledger.Plans.PlansAsync(Cancellation)).IsComplete);
    }

    [Fact]
    public async Task Plans_come_by_number_and_those_being_loaded_among_them()
    {
        var ledger = await NewLedgerAsync();
        foreach (var number in (int[])[10, 2, 1])
            await ledger.Plans.TryAddPlanAsync(Build.Plan(number) with { IsComplete = number != 2 }, Cancellation);
        Assert.Equal([1, 2, 10], (await ledger.Plans.PlansAsync(Cancellation)).Select(p => p.Number));
    }

    [Fact]
    public async Task A_plan_without_its_optional_parts_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        var plan = Build.Plan() with { Year = null, YearBasis = null, IssuingUnit = null };
        await ledger.Plans.TryAddPlanAsync(plan, Cancellation);
        Assert.Equal(plan, Assert.Single(await ledger.Plans.PlansAsync(Cancellation)));
    }

    [Fact]
    public async Task A_contact_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsAsync([Build.Contact()], Cancellation);
        AssertSame(Build.Contact(), Assert.Single(await ledger.People.ContactsAsync(Cancellation)));
    }

    [Fact]
    public async Task A_saved_directory_takes_the_place_of_the_one_before_and_keeps_its_order()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsAsync([Build.Contact("张三"), Build.Contact("李四"), Build.Contact("a/b\\c#d?e 王|五")], Cancellation);
        await ledger.People.SaveContactsAsync([Build.Contact("赵六"), Build.Contact("李四", phone: 9), Build.Contact("李四", role: Role.Person)],
            Cancellation);
        Assert.Equal(
            [("赵六", Build.Phone(1), Role.Leader), ("李四", Build.Phone(9), Role.Leader), ("李四", Build.Phone(1), Role.Person)],
            (await ledger.People.ContactsAsync(Cancellation)).Select(c => (c.Name, c.Phone, c.Role)));
    }

    [Fact]
    public async Task An_empty_directory_can_be_saved()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsAsync([Build.Contact()], Cancellation);
        await ledger.People.SaveContactsAsync([], Cancellation);
        Assert.Empty(await ledger.People.ContactsAsync(Cancellation));
    }

    [Fact]
    public async Task Namesakes_whose_numbers_look_alike_when_printed_are_two_contacts()
    {
        var ledger = await NewLedgerAsync();
        Contact[] namesakes = [new("张三", PhoneNumber.Parse("+8613900000001")), new("张三", PhoneNumber.Parse("+8613900000000")),
            new("张三", PhoneNumber.Parse("+86139000001"))];
        Assert.Equal(namesakes[0].Phone.Masked, namesakes[2].Phone.Masked);

        await ledger.People.SaveContactsAsync(namesakes, Cancellation);

        Assert.Equal(namesakes.Select(c => c.Phone), (await ledger.People.ContactsAsync(Cancellation)).Select(c => c.Phone));
    }

    [Fact]
    public async Task The_contacts_of_one_number_change_and_the_others_stay_as_and_where_they_are()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsAsync(
            [Build.Contact("张三", 1), Build.Contact("李四", 2), Build.Contact("李四", 2, Role.Person), Build.Contact("王五", 3)], Cancellation);
        await ledger.People.SaveContactsOfAsync(Build.Phone(2), [Build.Contact("李思", 2)], Cancellation);
        var contacts = await ledger.People.ContactsAsync(Cancellation);
        Assert.Equal(["张三", "李思", "王五"], contacts.Select(c => c.Name));
        AssertSame(Build.Contact("李思", 2), contacts[1]);
    }

    [Fact]
    public async Task Contacts_of_a_new_number_come_last_and_a_number_without_contacts_is_gone()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsOfAsync(Build.Phone(1), [], Cancellation);
        await ledger.People.SaveContactsOfAsync(Build.Phone(2), [Build.Contact("李四", 2)], Cancellation);
        await ledger.People.SaveContactsOfAsync(Build.Phone(1), [Build.Contact("张三", 1), Build.Contact("张三", 1, Role.Person)],
            Cancellation);
        await ledger.People.SaveContactsOfAsync(Build.Phone(3), [Build.Contact("王五", 3)], Cancellation);
        Assert.Equal(["李四", "张三", "张三", "王五"], (await ledger.People.ContactsAsync(Cancellation)).Select(c => c.Name));
        await ledger.People.SaveContactsOfAsync(Build.Phone(1), [], Cancellation);
        await ledger.People.SaveContactsOfAsync(Build.Phone(1), [], Cancellation);
        Assert.Equal(["李四", "王五"], (await ledger.People.ContactsAsync(Cancellation)).Select(c => c.Name));
    }

    [Fact]
    public async Task Added_contacts_take_the_place_of_their_identity_or_come_last_and_the_others_stay()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.AddContactsAsync([], Cancellation);
        await ledger.People.SaveContactsAsync([Build.Contact("张三", 1), Build.Contact("李四", 2), Build.Contact("李四", 2, Role.Person)],
            Cancellation);
        Contact[] added = [Build.Contact("王五", 3), Build.Contact("张三", 1) with { Leader = "赵六" }, Build.Contact("张三", 4)];
        foreach (var _ in (int[])[1, 2])
            await ledger.People.AddContactsAsync(added, Cancellation);
        var contacts = await ledger.People.ContactsAsync(Cancellation);
        Assert.Equal(["张三 1", "李四 2", "李四 2", "王五 3", "张三 4"], contacts.Select(c => $"{c.Name} {c.Phone.Value[^1]}"));
        AssertSame(added[1], contacts[0]);
    }

    [Fact]
    public async Task Contacts_that_are_added_at_once_are_all_kept()
    {
        var ledger = await NewLedgerAsync();
        var adding = Enumerable.Range(1, 10)
            .Select(n => Task.Run(() => ledger.People.AddContactsAsync([Build.Contact($"n{n}", n)], Cancellation)));
        await Task.WhenAll(adding);
        Assert.Equal(10, (await ledger.People.ContactsAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Contacts_of_different_numbers_that_are_saved_at_once_are_all_kept()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.SaveContactsAsync([Build.Contact("张三", 1), Build.Contact("李四", 2)], Cancellation);
        await Task.WhenAll(Enumerable.Range(1, 10).Select(n =>
            Task.Run(() => ledger.People.SaveContactsOfAsync(Build.Phone(n), n == 1 ? [] : [Build.Contact($"n{n}", n)], Cancellation))));
        Assert.Equal(Enumerable.Range(2, 9).Select(n => $"n{n}").Order(),
            (await ledger.People.ContactsAsync(Cancellation)).Select(c => c.Name).Order());
    }
}
