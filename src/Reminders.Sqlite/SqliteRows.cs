using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Reminders.Sqlite;

/// <summary>Rows in a table of the ledger's file. Keys are ASCII, so SQLite sorts them as .NET compares them.</summary>
internal sealed class SqliteRows(SqliteRowStore store, string name) : IRows
{
    /// <summary>The number of rows that one transaction writes or one read takes, so that neither holds others up for long.</summary>
    private const int AtOnce = 1000;

    private const string Before = "before";

    private readonly string columns = $"{name} (partition, key, tag, properties) values ($partition, $key, $tag, $properties)";

    public string Name => name;

    public Task<Row?> FindAsync(string partition, string key, CancellationToken cancellation) => store.ReadAsync(
        connection =>
        {
            using var find = connection.CreateCommand();
            find.CommandText = $"select partition, key, tag, properties from {name} where partition = $partition and key = $key";
            find.Parameters.AddWithValue("$partition", partition);
            find.Parameters.AddWithValue("$key", key);
            using var row = find.ExecuteReader();
            return row.Read() ? Read(row) : null;
        },
        cancellation);

    /// <remarks>Reads part by part. An open read would keep the write-ahead log from being emptied.</remarks>
    public async IAsyncEnumerable<Row> ReadAsync(RowRange range, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Row? last = null;
        for (var left = range.Most ?? int.MaxValue; left > 0;)
        {
            var wanted = Math.Min(left, AtOnce);
            var part = await store.ReadAsync(connection => Part(connection, range, last, wanted), cancellation);
            foreach (var row in part)
                yield return row;
            if (part.Count < wanted)
                yield break;
            last = part[^1];
            left -= part.Count;
        }
    }

    public Task<string> UpsertAsync(Row row, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            using var upsert = Upsert(transaction);
            return upsert.Run(row);
        },
        cancellation);

    public async Task UpsertAsync(IEnumerable<Row> rows, CancellationToken cancellation)
    {
        foreach (var part in rows.Chunk(AtOnce))
        {
            await store.WriteAsync(
                transaction =>
                {
                    using var upsert = Upsert(transaction);
                    foreach (var row in part)
                        upsert.Run(row);
                    return true;
                },
                cancellation);
        }
    }

    public async Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation)
    {
        var inserted = new HashSet<string>();
        foreach (var part in sets.Chunk(AtOnce))
        {
            inserted.UnionWith(await store.WriteAsync(
                transaction =>
                {
                    using var insertFree = new Write(transaction, $"insert into {columns} on conflict do nothing");
                    using var insert = Insert(transaction);
                    var free = new List<string>();
                    foreach (var set in part)
                    {
                        insertFree.Run(set[0]);
                        if (insertFree.Changed == 0)
                            continue;
                        foreach (var row in set.AsSpan(1))
                            insert.Run(row);
                        free.Add(set[0].Key);
                    }
                    return free;
                },
                cancellation));
        }
        return inserted;
    }

    public async Task DeleteAsync(IEnumerable<Row> rows, CancellationToken cancellation)
    {
        foreach (var part in rows.Chunk(AtOnce))
        {
            await store.WriteAsync(
                transaction =>
                {
                    using var delete = new Write(transaction, $"delete from {name} where partition = $partition and key = $key");
                    foreach (var row in part)
                        delete.Run(row);
                    return true;
                },
                cancellation);
        }
    }

    public int MostTogether => AtOnce;

    public Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            var tags = ImmutableArray.CreateBuilder<string>(writes.Count);
            var statements = new Dictionary<RowChange, Write>();
            transaction.Save(Before);
            try
            {
                foreach (var (write, place) in writes.Select((write, place) => (write, place)))
                {
                    if (!statements.TryGetValue(write.Change, out var statement))
                        statements[write.Change] = statement = Statement(transaction, write.Change);
                    tags.Add(statement.Run(write.Row, write.Tag));
                    if (statement.Changed == 0)
                    {
                        transaction.Rollback(Before);
                        return RowsWritten.InConflict(place);
                    }
                }
                return new(tags.DrainToImmutable());
            }
            finally
            {
                foreach (var statement in statements.Values)
                    statement.Dispose();
            }
        },
        cancellation);

    private Write Statement(SqliteTransaction transaction, RowChange change) => change switch
    {
        RowChange.Insert => new(transaction, $"insert into {columns} on conflict do nothing"),
        RowChange.Replace => new(
            transaction,
            $"""
            update {name} set tag = $tag, properties = $properties
            where partition = $partition and key = $key and tag = $before
            """),
        RowChange.Put => Upsert(transaction),
        _ => new(transaction, $"delete from {name} where partition = $partition and key = $key and ($before is null or tag = $before)"),
    };

    private Write Insert(SqliteTransaction transaction) => new(transaction, $"insert into {columns}");

    private Write Upsert(SqliteTransaction transaction) => new(
        transaction,
        $"insert into {columns} on conflict (partition, key) do update set tag = excluded.tag, properties = excluded.properties");

    private List<Row> Part(SqliteConnection connection, RowRange range, Row? last, int most)
    {
        using var select = connection.CreateCommand();
        var conditions = new List<string>();
        var single = range.FromPartition is { } partition && partition == range.ToPartition;
        if (single)
            Add($"partition = {Value(range.FromPartition!)}");
        else
        {
            if (range.FromPartition is { } from)
                Add($"partition >= {Value(from)}");
            if (range.ToPartition is { } to)
                Add($"partition <= {Value(to)}");
        }
        if (range.From is { } start)
            Add($"key >= {Value(start)}");
        if (range.Before is { } end)
            Add($"key < {Value(end)}");
        if (range.Keys.Count > 0)
            Add($"key in ({string.Join(", ", range.Keys.Select(Value))})");
        if (!range.Where.Values.IsEmpty)
            Add($"{SqliteSchema.Property(range.Where.Property)} in ({string.Join(", ", range.Where.Values.Select(Value))})");
        if (last is not null && single)
            Add($"key > {Value(last.Key)}");
        else if (last is not null)
            Add($"(partition, key) > ({Value(last.Partition)}, {Value(last.Key)})");
        var where = conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
        // The plus keeps SQLite from reading in the order of the keys where the index of the property finds the rows.
        var order = range.Where.Values.IsEmpty ? "partition, key" : "+partition, +key";
        select.CommandText = string.Create(
            CultureInfo.InvariantCulture, $"select partition, key, tag, properties from {name}{where} order by {order} limit {most}");
        var rows = new List<Row>();
        using var reader = select.ExecuteReader();
        while (reader.Read())
            rows.Add(Read(reader));
        return rows;

        void Add(string condition) => conditions.Add(condition);

        string Value(string value)
        {
            var parameter = string.Create(CultureInfo.InvariantCulture, $"$v{select.Parameters.Count}");
            select.Parameters.AddWithValue(parameter, value);
            return parameter;
        }
    }

    private static Row Read(SqliteDataReader row)
    {
        using var properties = JsonDocument.Parse(row.GetString(3));
        return new(
            row.GetString(0), row.GetString(1), PropertyJson.Read(properties.RootElement),
            row.GetInt64(2).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A statement that writes one row after the other.</summary>
    private sealed class Write : IDisposable
    {
        private readonly SqliteCommand command;
        private readonly ArrayBufferWriter<byte> json = new();

        public Write(SqliteTransaction transaction, string sql)
        {
            command = transaction.Connection!.CreateCommand();
            (command.Transaction, command.CommandText) = (transaction, sql);
            foreach (var parameter in (string[])["$partition", "$key", "$tag", "$before", "$properties"])
            {
                if (sql.Contains(parameter, StringComparison.Ordinal))
                    command.Parameters.Add(parameter, parameter is "$tag" or "$before" ? SqliteType.Integer : SqliteType.Text);
            }
        }

        /// <summary>The number of rows that the last run changed.</summary>
        public int Changed { get; private set; }

        /// <summary>Writes the row and returns its new tag.</summary>
        /// <param name="row">The row.</param>
        /// <param name="before">The tag that the stored row must have; empty for any. A tag of another engine fits no row.</param>
        public string Run(Row row, string before = "")
        {
            var tag = Random.Shared.NextInt64();
            foreach (SqliteParameter parameter in command.Parameters)
            {
                parameter.Value = parameter.ParameterName switch
                {
                    "$partition" => row.Partition,
                    "$key" => row.Key,
                    "$tag" => tag,
                    "$before" => before.Length == 0 ? DBNull.Value : long.TryParse(before, out var read) ? read : -1,
                    _ => Json(row),
                };
            }
            Changed = command.ExecuteNonQuery();
            return tag.ToString(CultureInfo.InvariantCulture);
        }

        public void Dispose() => command.Dispose();

        private string Json(Row row)
        {
            json.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(json, PropertyJson.Relaxed))
                PropertyJson.Write(writer, row.Properties);
            return Encoding.UTF8.GetString(json.WrittenSpan);
        }
    }
}
