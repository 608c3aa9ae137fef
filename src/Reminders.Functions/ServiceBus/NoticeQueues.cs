namespace Reminders.Functions.ServiceBus;

/// <summary>The two queues by their names, and the name of the connection's settings.</summary>
internal static class NoticeQueues
{
    public const string Reminders = "reminders";
    public const string Escalations = "escalations";

    /// <summary>The settings <c>ServiceBus</c>, or <c>ServiceBus:fullyQualifiedNamespace</c>.</summary>
    public const string Connection = "ServiceBus";

    public static string NameOf(NoticeKind kind) => kind switch
    {
        NoticeKind.Reminder => Reminders,
        NoticeKind.Escalation => Escalations,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
