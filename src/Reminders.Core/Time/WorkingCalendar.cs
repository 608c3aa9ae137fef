using System.Collections.Frozen;

namespace Reminders.Core.Time;

/// <summary>
/// Which days offices work: Monday to Friday, less public holidays, plus make-up working days (调休). A day counts whole,
/// in the plan's zone. A year that nobody has loaded falls back to Monday to Friday; <see cref="Knows"/> tells.
/// </summary>
public sealed class WorkingCalendar
{
    private readonly FrozenSet<LocalDate> off;
    private readonly FrozenSet<LocalDate> work;
    private readonly FrozenSet<int> years;

    /// <param name="years">Each year's days; a year given twice counts with its last entry.</param>
    public WorkingCalendar(IEnumerable<CalendarYear> years)
    {
        var known = years.GroupBy(y => y.Year).Select(g => g.Last()).ToList();
        off = known.SelectMany(y => y.Off).ToFrozenSet();
        work = known.SelectMany(y => y.Work).ToFrozenSet();
        this.years = known.Select(y => y.Year).ToFrozenSet();
    }

    /// <summary>The State Council's calendar for 2020 to 2026; the sources stand in <c>china.json</c>.</summary>
    public static WorkingCalendar China { get; } = new(CalendarYear.China);

    /// <summary>Whether the year's holidays have been announced and loaded.</summary>
    public bool Knows(int year) => years.Contains(year);

    public bool IsWorkingDay(LocalDate date) =>
        work.Contains(date) || (date.DayOfWeek is not (IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday) && !off.Contains(date));

    /// <summary>The date itself when it is a working day, else the nearest working day before it.</summary>
    public LocalDate OnOrBefore(LocalDate date)
    {
        while (!IsWorkingDay(date))
            date = date.PlusDays(-1);
        return date;
    }

    /// <summary>The date itself when it is a working day, else the nearest working day after it.</summary>
    public LocalDate OnOrAfter(LocalDate date)
    {
        while (!IsWorkingDay(date))
            date = date.PlusDays(1);
        return date;
    }

    /// <summary>The <paramref name="count"/>th working day after <paramref name="date"/>, which itself is not counted.</summary>
    public LocalDate After(LocalDate date, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        for (var left = count; left > 0; left--)
            date = OnOrAfter(date.PlusDays(1));
        return date;
    }

    /// <summary>How many working days lie after <paramref name="start"/> up to and including <paramref name="end"/>; zero when end is not later.</summary>
    public int WorkingDaysBetween(LocalDate start, LocalDate end)
    {
        var count = 0;
        for (var date = start.PlusDays(1); date <= end; date = date.PlusDays(1))
            count += IsWorkingDay(date) ? 1 : 0;
        return count;
    }
}
