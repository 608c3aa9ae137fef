namespace Reminders.Core.Notices;

/// <summary>What a carrier still takes to one number: every attempt of the 24 hours before counts, whether it arrived or not; one that is 24 hours old does not.</summary>
/// <param name="To">The number.</param>
/// <param name="Notices">The notices to it, as far back as they may count: a notice goes out on the day of its slot.</param>
internal sealed record CarrierBudget(PhoneNumber To, IReadOnlyCollection<Notice> Notices)
{
    private static readonly Duration Window = Duration.FromHours(24);

    public bool Allows(string text, Instant at) =>
        Country.Of(To).Allows(
            text, [.. Notices.Where(n => n.LastTriedAt > at - Window).SelectMany(n => Enumerable.Repeat(n.Text, n.AtCarrier))]);

    /// <summary>The first moment from now on at which it takes the text, if nothing else goes out until then.</summary>
    public Instant AllowedFrom(string text, Instant now) =>
        Notices.Select(n => n.LastTriedAt + Window).Where(at => at > now).Order().Prepend(now).First(at => Allows(text, at));
}
