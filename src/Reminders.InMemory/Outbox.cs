using System.Globalization;

namespace Reminders.InMemory;

/// <summary>A sent message, as a phone would show it.</summary>
public sealed record OutboxMessage(string ProviderId, Sms Sms, Instant At)
{
    public PhoneNumber To => Sms.To;
    public string Text => Sms.Text;
}

/// <summary>
/// Stands in for the SMS provider: it stores every message and answers questions about it. Like a provider it does not detect repeats, so
/// a message that is sent twice is here twice.
/// </summary>
public sealed class Outbox(IClock clock) : ISmsSender
{
    private readonly Lock gate = new();
    private ImmutableList<OutboxMessage> messages = [];

    /// <summary>All sent messages, oldest first.</summary>
    public IReadOnlyList<OutboxMessage> Messages => messages;

    public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        lock (gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"SM{messages.Count + 1:D8}");
            messages = messages.Add(new(id, sms, clock.GetCurrentInstant()));
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(id));
        }
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation) =>
        Task.FromResult(messages.FirstOrDefault(m => m.Sms.Reference == sms.Reference && m.At >= since) is { } found
            ? new ProviderReport(found.ProviderId, Delivered: true)
            : null);
}
