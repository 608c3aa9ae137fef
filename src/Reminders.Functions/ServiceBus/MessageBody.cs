using System.Text.Json;
using Azure.Messaging.ServiceBus;

namespace Reminders.Functions.ServiceBus;

/// <summary>A queue message's body, <c>{"notice":"…","version":1}</c>: a pointer, since all state is in the ledger.</summary>
internal sealed record MessageBody(string Notice, int Version)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    public static BinaryData Of(NoticeMessage message) => BinaryData.FromObjectAsJson(new MessageBody(message.Notice, message.Version), Options);

    /// <summary>What the message points to; null when it is none of ours.</summary>
    public static NoticeMessage? TryRead(ServiceBusReceivedMessage message, NoticeKind kind)
    {
        try
        {
            return message.Body.ToObjectFromJson<MessageBody>(Options) is { Notice.Length: > 0, Version: > 0 } body ? new(body.Notice, body.Version, kind) : null;
        }
        catch (Exception foreign) when (foreign is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}
