using Microsoft.Azure.Amqp;
using Microsoft.Azure.Amqp.Encoding;
using Microsoft.Azure.Amqp.Framing;
using NodaTime;

namespace Reminders.Testing.ServiceBus;

/// <summary>A queue's management node: requests and responses beside the links that send and receive.</summary>
internal static class Management
{
    public const string Suffix = "/$management";

    private const string Vendor = "com.microsoft:";

    public static AmqpMessage TokenTaken()
    {
        var taken = AmqpMessage.Create(new AmqpValue { Value = new AmqpMap() });
        taken.ApplicationProperties = new();
        taken.ApplicationProperties.Map["status-code"] = 202;
        taken.ApplicationProperties.Map["status-description"] = "Accepted";
        return taken;
    }

    /// <summary>Carries the request out, unless the operation is refused with an error.</summary>
    public static AmqpMessage Answer(BrokerQueue queue, AmqpMessage request, Func<string, string?> refusal)
    {
        var operation = ((string)request.ApplicationProperties.Map["operation"]).Replace(Vendor, "", StringComparison.Ordinal);
        var body = (AmqpMap)request.ValueBody.Value;
        if (refusal(operation) is { } error)
            return Failed(503, error);
        return operation switch
        {
            "renew-lock" => Renew(queue, Get<Guid[]>(body, "lock-tokens")),
            "peek-message" => Peek(queue, Get<long>(body, "from-sequence-number"), Get<int>(body, "message-count")),
            "schedule-message" => Schedule(queue, Get<IEnumerable<object>>(body, "messages").Cast<AmqpMap>()),
            "cancel-scheduled-message" => Get<long[]>(body, "sequence-numbers").All(queue.CancelScheduled)
                ? Done()
                : Failed(404, "com.microsoft:message-not-found"),
            "update-disposition" => Get<Guid[]>(body, "lock-tokens").All(token => Settle(queue, token, body))
                ? Done()
                : Failed(410, ServiceBusBroker.LockLost),
            _ => Failed(501, "amqp:not-implemented"),
        };
    }

    private static AmqpMessage Renew(BrokerQueue queue, Guid[] lockTokens)
    {
        var until = lockTokens.Select(queue.Renew).OfType<Instant>().Select(at => at.ToDateTimeUtc()).ToArray();
        return until.Length == lockTokens.Length ? Done(("expirations", until)) : Failed(410, ServiceBusBroker.LockLost);
    }

    private static AmqpMessage Peek(BrokerQueue queue, long from, int count)
    {
        var messages = new List<AmqpMap>();
        foreach (var message in queue.Peek(from, count))
        {
            using var peeked = MessageCoding.Write(message, peeked: true);
            messages.Add(Map(("message", MessageCoding.Encode(peeked))));
        }
        return messages.Count == 0 ? Response(204, null, []) : Done(("messages", messages));
    }

    private static AmqpMessage Schedule(BrokerQueue queue, IEnumerable<AmqpMap> messages) =>
        Done(("sequence-numbers", queue.Send(messages.Select(m => MessageCoding.Read(Get<ArraySegment<byte>>(m, "message")))).ToArray()));

    private static bool Settle(BrokerQueue queue, Guid lockToken, AmqpMap body)
    {
        var properties = MessageCoding.Properties(Get<AmqpMap>(body, "properties-to-modify"));
        if (Get<string>(body, "deadletter-reason") is { } reason)
            properties[BrokerQueue.DeadLetterReason] = reason;
        if (Get<string>(body, "deadletter-description") is { } description)
            properties[BrokerQueue.DeadLetterErrorDescription] = description;
        return Get<string>(body, "disposition-status") switch
        {
            "completed" => queue.Complete(lockToken),
            "abandoned" => queue.Abandon(lockToken, properties),
            "suspended" => queue.DeadLetter(lockToken, properties),
            var status => throw new NotSupportedException($"A message is settled by {status}."),
        };
    }

    private static AmqpMessage Done(params (string Key, object Value)[] body) => Response(200, null, body);

    private static AmqpMessage Failed(int status, string error) => Response(status, error, []);

    private static AmqpMessage Response(int status, string? error, (string Key, object Value)[] body)
    {
        var response = AmqpMessage.Create(new AmqpValue { Value = Map(body) });
        response.ApplicationProperties = new();
        response.ApplicationProperties.Map["statusCode"] = status;
        response.ApplicationProperties.Map["statusDescription"] = error ?? "OK";
        if (error is not null)
            response.ApplicationProperties.Map["errorCondition"] = new AmqpSymbol(error);
        return response;
    }

    private static AmqpMap Map(params (string Key, object Value)[] entries)
    {
        var map = new AmqpMap();
        foreach (var (key, value) in entries)
            map[new MapKey(key)] = value;
        return map;
    }

    private static T Get<T>(AmqpMap map, string key) => map.TryGetValue<T>(new MapKey(key), out var value) ? value : default!;
}
