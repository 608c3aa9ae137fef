namespace Reminders.Core.Notices;

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
