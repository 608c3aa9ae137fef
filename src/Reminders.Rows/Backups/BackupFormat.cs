using System.Buffers;
using System.Text.Json;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Rows.Backups;

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

/// <summary>A row as a line of a backup: <c>{"partition":…,"row":…,"properties":{…}}</c>, see <see cref="PropertyJson"/>.</summary>
internal static class BackupLine
{
    /// <summary>Writes the row as a line of UTF-8, its end included.</summary>
    public static void Write(IBufferWriter<byte> line, Row row)
    {
        using (var json = new Utf8JsonWriter(line, PropertyJson.Relaxed))
        {
            json.WriteStartObject();
            json.WriteString("partition", row.Partition);
            json.WriteString("row", row.Key);
            json.WritePropertyName("properties");
            PropertyJson.Write(json, row.Properties);
            json.WriteEndObject();
        }
        line.Write("\n"u8);
    }

    /// <exception cref="JsonException">The line is not a row of a backup.</exception>
    public static Row Read(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return new(
                json.RootElement.GetProperty("partition").GetString()!,
                json.RootElement.GetProperty("row").GetString()!,
                PropertyJson.Read(json.RootElement.GetProperty("properties")));
        }
        catch (Exception other) when (other is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("The line is not a row.", other);
        }
    }
}
