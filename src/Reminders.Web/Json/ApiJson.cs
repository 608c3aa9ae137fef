using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Web.Json;

/// <summary>
/// How the API writes JSON: camel case, enums by name, dates as ISO 8601, codes as text, Chinese unescaped, messages in the language of the
/// caller.
/// </summary>
public static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web)
    {
        // The serializer sets the resolver at its first use; earlier readers of the options need it too.
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    });

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        // The relaxed encoder is safe here: the media type is JSON, and the console sets text, never HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new ItemCodeConverter());
        options.Converters.Add(new WordingConverter());
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(NameMessages);
        return options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    // The words of a refusal or a finding are its message.
    private static void NameMessages(JsonTypeInfo type)
    {
        foreach (var words in type.Properties.Where(p => p.PropertyType == typeof(Wording)).ToList())
        {
            words.Name = words.Name switch { "words" => "message", "where" => "place", var name => name };
            foreach (var english in type.Properties.Where(p => p.Name == words.Name && p != words).ToList())
                type.Properties.Remove(english);
        }
    }

    private sealed class WordingConverter : JsonConverter<Wording>
    {
        public override Wording? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { } text ? Wording.Verbatim(text) : null;

        public override void Write(Utf8JsonWriter writer, Wording value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Wording.Say(value));
    }

    private sealed class ItemCodeConverter : JsonConverter<ItemCode>
    {
        public override ItemCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            ItemCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("An item code looks like 3-12.");

        public override void Write(Utf8JsonWriter writer, ItemCode value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}

/// <summary>Reads enums by name. <see cref="Enum.TryParse{T}(string, out T)"/> also takes numbers and lists of names.</summary>
internal static class EnumName
{
    public static string All<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    public static bool TryRead<T>(string? text, out T value)
        where T : struct, Enum
    {
        var index = Array.FindIndex(Enum.GetNames<T>(), n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
