namespace Reminders.Core.UseCases;

/// <summary>
/// Flags a number as failing for good, and has all open items of its owner looked at again, so that their leaders hear of it
/// in their next digest. Reads every item, which is what a failing number costs, once: of a number that is flagged already nothing is read. Safe to repeat.
/// </summary>
public sealed class FlagNumber(Ledger ledger, ReadPeople readPeople)
{
    public async Task RunAsync(PhoneNumber number, string reason, Instant now, CancellationToken cancellation)
    {
        // A crash after the flag has left the entry that looks again an hour later.
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.FlagOf(number) is not null)
            return;
        var people = await readPeople.RunAsync(barriers, cancellation);
        var items = new List<Item>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(people.Told))
        {
            if (item.State == ItemState.Open && item.Recipients(Role.Person).Any(p => p.Phone == number))
                items.Add(item);
        }
        // A crash once the flag is there: nobody would send to the number again and find out.
        await LookAgainAsync(items, now + AgendaTiming.WaitsFor, since: now, cancellation);
        await ledger.Barriers.FlagAsync(new(number, reason, now), cancellation);
        // The first flag stays, and somebody may have lifted it by now.
        if ((await ledger.Barriers.BarriersAsync(cancellation)).FlagOf(number) is { } flag)
            await LookAgainAsync(items, now, flag.At, cancellation);
    }

    private Task LookAgainAsync(List<Item> items, Instant at, Instant since, CancellationToken cancellation) =>
        ledger.Agenda.AddToAgendaAsync([.. items.Select(i => AgendaEntry.ForItem(i, at, since))], cancellation);
}
