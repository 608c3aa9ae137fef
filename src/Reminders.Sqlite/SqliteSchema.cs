using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Reminders.Sqlite;

/// <summary>
/// The tables of the ledger's file and its versions. <c>user_version</c> counts the steps that a file has been through, and
/// <c>application_id</c> says that it is a ledger.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>The letters Rmnd.</summary>
    private const int Application = 0x526D6E64;

    private static readonly string[] Tables = ["Directory", "Items", "Agenda", "Notices"];

    /// <summary>The steps from an empty file to the newest version. A step never changes: files exist that went through it.</summary>
    private static readonly string[] Steps =
    [
        string.Concat(Tables.Select(table =>
            $"""
            create table {table} (
                partition text not null, key text not null, tag integer not null, properties text not null, primary key (partition, key));

            """)),
        $"create index NoticesByState on Notices ({Property("State")});",
        // The items stand at other places since then. An older program would not find them, so it must refuse the file.
        "",
        // Rows of the agenda hold several looks since then, which an older program cannot read.
        "",
    ];

    public static int Newest => Steps.Length;

    /// <summary>A property of a row as an expression, which an index repeats to the letter.</summary>
    public static string Property(string name) => $"json_extract(properties, '$.{name}')";

    /// <summary>The version of the file: 0 for a file without a ledger.</summary>
    /// <exception cref="InputRefusedException">The file belongs to another program, or a newer version wrote it.</exception>
    public static long VersionOf(SqliteConnection connection, string path)
    {
        var version = Number(connection, "pragma user_version");
        if (version > Newest)
        {
            throw new InputRefusedException(
                "ledger-newer", $"{path} has version {version}; this program reads versions up to {Newest}. Use a newer program.");
        }
        if (Number(connection, "pragma application_id") != Application && (version > 0 || HasTables(connection)))
            throw new InputRefusedException("ledger-foreign", $"{path} is the database of another program; name another data folder.");
        return version;
    }

    /// <summary>Brings the file to the newest version, or to an older one, in one transaction.</summary>
    public static void Upgrade(SqliteConnection connection, string path, int? to = null)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        for (var version = VersionOf(connection, path); version < (to ?? Newest); version++)
            Run(connection, $"{Steps[version]} pragma user_version = {version + 1}; pragma application_id = {Application};");
        transaction.Commit();
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static bool HasTables(SqliteConnection connection) => Number(connection, "select count(*) from sqlite_schema") > 0;

    private static long Number(SqliteConnection connection, string sql) =>
        Convert.ToInt64(Scalar(connection, sql), CultureInfo.InvariantCulture);
}
