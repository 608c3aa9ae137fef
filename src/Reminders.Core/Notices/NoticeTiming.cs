namespace Reminders.Core.Notices;

/// <summary>The time limits of the states of a notice, and the delays before retries.</summary>
public static class NoticeTiming
{
    /// <summary>How long a queued notice may wait before it is queued again.</summary>
    public static Duration FollowUpAfter { get; } = Duration.FromMinutes(10);

    /// <summary>How long after a lost answer the provider is asked for the message.</summary>
    public static Duration SettlesWithin { get; } = Duration.FromMinutes(5);

    /// <summary>How old a claim may be when its sender calls the provider. The call itself gives up within two minutes.</summary>
    public static Duration CallsWithin { get; } = Duration.FromMinutes(3);

    /// <summary>
    /// The lease of a sender: how long a notice may be Sending before the provider is asked about it. Call, answer and the provider's delay
    /// fit into it, with room for different clocks of two hosts.
    /// </summary>
    public static Duration LeaseFor { get; } = Duration.FromMinutes(12);

    /// <summary>How long sending stops after the provider stopped accepting messages.</summary>
    public static Duration HaltsFor { get; } = Duration.FromMinutes(30);

    /// <summary>The retry delay after a refusal because of the settings of the account.</summary>
    public static Duration ConfigurationRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>The retry delay after a code that the table of errors does not have.</summary>
    public static Duration UnlistedRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>The retry delay for a phone that may be reached later.</summary>
    public static Duration DeliveryRetryAfter { get; } = Duration.FromHours(1);

    /// <summary>
    /// The times after acceptance at which the provider is asked for a missing receipt. The provider tries for at most 4 hours, and some
    /// carriers send no receipts, so later questions are useless.
    /// </summary>
    public static ImmutableArray<Duration> ReceiptsAfter { get; } = [Duration.FromHours(2), Duration.FromHours(8), Duration.FromHours(26)];

    /// <summary>The most attempts that fail with a code that the table of errors does not have.</summary>
    public const int MostUnlisted = 2;

    /// <summary>The most questions about a lost answer that the provider cannot decide.</summary>
    public const int MostQuestions = 3;

    /// <summary>The most deliveries of a message that does not reach the phone.</summary>
    public const int MostDeliveries = 3;

    /// <summary>The retry delay after a temporary refusal: 5, 10, 20, 40 and then 60 minutes.</summary>
    public static Duration RetryAfter(int attempt) => Duration.FromMinutes(Math.Min(60, 5 << Math.Min(attempt - 1, 4)));
}
