using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reminders.Tables.Backups;

/// <summary>
/// A row of a ledger, independent of its storage engine. A property is a string, int, long, double, bool, Guid, DateTimeOffset or byte[].
/// A line of a backup is <c>{"partition":…,"row":…,"properties":{"Json":"…","Position":{"int":3}}}</c>: each value except a string names
/// its type.
/// </summary>
public sealed record BackupRow(string Partition, string Row, IReadOnlyDictionary<string, object> Properties)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the row as a line of UTF-8, its end included.</summary>
    /// <exception cref="NotSupportedException">A property is of another type.</exception>
    internal void WriteTo(IBufferWriter<byte> line)
    {
        using (var json = new Utf8JsonWriter(line, Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("partition", Partition);
            json.WriteString("row", Row);
            json.WriteStartObject("properties");
            foreach (var (name, value) in Properties.OrderBy(p => p.Key, StringComparer.Ordinal))
            {
                json.WritePropertyName(name);
                Write(json, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        line.Write("\n"u8);
    }

    /// <exception cref="JsonException">The line is not a row of a backup.</exception>
    internal static BackupRow Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return new(
                json.RootElement.GetProperty("partition").GetString()!,
                json.RootElement.GetProperty("row").GetString()!,
                json.RootElement.GetProperty("properties").EnumerateObject().ToImmutableDictionary(p => p.Name, p => Value(p.Value)));
        }
        catch (Exception other) when (other is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("The line is no row.", other);
        }
    }

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
                throw new NotSupportedException($"A backup holds no {value.GetType().Name}.");
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
