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
    public static Light Of(Item item, LocalDate today, int nearDays) => Of(item.State, item.Deadline.Date, today, nearDays);

    /// <param name="state">The state of the item.</param>
    /// <param name="due">Its deadline; null for none.</param>
    /// <param name="today">The local date in the plan's zone.</param>
    /// <param name="nearDays">Days before the deadline from which an item is near.</param>
    public static Light Of(ItemState state, LocalDate? due, LocalDate today, int nearDays) => state switch
    {
        ItemState.Draft => Light.Draft,
        ItemState.Reported => Light.Reported,
        ItemState.Closed or ItemState.Cancelled => Light.Closed,
        _ when Lateness.IsOverdue(state, due, today) => Light.Overdue,
        _ when due is { } date && today.PlusDays(nearDays) >= date => Light.Near,
        _ => Light.OnTrack,
    };
}

/// <summary>The lateness of an item, the same for messages, console and workbook.</summary>
public static class Lateness
{
    /// <summary>Whether the item is open after its deadline day, in the zone of the plan.</summary>
    public static bool IsOverdue(Item item, LocalDate today) => IsOverdue(item.State, item.Deadline.Date, today);

    /// <inheritdoc cref="IsOverdue(Item, LocalDate)"/>
    public static bool IsOverdue(ItemState state, LocalDate? due, LocalDate today) => state == ItemState.Open && today > due;

    /// <summary>
    /// Working days after the deadline (exclusive) up to today (inclusive), 0 when only days off have passed; null for an item that is not
    /// overdue.
    /// </summary>
    public static int? WorkingDays(Item item, LocalDate today, WorkingCalendar calendar) =>
        WorkingDays(item.State, item.Deadline.Date, today, calendar);

    /// <inheritdoc cref="WorkingDays(Item, LocalDate, WorkingCalendar)"/>
    public static int? WorkingDays(ItemState state, LocalDate? due, LocalDate today, WorkingCalendar calendar) =>
        IsOverdue(state, due, today) ? calendar.WorkingDaysBetween(due!.Value, today) : null;
}
