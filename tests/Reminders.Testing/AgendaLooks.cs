namespace Reminders.Testing;

public static class AgendaLooks
{
    /// <summary>All looks, a line for each item or notice. Looks that share a row have a line each.</summary>
    public static async Task<List<string>> AllAsync(IAgenda agenda, CancellationToken cancellation) =>
    [
        .. (await agenda.DueAsync(Instant.MaxValue, cancellation))
            .SelectMany(entry => entry is AgendaEntry.OfNotices looks
                ? looks.Notices.Select(id => $"{id} at {looks.At} since {looks.Since}")
                : [$"{entry}"])
            .Order(StringComparer.Ordinal),
    ];
}
