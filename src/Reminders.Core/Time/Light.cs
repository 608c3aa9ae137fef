namespace Reminders.Core.Time;

/// <summary>How an item stands, at a glance 灯. Offices give these different colours; the colours are settings.</summary>
public enum Light
{
    /// <summary>Something is missing; nobody is told.</summary>
    Draft,

    /// <summary>Open, with time left.</summary>
    OnTrack,

    /// <summary>Open, its deadline within the policy's near days, today included.</summary>
    Near,

    /// <summary>Open, its deadline day over.</summary>
    Overdue,

    /// <summary>Said to be done, waiting to be verified.</summary>
    Reported,

    /// <summary>Closed or cancelled.</summary>
    Closed,
}
