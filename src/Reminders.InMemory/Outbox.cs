using System.Globalization;

namespace Reminders.InMemory;

/// <summary>A message that has left the system: what a phone would show.</summary>
public sealed record OutboxMessage(string ProviderId, Sms Sms, Instant At)
{
    public PhoneNumber To => Sms.To;
    public string Text => Sms.Text;
}

/// <summary>
/// Stands in for the SMS provider: keeps what it was given and can be asked about it. Like a provider it does not recognise
/// repeats: whoever sends twice is found here twice.
/// </summary>
public sealed class Outbox(IClock clock) : ISmsSender
{
    private readonly Lock gate = new();
    private ImmutableList<OutboxMessage> messages = [];

    /// <summary>Everything sent, oldest first.</summary>
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
