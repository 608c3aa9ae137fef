using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

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
            new LastTextConverter<Instant>(NodaConverters.InstantConverter, InstantPattern.ExtendedIso),
            new LastTextConverter<LocalDate>(NodaConverters.LocalDateConverter, LocalDatePattern.Iso),
            new DeadlineConverter(),
            new EnglishConverter(),
        },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { StoreBothLanguages } },
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

    /// <summary>
    /// Stores a sentence as its English words with the Chinese ones beside it: <c>Message</c> and <c>MessageChinese</c>. Older rows have
    /// English words alone.
    /// </summary>
    private static void StoreBothLanguages(JsonTypeInfo type)
    {
        foreach (var words in type.Properties.Where(p => p.PropertyType == typeof(Wording)).ToList())
        {
            words.Name = words.Name switch
            {
                nameof(IWorded.Words) => "Message",
                nameof(Finding.Where) => nameof(Finding.Place),
                var name => name,
            };
            foreach (var computed in type.Properties.Where(p => p.Name == words.Name && p != words).ToList())
                type.Properties.Remove(computed);
            var (get, set) = (words.Get!, words.Set!);
            var chinese = type.CreateJsonPropertyInfo(typeof(string), words.Name + "Chinese");
            chinese.Get = value => get(value) is Wording said && said.Chinese != said.English ? said.Chinese : null;
            chinese.Set = (value, text) => set(value, Wording.Stored(((Wording)get(value)!).English, (string?)text));
            type.Properties.Add(chinese);
        }
    }

    private sealed class EnglishConverter : JsonConverter<Wording>
    {
        public override Wording? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text ? Wording.Verbatim(text) : null;

        public override void Write(Utf8JsonWriter writer, Wording value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.English);
    }

    private static string Name(int part) => part == 0 ? Property : Property + part.ToString(CultureInfo.InvariantCulture);
}
