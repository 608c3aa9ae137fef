using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Reminders.Sqlite;

/// <summary>
/// A statement of the writing connection that writes one row after the other. It is prepared once and binds UTF-8, so a row costs neither
/// a command nor a reader.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;
    private readonly RowChange change;
    private readonly ArrayBufferWriter<byte> bytes = new(1024);
    private readonly Utf8JsonWriter json;
    private string? partition;
    private bool isBare;

    /// <param name="connection">The writing connection.</param>
    /// <param name="sql">Its parameters are ?1 partition, ?2 key, ?3 the tag before, ?4 the new tag and ?5 properties.</param>
    /// <param name="change">What it does with a row.</param>
    public SqliteStatement(SqliteConnection connection, string sql, RowChange change)
    {
        (this.connection, this.change) = (connection.Handle!, change);
        Require(raw.sqlite3_prepare_v3(this.connection, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
        json = new(bytes, PropertyJson.Relaxed);
    }

    /// <summary>Writes the row under the tag, and says whether the file changed.</summary>
    /// <param name="row">The row.</param>
    /// <param name="tag">Its new tag.</param>
    /// <param name="before">
    /// The tag that a row to replace or delete must have; empty for any row to delete. A tag of another engine fits no row.
    /// </param>
    public bool Run(Row row, long tag, string before = "")
    {
        try
        {
            BindPartition(row.Partition);
            Bind(2, row.Key);
            if (change is RowChange.Replace or RowChange.Delete)
                BindBefore(before);
            if (change != RowChange.Delete)
            {
                Require(raw.sqlite3_bind_int64(statement, 4, tag));
                BindProperties(row);
            }
            var result = raw.sqlite3_step(statement);
            if (result != raw.SQLITE_DONE)
                Require(result);
            return change == RowChange.Put || raw.sqlite3_changes(connection) > 0;
        }
        finally
        {
            _ = raw.sqlite3_reset(statement); // says again what went wrong
        }
    }

    public void Dispose()
    {
        json.Dispose();
        statement.Dispose();
    }

    // What is bound stays bound. Rows that follow each other mostly have one partition, and those of the board no properties.
    private void BindPartition(string wanted)
    {
        if (partition == wanted)
            return;
        partition = null;
        Bind(1, wanted);
        partition = wanted;
    }

    private void BindBefore(string before) => Require(before.Length == 0
        ? raw.sqlite3_bind_null(statement, 3)
        : raw.sqlite3_bind_int64(
            statement, 3, long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : -1));

    private void BindProperties(Row row)
    {
        if (isBare && row.Properties.Count == 0)
            return;
        isBare = false;
        bytes.ResetWrittenCount();
        json.Reset();
        PropertyJson.Write(json, row.Properties);
        json.Flush();
        Require(raw.sqlite3_bind_text(statement, 5, bytes.WrittenSpan));
        isBare = row.Properties.Count == 0;
    }

    private void Bind(int parameter, string text)
    {
        bytes.ResetWrittenCount();
        Encoding.UTF8.GetBytes(text, bytes);
        Require(raw.sqlite3_bind_text(statement, parameter, bytes.WrittenSpan));
    }

    private void Require(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, connection);
    }
}
