using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Rows;

/// <summary>
/// A value as JSON in the string properties <c>Json</c>, <c>Json1</c>, <c>Json2</c> … of its row. A string property holds 32 K UTF-16 units
/// and a row 1 MiB; a long text continues in the next property.
/// </summary>
internal static class RowJson
{
    private const string Property = "Json";
    private const int PropertyLength = 32_000;
    private const int MaxLength = 500_000;

    private static readonly JsonSerializerOptions Options = new JsonSerializerOptions
    {
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The default encoder writes a Chinese character as six. The relaxed one is safe here: rows never become HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<PhoneNumber>(PhoneNumber.TryParse, n => n.Value),
            new TextConverter<ItemCode>(ItemCode.TryParse, c => c.ToString()),
            new TextConverter<StepName>(StepName.TryParse, n => n.ToString()),
            new DeadlineConverter(),
        },
    }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <exception cref="ArgumentException">The value is larger than a row can be.</exception>
    public static Row Row<T>(string partition, string key, T value)
    {
        var json = JsonSerializer.Serialize(value, Options);
        if (json.Length > MaxLength)
        {
            throw new ArgumentException(
                $"{typeof(T).Name} {partition} {key} takes {json.Length} characters; the ledger holds at most {MaxLength}.", nameof(value));
        }
        var row = new Row(partition, key);
        for (int from = 0, part = 0; from < json.Length; part++)
        {
            var length = Math.Min(PropertyLength, json.Length - from);
            // The service stores half a surrogate pair as U+FFFD.
            if (char.IsHighSurrogate(json[from + length - 1]))
                length--;
            row[Name(part)] = json.Substring(from, length);
            from += length;
        }
        return row;
    }

    public static T Value<T>(Row row)
    {
        var json = row.Text(Property)!;
        for (var part = 1; row.Text(Name(part)) is { } more; part++)
            json += more;
        return JsonSerializer.Deserialize<T>(json, Options)!;
    }

    private static string Name(int part) => part == 0 ? Property : Property + part.ToString(CultureInfo.InvariantCulture);
}
