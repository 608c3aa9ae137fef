namespace Reminders.Core.Notices;

/// <summary>One message as it is handed to the provider: which attempt of which notice it is, and what the phone is to show.</summary>
public sealed record Sms(string Notice, int Attempt, PhoneNumber To, string Text)
{
    /// <summary>After this moment it must not arrive, since quiet hours begin; null for no limit.</summary>
    public Instant? ValidUntil { get; init; }

    /// <summary>What the provider called it when it took it; null while that is not known.</summary>
    public string? ProviderId { get; init; }

    /// <summary>Our own id for it, which receipts bring back.</summary>
    public string Reference => $"{Notice}-{Attempt}";

    /// <summary>Without its text, so that none reaches a log by accident.</summary>
    public override string ToString() => $"SMS {Reference} to {To}";
}

/// <summary>What came of handing a message to the provider.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <summary>The outcome of an error that the provider answered with: it has not taken the message.</summary>
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

    /// <summary>The provider has taken it and calls it <paramref name="ProviderId"/>.</summary>
    public sealed record Accepted(string ProviderId) : SendOutcome;

    /// <summary>The provider will never deliver to this number; <paramref name="Code"/> is the provider's.</summary>
    public sealed record NumberRefused(string Code) : SendOutcome;

    /// <summary>The provider refuses this message to any number; sending it again would not help.</summary>
    public sealed record MessageRefused(string Code) : SendOutcome;

    /// <summary>The provider has not taken it, for a reason that must be looked up.</summary>
    public sealed record Unlisted(string Code) : SendOutcome;

    /// <summary>The provider has not taken it and may do so later.</summary>
    public sealed record Later(string Code) : SendOutcome;

    /// <summary>The provider takes no message of this kind until somebody changes the account's settings.</summary>
    public sealed record Misconfigured(string Code) : SendOutcome;

    /// <summary>The provider takes nothing at all for now.</summary>
    public sealed record Stopped(string Code) : SendOutcome;

    /// <summary>The answer was lost: the provider may or may not have taken it, and must be asked before anything is sent again.</summary>
    public sealed record Unknown(string Detail) : SendOutcome;
}

/// <summary>What the provider says of a message that it took.</summary>
/// <param name="ProviderId">What the provider calls it.</param>
/// <param name="Delivered">Whether it reached the phone; null while it is on its way or unknown.</param>
/// <param name="Fault">Why it did not.</param>
public sealed record ProviderReport(string ProviderId, bool? Delivered = null, DeliveryFault? Fault = null)
{
    /// <summary>
    /// False when the provider hides what would tell the message from another one: it has taken some message to this number since the
    /// instant, perhaps this one.
    /// </summary>
    public bool IsCertain { get; init; } = true;
}

/// <summary>What helps against an error of the provider. The provider's project knows the remedy of each code.</summary>
public enum Remedy
{
    /// <summary>The number fails for good: flag it, and tell the leader.</summary>
    NewNumber,

    /// <summary>This text will not be taken, now or later.</summary>
    NewText,

    /// <summary>The provider's project does not know the code: once more within the working day, and somebody looks it up.</summary>
    LookUp,

    /// <summary>The same again after a while.</summary>
    Later,

    /// <summary>Somebody must change the account's settings; other messages may pass.</summary>
    Configuration,

    /// <summary>Nothing passes; sending anything else is useless until this is over.</summary>
    StopEverything,
}

/// <summary>Why a message did not reach the phone.</summary>
/// <param name="Remedy">What helps.</param>
/// <param name="Code">The provider's code; null when it gave none, and then nothing speaks against another try.</param>
public sealed record DeliveryFault(Remedy Remedy, string? Code)
{
    public static DeliveryFault WithoutCode { get; } = new(Remedy.Later, null);
}

/// <summary>What the provider says became of one attempt at a notice: it reached the phone, or it did not, with the fault.</summary>
public sealed record Receipt(string Notice, int Attempt, DeliveryFault? Fault = null)
{
    public bool Delivered => Fault is null;
}
