namespace Reminders.Core.Notices;

/// <summary>One message to the provider: the attempt of a notice, the number and the text.</summary>
public sealed record Sms(string Notice, int Attempt, PhoneNumber To, string Text)
{
    /// <summary>The start of quiet hours, after which it must not arrive; null for no limit.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>The id of the provider; null while it is not known.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Our own id, which receipts contain.</summary>
    public string Reference => $"{Notice}-{Attempt}";

    /// <summary>Without its text, so that none reaches a log by accident.</summary>
    public override string ToString() => $"SMS {Reference} to {To}";
}

/// <summary>The outcome of handing a message to the provider.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The outcome for an error of the provider, which did not take the message.</summary>
    public static SendOutcome Refused(Remedy remedy, string code) => remedy switch
    {
        Remedy.NewNumber => new NumberRefused(code),
        Remedy.NewText => new MessageRefused(code),
        Remedy.LookUp => new Unlisted(code),
        Remedy.Later => new Later(code),
        Remedy.Configuration => new Misconfigured(code),
        Remedy.StopEverything => new Stopped(code),
        var other => throw new NotSupportedException($"The remedy {other} is not known."),
    };

    /// <summary>Accepted under the id <paramref name="ProviderId"/>.</summary>
    public sealed record Accepted(string ProviderId) : SendOutcome;

    /// <summary>The number fails for good. <paramref name="Code"/> is that of the provider.</summary>
    public sealed record NumberRefused(string Code) : SendOutcome;

    /// <summary>The message is refused for any number; another attempt is useless.</summary>
    public sealed record MessageRefused(string Code) : SendOutcome;

    /// <summary>Refused with a code that somebody must look up.</summary>
    public sealed record Unlisted(string Code) : SendOutcome;

    /// <summary>Refused for now; another attempt may succeed.</summary>
    public sealed record Later(string Code) : SendOutcome;

    /// <summary>Refused until somebody changes the settings of the account.</summary>
    public sealed record Misconfigured(string Code) : SendOutcome;

    /// <summary>All messages are refused for now.</summary>
    public sealed record Stopped(string Code) : SendOutcome;

    /// <summary>The answer was lost. The provider may have taken the message and must be asked before another attempt.</summary>
    public sealed record Unknown(string Detail) : SendOutcome;
}

/// <summary>The report of the provider on a message that it took.</summary>
/// <param name="ProviderId">The id of the provider.</param>
/// <param name="Delivered">Whether it reached the phone; null while that is open or unknown.</param>
/// <param name="Fault">Why it did not reach the phone.</param>
public sealed record ProviderReport(string ProviderId, bool? Delivered = null, DeliveryFault? Fault = null)
{
    /// <summary>
    /// False when the provider hides the details: it took a message to this number since the instant, which may be this one.
    /// </summary>
    public bool IsCertain { get; init; } = true;
}

/// <summary>The remedy for an error of the provider. The project of the provider maps codes to remedies.</summary>
public enum Remedy
{
    /// <summary>Flag the number and tell the leader.</summary>
    NewNumber,

    /// <summary>None: the text is refused now and later.</summary>
    NewText,

    /// <summary>Unknown code: try once more within the working day, and somebody looks the code up.</summary>
    LookUp,

    /// <summary>Try again later.</summary>
    Later,

    /// <summary>Somebody must change the settings of the account. Other messages may pass.</summary>
    Configuration,

    /// <summary>Stop all sending until the provider accepts messages again.</summary>
    StopEverything,
}

/// <summary>The reason why a message did not reach the phone.</summary>
/// <param name="Remedy">The remedy.</param>
/// <param name="Code">The code of the provider; null for none, and then another attempt may succeed.</param>
public sealed record DeliveryFault(Remedy Remedy, string? Code)
{
    public static DeliveryFault WithoutCode { get; } = new(Remedy.Later, null);
}

/// <summary>A receipt of the provider for one attempt: delivered, or the fault.</summary>
public sealed record Receipt(string Notice, int Attempt, DeliveryFault? Fault = null)
{
    public bool Delivered => Fault is null;
}
