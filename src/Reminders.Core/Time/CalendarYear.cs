using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace Reminders.Core.Time;

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
            throw new FormatException("The calendar is not JSON of the form {\"2027\":{\"off\":[\"2027-01-01/2027-01-03\"],\"work\":[]}}.", error);
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
            throw new FormatException($"The calendar of {year} has '{text}', which is neither a date nor a range such as {year}-01-01/{year}-01-03.");
        return new DateInterval(ends[0].Value, ends[^1].Value);
    }

    private static ImmutableArray<CalendarYear> ReadChina()
    {
        using var stream = typeof(CalendarYear).Assembly.GetManifestResourceStream("china.json")!;
        using var reader = new StreamReader(stream);
        return Read(reader.ReadToEnd());
    }
}
