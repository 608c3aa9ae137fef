namespace Reminders.Simulation.Promises;

/// <summary>The handovers of a play, in the order of their ends.</summary>
public sealed class Handovers(InMemoryLedger ledger)
{
    private readonly List<(Succession Succession, int Before, bool Stands)> ended = [];

    public int Ended => ended.Count;

    /// <param name="succession">The handover that ends now.</param>
    /// <param name="before">How many handovers had ended when it began.</param>
    public void End(Succession succession, int before)
    {
        var contacts = ledger.People.ContactsAsync(default).Result;
        var stands = contacts.Any(c => c.Phone == succession.To.Phone) && contacts.All(c => c.Phone != succession.From);
        ended.Add((succession, before, stands));
    }

    /// <summary>
    /// Whether a person has handed over all their work, and nobody has handed over to them since. If two handovers overlap and the directory
    /// shows the effect of the last to end, that one is the later. Otherwise either may be the later.
    /// </summary>
    public bool HasLeft(PhoneNumber number) => ended.Index().Any(h =>
        h.Item.Succession is { Role: null, Unit: null, Plan: null } && h.Item.Succession.From == number
        && !ended.Skip(h.Item.Stands ? h.Index + 1 : h.Item.Before).Any(later => later.Succession.To.Phone == number));
}
