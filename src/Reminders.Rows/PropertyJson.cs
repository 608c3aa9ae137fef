using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reminders.Rows;

/// <summary>
/// The properties of a row as a JSON object, such as <c>{"Json":"…","Position":{"int":3}}</c>: each value except a string names its type.
/// </summary>
public static class PropertyJson
{
    public static JsonWriterOptions Relaxed { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="NotSupportedException">A property is of another type.</exception>
    public static void Write(Utf8JsonWriter json, IReadOnlyDictionary<string, object> properties)
    {
        json.WriteStartObject();
        string[] names = [.. properties.Keys];
        if (names.Length > 1)
            Array.Sort(names, StringComparer.Ordinal);
        foreach (var name in names)
        {
            json.WritePropertyName(name);
            Write(json, properties[name]);
        }
        json.WriteEndObject();
    }

    /// <exception cref="FormatException">A value has an unknown type.</exception>
    public static Dictionary<string, object> Read(JsonElement json) =>
        json.EnumerateObject().ToDictionary(p => p.Name, p => Value(p.Value));

    private static void Write(Utf8JsonWriter json, object value)
    {
        if (value is string text)
        {
            json.WriteStringValue(text);
            return;
        }
        json.WriteStartObject();
        switch (value)
        {
            case int number:
                json.WriteNumber("int", number);
                break;
            case long number:
                json.WriteNumber("long", number);
                break;
            case bool truth:
                json.WriteBoolean("bool", truth);
                break;
            // As text, because JSON has no NaN and no infinity.
            case double number:
                json.WriteString("double", number.ToString("R", CultureInfo.InvariantCulture));
                break;
            case Guid id:
                json.WriteString("guid", id);
                break;
            case DateTimeOffset at:
                json.WriteString("datetime", at.ToUniversalTime());
                break;
            case byte[] bytes:
                json.WriteBase64String("binary", bytes);
                break;
            default:
                throw new NotSupportedException($"A row holds no {value.GetType().Name}.");
        }
        json.WriteEndObject();
    }

    private static object Value(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.String)
            return json.GetString()!;
        var typed = json.EnumerateObject().Single();
        return typed.Name switch
        {
            "int" => typed.Value.GetInt32(),
            "long" => typed.Value.GetInt64(),
            "bool" => typed.Value.GetBoolean(),
            "double" => double.Parse(typed.Value.GetString()!, CultureInfo.InvariantCulture),
            "guid" => typed.Value.GetGuid(),
            "datetime" => typed.Value.GetDateTimeOffset(),
            "binary" => typed.Value.GetBytesFromBase64(),
            _ => throw new FormatException($"There is no type {typed.Name}."),
        };
    }
}
