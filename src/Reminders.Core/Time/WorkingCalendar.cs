using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.Core.Time;

/// <summary>
/// The working days of offices: Monday to Friday without public holidays, plus make-up working days (调休). A day is a whole local day in the
/// zone of the plan. A year that is not loaded counts as Monday to Friday without holidays (<see cref="Knows"/>).
/// </summary>
public sealed class WorkingCalendar
{
    // Days are counted from a Monday before all deadlines; the number of an earlier day is negative.
    private static readonly LocalDate Monday = new(1900, 1, 1);

    // Every start would compile a set of dates; a set of numbers is compiled ahead.
    private readonly HashSet<int> off = [];
    private readonly HashSet<int> work = [];
    private readonly HashSet<int> years = [];

    /// <summary>The days that differ from Monday to Friday, in order.</summary>
    private readonly List<int> exceptions = [];

    /// <summary>The number of working days that the exceptions up to each one add, negative where they take some away.</summary>
    private readonly List<int> added = [];

    /// <param name="years">The days of each year; if a year occurs twice, its last entry counts.</param>
    public WorkingCalendar(IEnumerable<CalendarYear> years)
    {
        var known = new Dictionary<int, CalendarYear>();
        foreach (var year in years)
            known[year.Year] = year;
        foreach (var year in known.Values)
        {
            this.years.Add(year.Year);
            foreach (var date in year.Off)
                off.Add(NumberOf(date));
            foreach (var date in year.Work)
                work.Add(NumberOf(date));
        }
        foreach (var day in (HashSet<int>)[.. off, .. work])
        {
            if (IsWorkingDay(day) == IsWeekend(day))
                exceptions.Add(day);
        }
        exceptions.Sort();
        var sum = 0;
        foreach (var day in exceptions)
            added.Add(sum += IsWeekend(day) ? 1 : -1);
    }

    /// <summary>The calendar of the State Council for 2020 to 2026; <c>china.json</c> names the sources.</summary>
    public static WorkingCalendar China { get; } = new(CalendarYear.China);

    /// <inheritdoc cref="exceptions"/>
    public ImmutableArray<LocalDate> Exceptions => [.. exceptions.Select(Monday.PlusDays)];

    /// <summary>Whether the holidays of the year are loaded.</summary>
    public bool Knows(int year) => years.Contains(year);

    public bool IsWorkingDay(LocalDate date) => IsWorkingDay(NumberOf(date));

    public DayKind KindOf(LocalDate date) => (IsWeekend(NumberOf(date)), IsWorkingDay(date)) switch
    {
        (true, true) => DayKind.MakeUp,
        (true, false) => DayKind.Weekend,
        (false, false) => DayKind.Holiday,
        _ => DayKind.Working,
    };

    /// <summary>The date itself if it is a working day, otherwise the last working day before it.</summary>
    public LocalDate OnOrBefore(LocalDate date)
    {
        while (!IsWorkingDay(date))
            date = date.PlusDays(-1);
        return date;
    }

    /// <summary>The date itself if it is a working day, otherwise the first working day after it.</summary>
    public LocalDate OnOrAfter(LocalDate date)
    {
        while (!IsWorkingDay(date))
            date = date.PlusDays(1);
        return date;
    }

    /// <summary>The <paramref name="count"/>th working day after <paramref name="date"/> (exclusive).</summary>
    public LocalDate After(LocalDate date, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        for (var left = count; left > 0; left--)
            date = OnOrAfter(date.PlusDays(1));
        return date;
    }

    /// <summary>
    /// The number of working days after <paramref name="start"/> (exclusive) up to <paramref name="end"/> (inclusive); zero if end is not
    /// later.
    /// </summary>
    public int WorkingDaysBetween(LocalDate start, LocalDate end) => end <= start ? 0 : WorkingDaysUpTo(end) - WorkingDaysUpTo(start);

    private int WorkingDaysUpTo(LocalDate date)
    {
        var day = NumberOf(date);
        var (weeks, rest) = ((int)Math.Floor((day + 1) / 7.0), WeekdayOf(day + 1));
        var found = exceptions.BinarySearch(day);
        var last = found < 0 ? ~found - 1 : found;
        return (weeks * 5) + Math.Min(rest, 5) + (last < 0 ? 0 : added[last]);
    }

    private bool IsWorkingDay(int day) => work.Contains(day) || (!IsWeekend(day) && !off.Contains(day));

    private static bool IsWeekend(int day) => WeekdayOf(day) >= 5;

    /// <summary>0 for a Monday.</summary>
    private static int WeekdayOf(int day) => ((day % 7) + 7) % 7;

    private static int NumberOf(LocalDate date) => Period.DaysBetween(Monday, date);
}

/// <summary>The kind of a day in the working calendar.</summary>
public enum DayKind
{
    Working,

    /// <summary>A day off at the weekend.</summary>
    Weekend,

    /// <summary>A day off that is no weekend.</summary>
    Holiday,

    /// <summary>A weekend day on which people work 调休上班.</summary>
    MakeUp,
}

/// <summary>
/// The announcement for one year: days off (with weekends only inside a holiday) and weekend days that are working days. It may include
/// days of the year before, as that of 2023 does.
/// </summary>
public sealed record CalendarYear(int Year, ImmutableArray<LocalDate> Off, ImmutableArray<LocalDate> Work)
{
    internal static ImmutableArray<CalendarYear> China { get; } = ReadChina();

    /// <summary>
    /// Reads the form of <c>china.json</c>: <c>{"2027":{"off":["2027-01-01/2027-01-03"],"work":["2027-01-09"]}}</c>; both ends of a range
    /// are inclusive.
    /// </summary>
    /// <exception cref="FormatException">The text has another form; the message says where.</exception>
    public static ImmutableArray<CalendarYear> Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return [.. document.RootElement.EnumerateObject().Select(ReadYear)];
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new UnreadableException(
                $"The calendar is not JSON of the form {{\"2027\":{{\"off\":[\"2027-01-01/2027-01-03\"],\"work\":[]}}}}.",
                error);
        }
    }

    /// <summary>One year from texts, each a date or a range with inclusive ends.</summary>
    /// <exception cref="FormatException">A text is neither; the message says which one.</exception>
    public static CalendarYear Read(string year, IEnumerable<string> off, IEnumerable<string> work)
    {
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 2000 or > 2200)
            throw new UnreadableException($"The calendar's year '{year}' is not a year between 2000 and 2200.");
        return new(number, ReadDays(off, number), ReadDays(work, number));
    }

    private static ImmutableArray<LocalDate> ReadDays(IEnumerable<string> texts, int year)
    {
        var days = ImmutableArray.CreateBuilder<LocalDate>();
        foreach (var text in texts)
        {
            foreach (var day in ReadRange(text, year))
                days.Add(day);
        }
        return days.ToImmutable();
    }

    private static CalendarYear ReadYear(JsonProperty property) =>
        Read(property.Name, ReadDays(property.Value, "off"), ReadDays(property.Value, "work"));

    private static IEnumerable<string> ReadDays(JsonElement element, string name) =>
        element.TryGetProperty(name, out var days) ? days.EnumerateArray().Select(d => d.GetString() ?? "") : [];

    private static DateInterval ReadRange(string text, int year)
    {
        var ends = text.Split('/').Select(LocalDatePattern.Iso.Parse).ToList();
        if (ends.Count > 2 || ends.Any(e => !e.Success) || ends[0].Value > ends[^1].Value)
        {
            throw new UnreadableException(
                $"The calendar of {year} has '{text}', which is neither a date nor a range such as {year}-01-01/{year}-01-03.");
        }
        return new DateInterval(ends[0].Value, ends[^1].Value);
    }

    private static ImmutableArray<CalendarYear> ReadChina()
    {
        using var stream = typeof(CalendarYear).Assembly.GetManifestResourceStream("china.json")!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }
}
