namespace Reminders.Core.Items;

/// <summary>Which light an item shows on a day.</summary>
public static class Lights
{
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
