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
    private readonly Dictionary<string, List<OutboxMessage>> byReference = new(StringComparer.Ordinal);
    private List<OutboxMessage> messages = [];
    private int count;

    /// <summary>All sent messages, oldest first.</summary>
    public IReadOnlyList<OutboxMessage> Messages => MessagesFrom(0);

    /// <summary>The sent messages without the first ones.</summary>
    public IReadOnlyList<OutboxMessage> MessagesFrom(int first)
    {
        lock (gate)
            return messages[first..];
    }

    /// <summary>Returns the sent messages and forgets them.</summary>
    public IReadOnlyList<OutboxMessage> Take()
    {
        lock (gate)
        {
            var taken = messages;
            messages = [];
            byReference.Clear();
            return taken;
        }
    }

    public Task<SendOutcome> SendAsync(Sms sms, CancellationToken cancellation)
    {
        lock (gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"SM{++count:D8}");
            var message = new OutboxMessage(id, sms, clock.GetCurrentInstant());
            messages.Add(message);
            if (!byReference.TryGetValue(sms.Reference, out var same))
                byReference[sms.Reference] = same = [];
            same.Add(message);
            return Task.FromResult<SendOutcome>(new SendOutcome.Accepted(id));
        }
    }

    public Task<ProviderReport?> FindAsync(Sms sms, Instant since, CancellationToken cancellation)
    {
        lock (gate)
        {
            return Task.FromResult(byReference.GetValueOrDefault(sms.Reference)?.FirstOrDefault(m => m.At >= since) is { } found
                ? new ProviderReport(found.ProviderId, Delivered: true)
                : null);
        }
    }
}
