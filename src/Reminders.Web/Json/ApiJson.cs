using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Web.Json;

/// <summary>How the API writes JSON: camel case, enums by name, dates as ISO 8601, codes as text, Chinese as it is.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            // Answers are never put into HTML as they are: the console sets text, and the media type is JSON's own.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver(), // which the serializer puts in at its first use, and who asks for a type before that misses
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new ItemCodeConverter());
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    private sealed class ItemCodeConverter : JsonConverter<ItemCode>
    {
        public override ItemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ItemCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("An item code looks like 3-12.");

        public override void Write(Utf8JsonWriter writer, ItemCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
