namespace Reminders.Core.Items;

/// <summary>The light of an item on a local day.</summary>
public static class Lights
{
    /// <summary>The lights in order of urgency.</summary>
    public static ImmutableArray<Light> ByUrgency { get; } =
        [Light.Overdue, Light.Near, Light.Reported, Light.Draft, Light.OnTrack, Light.Closed];

    /// <param name="item">The item.</param>
    /// <param name="today">The local date in the plan's zone.</param>
    /// <param name="nearDays">Days before the deadline from which an item is near.</param>
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

/// <summary>The lateness of an item, the same for messages, console and workbook.</summary>
public static class Lateness
{
    /// <summary>Whether the item is open after its deadline day, in the zone of the plan.</summary>
    public static bool IsOverdue(Item item, LocalDate today) => item.State == ItemState.Open && today > item.Deadline.Date;

    /// <summary>
    /// Working days after the deadline (exclusive) up to today (inclusive), 0 when only days off have passed; null for an item that is not
    /// overdue.
    /// </summary>
    public static int? WorkingDays(Item item, LocalDate today, WorkingCalendar calendar) =>
        IsOverdue(item, today) ? calendar.WorkingDaysBetween(item.Deadline.Date!.Value, today) : null;
}
