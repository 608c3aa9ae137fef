using Xunit;

namespace Reminders.Testing;

public abstract partial class LedgerContract
{
    private static AgendaEntry.OfItem EntryAt(Instant at, int ordinal = 1) =>
        AgendaEntry.ForItem(Build.Item(ordinal), at, Build.Now - Duration.FromDays(9));

    [Fact]
    public async Task An_entry_is_due_from_its_very_instant_on()
    {
        var ledger = await NewLedgerAsync();
        var entry = EntryAt(Build.Now);
        await ledger.Agenda.AddToAgendaAsync([entry], Cancellation);
        Assert.Empty(await ledger.Agenda.DueAsync(Build.Now - Duration.FromNanoseconds(1), Cancellation));
        Assert.Equal([entry], await ledger.Agenda.DueAsync(Build.Now, Cancellation));
        Assert.Equal([entry], await ledger.Agenda.DueAsync(Build.Now + Duration.FromDays(400), Cancellation));
    }

    [Fact]
    public async Task An_entry_keeps_its_instants_to_the_nanosecond()
    {
        var ledger = await NewLedgerAsync();
        var at = Build.Now + Duration.FromNanoseconds(123_456_789);
        AgendaEntry[] entries = [EntryAt(at) with { Since = at - Duration.FromNanoseconds(7) },
            AgendaEntry.ForNotice(Build.Notice(), at + Duration.FromNanoseconds(1))];
        await ledger.Agenda.AddToAgendaAsync(entries, Cancellation);
        Assert.Equal(entries, await ledger.Agenda.DueAsync(at + Duration.FromNanoseconds(1), Cancellation));
        Assert.Equal(entries[..1], await ledger.Agenda.DueAsync(at, Cancellation));
    }

    [Fact]
    public async Task Entries_come_oldest_first_across_days_and_years()
    {
        var ledger = await NewLedgerAsync();
        Instant[] instants = [Build.Now - Duration.FromDays(300), Build.Now - Duration.FromHours(2), Build.Now - Duration.FromMinutes(1),
            Build.Now];
        await ledger.Agenda.AddToAgendaAsync([.. instants.Reverse().Select((at, n) => EntryAt(at, n + 1))], Cancellation);
        await ledger.Agenda.AddToAgendaAsync([EntryAt(Build.Now + Duration.FromSeconds(1)), EntryAt(Build.Now + Duration.FromDays(1))],
            Cancellation);
        Assert.Equal(instants, (await ledger.Agenda.DueAsync(Build.Now, Cancellation)).Select(e => e.At));
    }

    [Fact]
    public async Task The_oldest_entries_are_as_many_as_wanted_and_none_after_the_instant()
    {
        var ledger = await NewLedgerAsync();
        Assert.Empty(await ledger.Agenda.OldestAsync(Build.Now, 10, Cancellation));
        // More rows than one answer of a table store holds, over 50 days before and after now.
        var entries = Enumerable.Range(0, 1_300).Select(n => EntryAt(Build.Now + Duration.FromHours((n - 1_200) * 2), n + 1)).ToList();
        AgendaEntry notice = AgendaEntry.ForNotice(Build.Notice(), Build.Now - Duration.FromDays(4000));
        await ledger.Agenda.AddToAgendaAsync([.. entries.AsEnumerable().Reverse(), notice], Cancellation);

        Assert.Equal([notice, .. entries[..1_100]], await ledger.Agenda.OldestAsync(Build.Now, 1_101, Cancellation));
        Assert.Equal([notice, .. entries[..1_201]], await ledger.Agenda.OldestAsync(Build.Now, 9_999, Cancellation));
        Assert.Equal([notice, .. entries], await ledger.Agenda.DueAsync(Instant.MaxValue, Cancellation));
    }

    [Fact]
    public async Task Looks_are_found_at_their_places_and_nowhere_else()
    {
        var ledger = await NewLedgerAsync();
        var days = Enumerable.Range(1, 40).Select(n => Build.Now + Duration.FromDays(n % 3)).ToList();
        AgendaEntry.OfItem[] entries = [.. days.Select((at, n) => EntryAt(at, n + 1))];
        var (older, newer) = (entries[4] with { Version = 1 }, entries[4] with { Since = Build.Now });
        await ledger.Agenda.AddToAgendaAsync(
            [.. entries.Where((_, n) => n != 4), older, newer, AgendaEntry.ForNotice(Build.Notice(), days[0])], Cancellation);

        Assert.Equal(entries[5..].ToHashSet(), (await ledger.Agenda.FindLooksAsync(entries[5..], Cancellation)).ToHashSet());
        // Where the wanted entry does not stand, all others of its item do, however they differ.
        Assert.Equal([older, newer], (await ledger.Agenda.FindLooksAsync([entries[4]], Cancellation)).OrderBy(e => e.Version));
        Assert.Equal([newer], await ledger.Agenda.FindLooksAsync([newer, newer], Cancellation));
        Assert.Empty(await ledger.Agenda.FindLooksAsync(
            [
                entries[5] with { At = entries[5].At + Duration.FromNanoseconds(1) }, entries[5] with { Item = new(2, 6) },
                entries[0] with { Item = new(1, 41) }, entries[0] with { Item = new(11, 1) },
            ],
            Cancellation));
        Assert.Empty(await ledger.Agenda.FindLooksAsync([], Cancellation));
    }

    [Fact]
    public async Task An_entry_added_twice_stays_one()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Agenda.AddToAgendaAsync([EntryAt(Build.Now), EntryAt(Build.Now)], Cancellation);
        await ledger.Agenda.AddToAgendaAsync([EntryAt(Build.Now)], Cancellation);
        Assert.Single(await ledger.Agenda.DueAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task Entries_that_differ_in_anything_are_two()
    {
        var ledger = await NewLedgerAsync();
        var entry = EntryAt(Build.Now);
        AgendaEntry[] others =
        [
            entry with { At = entry.At - Duration.FromNanoseconds(1) }, entry with { Since = entry.Since + Duration.FromNanoseconds(1) },
            entry with { Item = new(1, 11) }, entry with { Version = 31 }, new AgendaEntry.OfNotices(entry.At, entry.Since, ["1-1"]),
            AgendaEntry.ForNotice(Build.Notice() with { Id = "a/b\\c#d?e 通知" }, Build.Now),
            new AgendaEntry.OfNotices(entry.At, entry.Since, ["1-1", "1-2"]),
            new AgendaEntry.OfNotices(entry.At, entry.Since, ["1-1", "1-3"]),
        ];
        await ledger.Agenda.AddToAgendaAsync([entry, .. others], Cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([entry], Cancellation);
        Assert.Equivalent(others, await ledger.Agenda.DueAsync(Build.Now, Cancellation), strict: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_agenda_is_a_set_of_entries_however_they_are_added_and_removed_together(int seed)
    {
        var ledger = await NewLedgerAsync();
        var random = new Random(seed);
        // Looks at whole minutes may share rows.
        Instant[] instants =
            [Build.Now, Build.Now + Duration.FromHours(1), Build.Now + Duration.FromSeconds(1), Build.Now + Duration.FromDays(1)];
        AgendaEntry.OfItem[] all =
        [
            .. from at in instants
               from ordinal in Enumerable.Range(1, 5)
               from look in (AgendaEntry.OfItem[])
               [
                   EntryAt(at, ordinal), EntryAt(at, ordinal) with { Version = 2 }, EntryAt(at, ordinal) with { Since = at },
                   EntryAt(at, ordinal) with { Role = Role.Leader },
               ]
               select look,
        ];
        var expected = new HashSet<AgendaEntry>();
        for (var round = 0; round < 40; round++)
        {
            var some = all.Where(_ => random.Next(3) == 0).ToList();
            if (round % 2 == 0)
            {
                await ledger.Agenda.AddToAgendaAsync([.. some, some[0]], Cancellation);
                expected.UnionWith(some);
            }
            else
            {
                await ledger.Agenda.RemoveFromAgendaAsync(some, Cancellation);
                expected.ExceptWith(some);
            }
            var now = instants[random.Next(4)];
            var due = await ledger.Agenda.DueAsync(now, Cancellation);
            Assert.Equal(Sorted(expected.Where(e => e.At <= now)), Sorted(due));
            Assert.Equal(due.Select(e => e.At).Order(), due.Select(e => e.At));
            var wanted = all.Where(_ => random.Next(20) == 0).ToList();
            Assert.Equal(
                Sorted(wanted.SelectMany(w => expected.Contains(w)
                    ? [w]
                    : expected.Cast<AgendaEntry.OfItem>().Where(e => (e.At, e.Item) == (w.At, w.Item))).Distinct()),
                Sorted(await ledger.Agenda.FindLooksAsync(wanted, Cancellation)));
        }

        static IEnumerable<string> Sorted(IEnumerable<AgendaEntry> entries) => entries.Select(e => $"{e}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task An_entry_holds_many_notices_of_one_slot()
    {
        var ledger = await NewLedgerAsync();
        var notices = Enumerable.Range(1, 1_100).Select(n => Build.Notice(n, Build.Now + Duration.FromHours(n == 7 ? 1 : 0))).ToList();
        AgendaEntry.OfNotices[] entries = [.. AgendaEntry.ForNotices(notices, Build.Now)];
        await ledger.Agenda.AddToAgendaAsync(entries, Cancellation);
        await ledger.Agenda.AddToAgendaAsync([.. AgendaEntry.ForNotices(notices, Build.Now)], Cancellation);

        Assert.Equal([500, 500, 99, 1], entries.Select(e => e.Notices.Length));
        Assert.Equivalent(entries, await ledger.Agenda.DueAsync(Build.Now, Cancellation), strict: true);
        Assert.Equal(
            notices.Select(n => (n.Id, n.SlotAt)).Order(), entries.SelectMany(e => e.Notices.Select(id => (id, e.Since))).Order());
        await ledger.Agenda.RemoveFromAgendaAsync(entries, Cancellation);
        Assert.Empty(await ledger.Agenda.DueAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task Entries_that_are_gone_do_not_keep_the_others_from_being_removed()
    {
        var ledger = await NewLedgerAsync();
        var entries = Enumerable.Range(1, 250).Select(n => EntryAt(Build.Now - Duration.FromHours(n % 60), n)).ToList();
        await ledger.Agenda.AddToAgendaAsync([.. entries.Where((_, n) => n % 3 != 0)], Cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([.. entries.Skip(10)], Cancellation);
        Assert.Equivalent(entries.Take(10).Where((_, n) => n % 3 != 0), await ledger.Agenda.DueAsync(Build.Now, Cancellation),
            strict: true);
        await ledger.Agenda.RemoveFromAgendaAsync(entries, Cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync(entries, Cancellation);
        Assert.Empty(await ledger.Agenda.DueAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task Two_that_remove_the_same_entries_at_once_both_succeed()
    {
        var ledger = await NewLedgerAsync();
        AgendaEntry[] entries = [.. Enumerable.Range(1, 50).Select(n => EntryAt(Build.Now, n))];
        await ledger.Agenda.AddToAgendaAsync(entries, Cancellation);
        await Task.WhenAll(
            Enumerable.Range(0, 4).Select(n => Task.Run(() => ledger.Agenda.RemoveFromAgendaAsync(entries[(n * 5)..], Cancellation))));
        Assert.Empty(await ledger.Agenda.DueAsync(Build.Now, Cancellation));
    }

    [Fact]
    public async Task Some_may_remove_different_entries_of_one_slot_while_others_are_added()
    {
        var ledger = await NewLedgerAsync();
        AgendaEntry[] entries = [.. Enumerable.Range(1, 40).Select(n => EntryAt(Build.Now, n))];
        await ledger.Agenda.AddToAgendaAsync(entries, Cancellation);
        await Task.WhenAll(
            Enumerable.Range(0, 4)
                .Select(n => Task.Run(() => ledger.Agenda.RemoveFromAgendaAsync(entries[(n * 9)..((n * 9) + 9)], Cancellation)))
                .Append(Task.Run(() => ledger.Agenda.AddToAgendaAsync([.. entries[36..], EntryAt(Build.Now, 41)], Cancellation))));
        Assert.Equivalent(
            (AgendaEntry[])[.. entries[36..], EntryAt(Build.Now, 41)], await ledger.Agenda.DueAsync(Build.Now, Cancellation), strict: true);
    }

    [Fact]
    public async Task An_entry_that_was_added_twice_counts_once_among_the_oldest()
    {
        var ledger = await NewLedgerAsync();
        var (first, second, last) = (EntryAt(Build.Now, 1), EntryAt(Build.Now, 2), EntryAt(Build.Now + Duration.FromMinutes(1), 3));
        await ledger.Agenda.AddToAgendaAsync([first, second], Cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([second], Cancellation);
        await ledger.Agenda.AddToAgendaAsync([first], Cancellation);
        await ledger.Agenda.AddToAgendaAsync([last], Cancellation);

        Assert.Equal([first, last], await ledger.Agenda.OldestAsync(Instant.MaxValue, 2, Cancellation));
        Assert.Equal([first], await ledger.Agenda.OldestAsync(Instant.MaxValue, 1, Cancellation));
    }

    [Fact]
    public async Task Adding_and_removing_no_entries_is_allowed()
    {
        var ledger = await NewLedgerAsync();
        await ledger.Agenda.AddToAgendaAsync([], Cancellation);
        await ledger.Agenda.RemoveFromAgendaAsync([], Cancellation);
        await ledger.Items.RecordStepsAsync([], Cancellation);
        Assert.Empty(await ledger.Notices.ClaimAsync([], Cancellation));
    }
}
