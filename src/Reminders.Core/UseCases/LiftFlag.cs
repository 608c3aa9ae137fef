namespace Reminders.Core.UseCases;

/// <summary>The flag that was lifted, null when the number had none, and the items in whose history that stands now.</summary>
public sealed record LiftedFlag(NumberFlag? Flag, ImmutableArray<ItemCode> Items);

/// <summary>
/// Lifts a number's flag. The items whose people have the number are looked at again: of what was held back while it was flagged each role's latest step
/// goes out; what was sent and failed counts as told. Drafts that lacked nothing but a number that works are opened. Reads every item. After a death
/// in between, they are looked at an hour later; only their history lacks the entry.
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
            if (drafted || (item.IsWatched && Enum.GetValues<Role>().SelectMany(item.Recipients).Any(p => p.Phone == number)))
                items.Add(item);
        }
        var now = clock.GetCurrentInstant();
        // A crash once the flag is gone: nobody would know any more whose steps it had held back.
        await ledger.Agenda.AddToAgendaAsync(
            [.. items.Where(i => i.IsWatched).Select(i => AgendaEntry.ForItem(i, now + AgendaTiming.WaitsFor, flag.At))], cancellation);
        await ledger.Barriers.UnflagAsync(number, cancellation);

        var recorded = ImmutableArray.CreateBuilder<ItemCode>();
        foreach (var item in items)
        {
            ItemCommand command = item.State == ItemState.Draft ? new CompleteItem(by) : new RecordFlagLifted(by, number);
            if ((await act.RunAsync(item.Code, command, cancellation)).Changed)
                recorded.Add(item.Code);
        }
        return new(flag, recorded.ToImmutable());
    }
}
