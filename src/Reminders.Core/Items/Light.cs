using System.Collections.Immutable;
using NodaTime;
using Reminders.Core.Calendars;

namespace Reminders.Core.Items;

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

/// <summary>Which light an item shows on a day.</summary>
public static class Lights
{
    public static ImmutableDictionary<Light, string> DefaultColours { get; } = ImmutableDictionary.CreateRange<Light, string>(
    [
        new(Light.Draft, "grey"), new(Light.OnTrack, "green"), new(Light.Near, "yellow"),
        new(Light.Overdue, "red"), new(Light.Reported, "blue"), new(Light.Closed, "white"),
    ]);

    /// <param name="item">The item.</param>
    /// <param name="today">The local date in the plan's zone.</param>
    /// <param name="nearDays">From how many days before its deadline an item is near.</param>
    public static Light Of(Item item, LocalDate today, int nearDays) => item.State switch
    {
        ItemState.Draft => Light.Draft,
        ItemState.Reported => Light.Reported,
        ItemState.Closed or ItemState.Cancelled => Light.Closed,
        _ when Lateness.IsOverdue(item, today) => Light.Overdue,
        _ when item.Deadline.Date is { } date && today.PlusDays(nearDays) >= date => Light.Near,
        _ => Light.OnTrack,
    };
}

/// <summary>How late an item is. Messages, the console and the workbook all count it here.</summary>
public static class Lateness
{
    /// <summary>Whether the item is open and its deadline day over, in the plan's zone.</summary>
    public static bool IsOverdue(Item item, LocalDate today) => item.State == ItemState.Open && today > item.Deadline.Date;

    /// <summary>
    /// The working days after the deadline, today included, and 0 while only days off have passed; null for an item that is not overdue.
    /// </summary>
    public static int? WorkingDays(Item item, LocalDate today, WorkingCalendar calendar) =>
        IsOverdue(item, today) ? calendar.WorkingDaysBetween(item.Deadline.Date!.Value, today) : null;
}
