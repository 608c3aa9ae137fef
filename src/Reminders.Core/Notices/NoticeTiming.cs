namespace Reminders.Core.Notices;

/// <summary>How long each state may last before somebody looks at it, and how long what failed waits.</summary>
public static class NoticeTiming
{
    /// <summary>How long a queued notice may stay unsent before it is queued anew.</summary>
    public static Duration FollowUpAfter { get; } = Duration.FromMinutes(10);

    /// <summary>How long the provider is given to know of a message whose answer was lost before it is asked.</summary>
    public static Duration SettlesWithin { get; } = Duration.FromMinutes(5);

    /// <summary>How much time a sender may have used when it calls the provider, which gives up within two minutes more.</summary>
    public static Duration CallsWithin { get; } = Duration.FromMinutes(3);

    /// <summary>
    /// The lease of a sender: how long a notice may be Sending before the provider is asked in its place. Call, answer and settling fit into it, whatever
    /// the clocks of two hosts differ.
    /// </summary>
    public static Duration LeaseFor { get; } = Duration.FromMinutes(12);

    /// <summary>How long nothing is handed to a provider that takes nothing.</summary>
    public static Duration HaltsFor { get; } = Duration.FromMinutes(30);

    /// <summary>How long a message waits for somebody to mend the account's settings.</summary>
    public static Duration ConfigurationRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>How long a message waits that was refused with a code which the table of errors does not know.</summary>
    public static Duration UnlistedRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>How long a message waits that did not reach a phone which may be reached later.</summary>
    public static Duration DeliveryRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>
    /// When the provider is asked, after a message was taken, for a receipt that has not come. What it does not know by the last time nobody will know: the
    /// provider tries for 4 hours at most, and not every carrier tells.
    /// </summary>
    public static ImmutableArray<Duration> ReceiptsAfter { get; } = [Duration.FromHours(2), Duration.FromHours(8), Duration.FromHours(26)];

    /// <summary>How often a message is handed to the provider at most when it refuses it with codes that the table of errors does not
    /// know.</summary>
    public const int MostUnlisted = 2;

    /// <summary>How often the provider is asked for a message whose answer was lost when it cannot say whether it took it.</summary>
    public const int MostQuestions = 3;

    /// <summary>How often a message is handed to the provider at most because it did not reach the phone.</summary>
    public const int MostDeliveries = 3;

    /// <summary>5, 10, 20, 40 and then 60 minutes.</summary>
    public static Duration RetryAfter(int attempt) => Duration.FromMinutes(Math.Min(60, 5 << Math.Min(attempt - 1, 4)));
}
