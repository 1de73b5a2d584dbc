using System.Globalization;
using Automation.Local.ServiceBus;

namespace Automation.Local.Sink;

/// <summary>The last thousand messages that the sink has received, in a file that outlives the host.</summary>
internal sealed class SinkStore(string path) : IDisposable
{
    public const int Kept = 1000;

    private const string Schema = """
        CREATE TABLE IF NOT EXISTS received (
          id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, channel TEXT NOT NULL, key TEXT, repetition INTEGER NOT NULL,
          signature TEXT NOT NULL, answered INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS received_key ON received (channel, key);
        """;

    private readonly Lock gate = new();
    private readonly Statements sql = new(SqliteFile.Open(path, Schema));

    public void Add(DateTimeOffset at, string channel, string? key, string signature, int answered, string body)
    {
        lock (gate)
        {
            var known = key is null ? 0 : sql.Number("SELECT COUNT(*) FROM received WHERE channel = $channel AND key = $key AND answered BETWEEN 200 AND 299", ("$channel", channel), ("$key", key));
            sql.Execute(
                "INSERT INTO received (at, channel, key, repetition, signature, answered, body) VALUES ($at, $channel, $key, $repetition, $signature, $answered, $body)",
                ("$at", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ("$channel", channel), ("$key", key), ("$repetition", known > 0 ? 1 : 0),
                ("$signature", signature), ("$answered", answered), ("$body", body));
            sql.Execute("DELETE FROM received WHERE id <= (SELECT MAX(id) FROM received) - $kept", ("$kept", Kept));
        }
    }

    /// <summary>Newest first.</summary>
    /// <param name="channel">Null for all.</param>
    public IReadOnlyList<SinkEntry> List(string? channel, int limit)
    {
        lock (gate)
        {
            return sql.Query(
                "SELECT id, at, channel, key, repetition, signature, answered, body FROM received WHERE $channel IS NULL OR channel = $channel ORDER BY id DESC LIMIT $limit",
                row => new SinkEntry(
                    row.GetInt64(0), DateTimeOffset.Parse(row.GetString(1), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), row.GetString(2),
                    row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4) == 1, row.GetString(5), row.GetInt32(6), row.GetString(7)),
                ("$channel", channel), ("$limit", limit));
        }
    }

    public IReadOnlyList<(string Channel, long Count)> Channels()
    {
        lock (gate) return sql.Query("SELECT channel, COUNT(*) FROM received GROUP BY channel ORDER BY channel", row => (row.GetString(0), row.GetInt64(1)));
    }

    public void Dispose() => sql.Dispose();
}
