using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    // Readers use an old reading of the people while the version is the same.
    [Fact]
    public async Task Every_write_of_people_gives_them_another_version_and_no_other_write_does()
    {
        var ledger = await NewLedgerAsync();
        var people = ledger.People;
        var versions = new List<string?> { await VersionAsync() };
        Func<Task>[] writes =
        [
            () => people.SaveContactsAsync([Build.Contact()], Cancellation),
            () => people.SaveContactsOfAsync(Build.Phone(2), [Build.Contact("李四", 2)], Cancellation),
            () => people.AddContactsAsync([Build.Contact("王五", 3)], Cancellation),
            () => people.TryAddAbsenceAsync(Build.Absence(), Cancellation),
            async () => await people.TrySaveAbsenceAsync((await people.AbsencesAsync(Cancellation)).Single(), Cancellation),
            () => people.TryAddHandoverAsync(Handover("a-1"), Cancellation),
        ];
        foreach (var write in writes)
        {
            await write();
            versions.Add(await VersionAsync());
        }
        Assert.DoesNotContain(null, versions);
        Assert.Equal(versions, versions.Distinct());

        await ledger.Barriers.FlagAsync(Build.Flag(), Cancellation);
        await ledger.Barriers.SaveHaltAsync(Build.Halt(), Cancellation);
        Assert.Equal(versions[^1], await VersionAsync());

        async Task<string?> VersionAsync() => (await ledger.Barriers.BarriersAsync(Cancellation)).PeopleVersion;
    }

    [Fact]
    public async Task Writes_of_people_at_once_end_with_a_version_of_all()
    {
        var ledger = await NewLedgerAsync();
        var before = (await ledger.Barriers.BarriersAsync(Cancellation)).PeopleVersion;

        await Task.WhenAll(
            Enumerable.Range(1, 8).Select(n => ledger.People.AddContactsAsync([new($"张{n}", Build.Phone(n))], Cancellation)));

        var barriers = await ledger.Barriers.BarriersAsync(Cancellation);
        Assert.NotNull(barriers.PeopleVersion);
        Assert.NotEqual(before, barriers.PeopleVersion);
        Assert.Empty(barriers.Flags);
        Assert.Equal(8, (await ledger.People.ContactsAsync(Cancellation)).Count);
    }
}
