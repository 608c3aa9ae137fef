using System.Text.Json;
using NodaTime.Serialization.SystemTextJson;

namespace Reminders.Tables.Backups;

/// <summary>What a backup holds. It is the last entry of its file: a file without it was cut off.</summary>
/// <param name="Format">The version of the format.</param>
/// <param name="TakenAt">When the reading began: what was written from then on may be missing.</param>
/// <param name="App">The version of the app that wrote it.</param>
/// <param name="Parts">The rows, in the order in which they were read.</param>
public sealed record BackupManifest(int Format, Instant TakenAt, string App, ImmutableArray<BackupPart> Parts)
{
    /// <summary>The format that this app writes, and the newest that it reads.</summary>
    public const int Newest = 1;

    internal const string Entry = "manifest.json";
    internal const string EvidenceFolder = "evidence/";

    internal static JsonSerializerOptions Json { get; } =
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    /// <summary>The files of evidence that it holds; null when it was taken without evidence.</summary>
    public ImmutableArray<BackupEvidence>? Evidence { get; init; }

    /// <summary>How many files items name that their store did not have.</summary>
    public int EvidenceMissing { get; init; }

    public long CountRows() => Parts.Sum(p => p.Rows);
}

/// <summary>Rows of one table, as one entry of the file.</summary>
/// <param name="Table">The table. A table may have several parts, and of a row that is in two of them the later counts.</param>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Rows">How many rows it has, a line each.</param>
/// <param name="Sha256">Of its bytes, as hexadecimal digits.</param>
public sealed record BackupPart(string Table, string Entry, long Rows, string Sha256);

/// <summary>A file of evidence, as an entry that is named <c>evidence/1-3/…</c> by its key.</summary>
/// <param name="Entry">The name of the entry.</param>
/// <param name="Sha256">Of its bytes, as hexadecimal digits.</param>
public sealed record BackupEvidence(string Entry, string Sha256);
