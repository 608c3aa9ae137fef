using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using NodaTime;

namespace Reminders.Testing.ServiceBus;

/// <summary>A message on the wire, and in the queue.</summary>
internal static class MessageCoding
{
    private const uint BatchFormat = 0x80013700;

    /// <summary>The messages in a transfer. A batch is a message whose data sections are encoded messages.</summary>
    public static IReadOnlyList<BrokerMessage> Read(AmqpMessage transfer) => transfer.MessageFormat == BatchFormat
        ? [.. transfer.DataBody.Select(data => Read((ArraySegment<byte>)data.Value))]
        : [Read(Bytes(transfer.ToStream()))];

    public static BrokerMessage Read(ArraySegment<byte> encoded)
    {
        var own = encoded.ToArray();
        using var message = Decode(own);
        var scheduledFor = message.MessageAnnotations?.Map["x-opt-scheduled-enqueue-time"] as DateTime?;
        return new(message.Properties?.MessageId?.ToString() ?? "", own)
        {
            ScheduledFor = scheduledFor is { } at ? Instant.FromDateTimeUtc(at) : null,
        };
    }

    /// <summary>
    /// The message as a client receives it, or peeks at it. The header of a received one does not count its own delivery.
    /// </summary>
    public static AmqpMessage Write(BrokerMessage message, bool peeked = false)
    {
        var written = Decode(message.Encoded.ToArray());
        written.Header.DeliveryCount = (uint)(peeked ? message.DeliveryCount : message.DeliveryCount - 1);
        var annotations = written.MessageAnnotations.Map;
        annotations["x-opt-sequence-number"] = message.SequenceNumber;
        annotations["x-opt-enqueued-time"] = message.EnqueuedAt.ToDateTimeUtc();
        annotations["x-opt-message-state"] = message.ScheduledFor is null ? 0 : 2;
        if (message.LockedUntil is { } until)
            annotations["x-opt-locked-until"] = until.ToDateTimeUtc();
        written.ApplicationProperties ??= new();
        foreach (var (key, value) in message.Properties)
            written.ApplicationProperties.Map[key] = value;
        return written;
    }

    /// <summary>The bytes of a message that was written.</summary>
    public static ArraySegment<byte> Encode(AmqpMessage written) => written.GetPayload().SelectMany(segment => segment).ToArray();

    /// <summary>Properties that came with a settlement.</summary>
    public static Dictionary<string, object> Properties(IEnumerable<KeyValuePair<MapKey, object>>? map) =>
        (map ?? []).ToDictionary(p => p.Key.Key.ToString()!, p => p.Value);

    private static ArraySegment<byte> Bytes(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static AmqpMessage Decode(byte[] encoded) =>
        AmqpMessage.CreateAmqpStreamMessage(new BufferListStream([new ArraySegment<byte>(encoded)]));
}
