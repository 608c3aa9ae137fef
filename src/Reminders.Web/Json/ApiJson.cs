using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Web.Json;

/// <summary>How the API writes JSON: camel case, enums by name, dates as ISO 8601, codes as text, Chinese as it is.</summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web)
    {
        // The serializer sets it at its first use; code that asks for a type before that would miss it.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    });

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        // Answers are never put into HTML as they are: the console sets text, and the media type is JSON's own.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new ItemCodeConverter());
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    private sealed class ItemCodeConverter : JsonConverter<ItemCode>
    {
        public override ItemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ItemCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("An item code looks like 3-12.");

        public override void Write(Utf8JsonWriter writer, ItemCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
