using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    [Fact]
    public async Task An_absence_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        Assert.Empty(await ledger.People.AbsencesAsync(Cancellation));
        Assert.True(await ledger.People.TryAddAbsenceAsync(Build.Absence(), Cancellation));
        AssertSame(Build.Absence(), Assert.Single(await ledger.People.AbsencesAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task An_absence_of_which_little_is_known_is_read_as_it_was_written()
    {
        var ledger = await NewLedgerAsync();
        var absence = new Absence("a/b#c?d 号", Build.Phone(1), "", new Party("𠮷", Build.Phone(2)), new(2020, 5, 14), new(2020, 5, 14),
            "Asia/Shanghai");
        Assert.True(await ledger.People.TryAddAbsenceAsync(absence, Cancellation));
        Assert.Equal(absence, Assert.Single(await ledger.People.AbsencesAsync(Cancellation)).Value);
    }

    [Fact]
    public async Task Absences_come_by_their_first_day_and_then_by_id()
    {
        var ledger = await NewLedgerAsync();
        foreach (var (id, day) in ((string, int)[])[("b-2", 14), ("a-1", 15), ("c-1", 13), ("b-10", 14)])
            Assert.True(await ledger.People.TryAddAbsenceAsync(Build.Absence(id) with { From = new(2020, 5, day) }, Cancellation));
        Assert.Equal(["c-1", "b-10", "b-2", "a-1"], (await ledger.People.AbsencesAsync(Cancellation)).Select(a => a.Value.Id));
    }

    [Fact]
    public async Task One_of_many_rivals_that_take_an_absences_id_gets_it()
    {
        var ledger = await NewLedgerAsync();
        var taken = await Task.WhenAll(Enumerable.Range(0, 6)
            .Select(n => Task.Run(() => ledger.People.TryAddAbsenceAsync(Build.Absence() with { Reason = $"{n}" }, Cancellation))));
        Assert.Single(taken, t => t);
        Assert.Equal($"{Array.IndexOf(taken, true)}", Assert.Single(await ledger.People.AbsencesAsync(Cancellation)).Value.Reason);
    }

    [Fact]
    public async Task A_saved_absence_replaces_the_one_read_and_loses_against_a_rival()
    {
        var ledger = await NewLedgerAsync();
        await ledger.People.TryAddAbsenceAsync(Build.Absence() with { CancelledAt = null, Carried = AbsenceStage.Ahead }, Cancellation);
        await ledger.People.TryAddAbsenceAsync(Build.Absence("other-1"), Cancellation);
        var all = await ledger.People.AbsencesAsync(Cancellation);
        Assert.Equal(all, await ledger.People.AbsencesAsync(Cancellation)); // tags are equal too while nothing changes
        var read = all.Single(a => a.Value.Id == Build.Absence().Id);
        Assert.True(await ledger.People.TrySaveAbsenceAsync(read with { Value = Build.Absence() }, Cancellation));
        Assert.False(await ledger.People.TrySaveAbsenceAsync(read with { Value = read.Value with { Reason = "mine" } }, Cancellation));
        Assert.False(await ledger.People.TrySaveAbsenceAsync(new Stored<Absence>(Build.Absence("unknown-1"), read.Tag), Cancellation));
        Assert.Equal([Build.Absence(), Build.Absence("other-1")],
            (await ledger.People.AbsencesAsync(Cancellation)).Select(a => a.Value).OrderBy(a => a.Id, StringComparer.Ordinal));
    }
}
