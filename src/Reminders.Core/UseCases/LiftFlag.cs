namespace Reminders.Core.UseCases;

/// <summary>The lifted flag, null when the number had none, and the items whose history records it.</summary>
public sealed record LiftedFlag(NumberFlag? Flag, ImmutableArray<ItemCode> Items);

/// <summary>
/// Lifts a number's flag. The items whose people have the number are looked at again: the latest step of each role that the flag held back
/// goes out; steps that were sent and failed count as told. Drafts that only lacked a working number are opened. Reads every item.
/// After a crash the items are looked at an hour later, but some lack the entry in their history.
/// </summary>
public sealed class LiftFlag(Ledger ledger, ReadPeople readPeople, ActOnItem act, IClock clock)
{
    public async Task<LiftedFlag> RunAsync(PhoneNumber number, Actor by, CancellationToken cancellation)
    {
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.FlagOf(number) is not { } flag)
            return new(null, []);
        var people = await readPeople.RunAsync(barriers, cancellation);
        var items = new List<Item>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(people.Told))
        {
            var drafted = item.State == ItemState.Draft && item.Findings.Any(f => f.Code == FindingCodes.NumberFailed);
            if (drafted || (item.IsWatched && Enum.GetValues<Role>().Any(role => item.Reaches(role, number))))
                items.Add(item);
        }
        var now = clock.GetCurrentInstant();
        // For a crash after the flag is removed: the flag is what tells which items to look at.
        await ledger.Agenda.AddToAgendaAsync(
            [.. items.Where(i => i.IsWatched).Select(i => AgendaEntry.ForItem(i, now + AgendaTiming.WaitsFor, flag.At))], cancellation);
        await ledger.Barriers.UnflagAsync(number, cancellation);

        var recorded = ImmutableArray.CreateBuilder<ItemCode>();
        foreach (var item in items)
        {
            ItemCommand command = item.State == ItemState.Draft ? new CompleteItem(by) : new RecordFlagLifted(by, number);
            if (await act.RunAsync(item.Code, command, cancellation) is Outcome<Item>.Done { Changed: true })
                recorded.Add(item.Code);
        }
        return new(flag, recorded.ToImmutable());
    }
}
