using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

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

/// <summary>
/// One year's announcement: days off (weekends inside a holiday included, weekends elsewhere not) and weekend days that are worked.
/// An announcement may reach into the year before, as 2023's does.
/// </summary>
public sealed record CalendarYear(int Year, ImmutableArray<LocalDate> Off, ImmutableArray<LocalDate> Work)
{
    internal static ImmutableArray<CalendarYear> China { get; } = ReadChina();

    /// <summary>
    /// Reads the form of <c>china.json</c>: <c>{"2027":{"off":["2027-01-01/2027-01-03"],"work":["2027-01-09"]}}</c>;
    /// a range has both its ends.
    /// </summary>
    /// <exception cref="FormatException">The text is not of that form; the message says where.</exception>
    public static ImmutableArray<CalendarYear> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return [.. document.RootElement.EnumerateObject().Select(ReadYear)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new FormatException(
                "The calendar is not JSON of the form {\"2027\":{\"off\":[\"2027-01-01/2027-01-03\"],\"work\":[]}}.",
                error);
        }
    }

    /// <summary>One year from its days as text, each a date or a range with both its ends.</summary>
    /// <exception cref="FormatException">A text is neither; the message says which.</exception>
    public static CalendarYear Read(string year, IEnumerable<string> off, IEnumerable<string> work)
    {
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 2000 or > 2200)
            throw new FormatException($"The calendar's year '{year}' is not a year between 2000 and 2200.");
        return new(number, [.. off.SelectMany(d => ReadRange(d, number))], [.. work.SelectMany(d => ReadRange(d, number))]);
    }

    private static CalendarYear ReadYear(JsonProperty property) =>
        Read(property.Name, ReadDays(property.Value, "off"), ReadDays(property.Value, "work"));

    private static IEnumerable<string> ReadDays(JsonElement element, string name) =>
        element.TryGetProperty(name, out var days) ? days.EnumerateArray().Select(d => d.GetString() ?? "") : [];

    private static DateInterval ReadRange(string text, int year)
    {
        var ends = text.Split('/').Select(LocalDatePattern.Iso.Parse).ToList();
        if (ends.Count > 2 || ends.Any(e => !e.Success) || ends[0].Value > ends[^1].Value)
            throw new FormatException(
                $"The calendar of {year} has '{text}', which is neither a date nor a range such as {year}-01-01/{year}-01-03.");
        return new DateInterval(ends[0].Value, ends[^1].Value);
    }

    private static ImmutableArray<CalendarYear> ReadChina()
    {
        using var stream = typeof(CalendarYear).Assembly.GetManifestResourceStream("china.json")!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }
}
