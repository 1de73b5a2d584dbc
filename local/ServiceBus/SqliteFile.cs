using Microsoft.Data.Sqlite;

namespace Automation.Local.ServiceBus;

/// <summary>
/// Opens a SQLite file as the host's stores need it. WAL with <c>synchronous=NORMAL</c>: a commit is in the operating system's
/// cache when it returns, so no kill -9 of any process can lose it; only a power cut may take the last moments, which is more than
/// a development machine asks for and keeps a disk flush out of each acknowledged message.
/// </summary>
internal static class SqliteFile
{
    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    public static SqliteConnection Open(string path, string schema)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        connection.Execute("PRAGMA busy_timeout=30000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
        connection.Execute(schema);
        return connection;
    }

    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
