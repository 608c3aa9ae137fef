using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Tables.Backups;

/// <summary>The contents of a backup. The manifest is the last entry of the file: a file without it is cut off.</summary>
/// <param name="Format">The version of the format.</param>
/// <param name="TakenAt">When the reading began. The backup may lack later writes.</param>
/// <param name="App">The version of the app that wrote the backup.</param>
/// <param name="Parts">The rows, in the order in which they were read.</param>
public sealed record BackupManifest(int Format, Instant TakenAt, string App, ImmutableArray<BackupPart> Parts)
{
    /// <summary>The format that this app writes, and the newest format that it reads.</summary>
    public const int Newest = 1;

    internal const string Entry = "manifest.json";
    internal const string EvidenceFolder = "evidence/";

    internal static JsonSerializerOptions Json { get; } =
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The files of evidence; null in a backup without evidence.</summary>
    public ImmutableArray<BackupEvidence>? Evidence { get; init; }

    /// <summary>The number of files that items name and the store does not have.</summary>
    public int EvidenceMissing { get; init; }

    public long CountRows() => Parts.Sum(p => p.Rows);
}

/// <summary>Rows of one table, as one entry of the file.</summary>
/// <param name="Table">The table. It may have several parts; if two of them hold the same row, the later part counts.</param>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Rows">The number of rows, one in each line.</param>
/// <param name="Sha256">The hash of the entry, as hexadecimal digits.</param>
public sealed record BackupPart(string Table, string Entry, long Rows, string Sha256);

/// <summary>A file of evidence, as an entry that is named by its key: <c>evidence/1-3/…</c>.</summary>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Sha256">The hash of the entry, as hexadecimal digits.</param>
public sealed record BackupEvidence(string Entry, string Sha256);

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
            throw new JsonException("The line is not a row.", other);
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
