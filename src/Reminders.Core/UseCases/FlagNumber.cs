namespace Reminders.Core.UseCases;

/// <summary>
/// Flags a number that fails for good, and puts the open items of its owner on the agenda, so that their leaders hear of it in their next
/// digest. Reads every item, unless the number is flagged already. Safe to repeat.
/// </summary>
public sealed class FlagNumber(Ledger ledger, ReadPeople readPeople)
{
    public async Task RunAsync(PhoneNumber number, string reason, Instant now, CancellationToken cancellation)
    {
        // If an earlier call crashed after it set the flag, its agenda entries come due within an hour.
        var barriers = await ledger.Barriers.BarriersAsync(cancellation);
        if (barriers.FlagOf(number) is not null)
            return;
        var people = await readPeople.RunAsync(barriers, cancellation);
        var items = new List<Item>();
        await foreach (var item in ledger.Items.ItemsAsync(null, cancellation).Select(people.Told))
        {
            if (item.State == ItemState.Open && item.Reaches(Role.Person, number))
                items.Add(item);
        }
        // For a crash after the flag is set: a flagged number gets no message, so no later failure would call this again.
        await LookAgainAsync(items, now + AgendaTiming.WaitsFor, since: now, cancellation);
        await ledger.Barriers.FlagAsync(new(number, reason, now), cancellation);
        // Another call may have set the flag first, and the office may have lifted it since.
        if ((await ledger.Barriers.BarriersAsync(cancellation)).FlagOf(number) is { } flag)
            await LookAgainAsync(items, now, flag.At, cancellation);
    }

    private Task LookAgainAsync(List<Item> items, Instant at, Instant since, CancellationToken cancellation) =>
        ledger.Agenda.AddToAgendaAsync([.. items.Select(i => AgendaEntry.ForItem(i, at, since))], cancellation);
}
