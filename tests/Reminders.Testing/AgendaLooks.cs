namespace Reminders.Testing;

public static class AgendaLooks
{
    /// <summary>Every look at an item or a notice by itself, in whatever rows they stand.</summary>
    public static async Task<List<string>> AllAsync(IAgenda agenda, CancellationToken cancellation) =>
    [
        .. (await agenda.DueAsync(Instant.MaxValue, cancellation))
            .SelectMany(entry => entry is AgendaEntry.OfNotices looks
                ? looks.Notices.Select(id => $"{id} at {looks.At} since {looks.Since}")
                : [$"{entry}"])
            .Order(StringComparer.Ordinal),
    ];
}
