using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Reminders.Sqlite;

/// <summary>Rows in a table of the ledger's file. Keys are ASCII, so SQLite sorts them as .NET compares them.</summary>
internal sealed class SqliteRows(SqliteRowStore store, string name) : IRows, IDisposable
{
    /// <summary>The number of rows that one read takes, so that it does not hold up the write-ahead log.</summary>
    private const int ReadAtOnce = 1000;

    /// <summary>The number of rows that one transaction writes, so that it holds up others for some tens of milliseconds.</summary>
    private const int WrittenAtOnce = 5000;

    private const string Before = "before";

    private readonly string insert = $"insert into {name} (partition, key, tag, properties) values (?1, ?2, ?4, ?5)";

    /// <summary>The statements of the writing connection, which has one user at a time.</summary>
    private readonly Dictionary<RowChange, SqliteStatement> statements = [];

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
            var wanted = Math.Min(left, ReadAtOnce);
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
            var tag = NewTag();
            Statement(transaction, RowChange.Put).Run(row, tag);
            return Text(tag);
        },
        cancellation);

    public async Task UpsertAsync(IEnumerable<Row> rows, CancellationToken cancellation)
    {
        foreach (var part in rows.Chunk(WrittenAtOnce))
        {
            await store.WriteAsync(
                transaction =>
                {
                    var upsert = Statement(transaction, RowChange.Put);
                    foreach (var row in part)
                        upsert.Run(row, NewTag());
                    return true;
                },
                cancellation);
        }
    }

    public async Task<IReadOnlySet<string>> InsertFreeAsync(IEnumerable<Row[]> sets, CancellationToken cancellation)
    {
        var inserted = new HashSet<string>();
        foreach (var part in sets.Chunk(WrittenAtOnce))
        {
            inserted.UnionWith(await store.WriteAsync(
                transaction =>
                {
                    var insertFree = Statement(transaction, RowChange.Insert);
                    var free = new List<string>();
                    foreach (var set in part)
                    {
                        if (!insertFree.Run(set[0], NewTag()))
                            continue;
                        foreach (var row in set.AsSpan(1))
                        {
                            if (!insertFree.Run(row, NewTag()))
                                throw new InvalidOperationException($"{name} already has {row.Partition} {row.Key}.");
                        }
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
        foreach (var part in rows.Chunk(WrittenAtOnce))
        {
            await store.WriteAsync(
                transaction =>
                {
                    var delete = Statement(transaction, RowChange.Delete);
                    foreach (var row in part)
                        delete.Run(row, 0);
                    return true;
                },
                cancellation);
        }
    }

    public int MostTogether => WrittenAtOnce;

    public Task<RowsWritten> TryWriteAsync(IReadOnlyList<RowWrite> writes, CancellationToken cancellation) => store.WriteAsync(
        transaction =>
        {
            var tags = ImmutableArray.CreateBuilder<string>(writes.Count);
            transaction.Save(Before);
            for (var place = 0; place < writes.Count; place++)
            {
                var (write, tag) = (writes[place], NewTag());
                if (!Statement(transaction, write.Change).Run(write.Row, tag, write.Tag))
                {
                    transaction.Rollback(Before);
                    return RowsWritten.InConflict(place);
                }
                tags.Add(Text(tag));
            }
            return new(tags.DrainToImmutable());
        },
        cancellation);

    public void Dispose()
    {
        foreach (var statement in statements.Values)
            statement.Dispose();
        statements.Clear();
    }

    private SqliteStatement Statement(SqliteTransaction transaction, RowChange change)
    {
        if (!statements.TryGetValue(change, out var statement))
            statements[change] = statement = new(transaction.Connection!, Sql(change), change);
        return statement;
    }

    private string Sql(RowChange change) => change switch
    {
        RowChange.Insert => $"{insert} on conflict do nothing",
        RowChange.Replace => $"update {name} set tag = ?4, properties = ?5 where partition = ?1 and key = ?2 and tag = ?3",
        RowChange.Put => $"{insert} on conflict (partition, key) do update set tag = excluded.tag, properties = excluded.properties",
        _ => $"delete from {name} where partition = ?1 and key = ?2 and (?3 is null or tag = ?3)",
    };

    private static long NewTag() => Random.Shared.NextInt64();

    private static string Text(long tag) => tag.ToString(CultureInfo.InvariantCulture);

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
}
