namespace Reminders.Core.Notices;

/// <summary>
/// The remaining budget of a carrier for one number. Every attempt of the last 24 hours counts, delivered or not; an attempt exactly 24
/// hours ago does not.
/// </summary>
/// <param name="To">The number.</param>
/// <param name="Notices">The notices to the number of the last days. A notice is sent on the day of its slot.</param>
internal sealed record CarrierBudget(PhoneNumber To, IReadOnlyCollection<Notice> Notices)
{
    private static readonly Duration Window = Duration.FromHours(24);

    public bool Allows(string text, Instant at)
    {
        var tried = Notices.Where(n => n.LastTriedAt > at - Window).ToList();
        return tried.Count == 0 || Country.Of(To).Allows(text, [.. tried.SelectMany(n => Enumerable.Repeat(n.Text, n.AtCarrier))]);
    }

    /// <summary>The first instant from now on at which the budget allows the text, if nothing else is sent.</summary>
    public Instant AllowedFrom(string text, Instant now) =>
        Notices.Select(n => n.LastTriedAt + Window).Where(at => at > now).Order().Prepend(now).First(at => Allows(text, at));
}
