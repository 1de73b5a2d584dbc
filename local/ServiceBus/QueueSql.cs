using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Automation.Local.ServiceBus;

/// <summary>
/// The queue operations as plain SQL in the caller's transaction; the running host calls them from its one writer, the queue
/// commands from a connection of their own. Times are UTC ticks; state 0 waits (also for its time), 1 is locked, 2 is dead, 3 is
/// done and kept until locked_until, in case storage loses what came of it.
/// </summary>
internal static class QueueSql
{
    /// <summary>Longer than the storage emulator goes without saving its tables, unless one save takes more than five seconds.</summary>
    public static readonly TimeSpan KeptWhenDone = TimeSpan.FromSeconds(60);

    public const string MaxDeliveryCountExceeded = "MaxDeliveryCountExceeded";

    public const string Schema = """
        CREATE TABLE IF NOT EXISTS messages(
          sequence INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, state INTEGER NOT NULL,
          message_id TEXT NOT NULL, body BLOB NOT NULL, content_type TEXT, correlation_id TEXT, subject TEXT, reply_to TEXT,
          recipient TEXT, session_id TEXT, partition_key TEXT, properties TEXT NOT NULL,
          enqueued_at INTEGER NOT NULL, available_at INTEGER NOT NULL, expires_at INTEGER, delivery_count INTEGER NOT NULL,
          lock_token TEXT, locked_until INTEGER, dead_reason TEXT, dead_description TEXT);
        CREATE INDEX IF NOT EXISTS messages_waiting ON messages(queue, state, available_at, sequence);
        CREATE INDEX IF NOT EXISTS messages_locked ON messages(queue, locked_until) WHERE state = 1;
        CREATE INDEX IF NOT EXISTS messages_expiring ON messages(queue, expires_at) WHERE state = 0;
        CREATE INDEX IF NOT EXISTS messages_done ON messages(locked_until) WHERE state = 3;
        CREATE TABLE IF NOT EXISTS seen(
          queue TEXT NOT NULL, message_id TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY(queue, message_id)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS seen_until ON seen(queue, until);
        """;


    /// <returns>The sequence number, or null where the message is a duplicate, which is acknowledged and dropped.</returns>
    public static long? Send(Statements sql, QueueProperties queue, OutgoingMessage message, string messageId, DateTimeOffset now)
    {
        if (queue.DuplicateWindow is { } window && !Remember(sql, queue.Name, messageId, now, now + window)) return null;
        var available = message.ScheduledFor is { } scheduled && scheduled > now ? scheduled : now;
        var life = Shorter(message.TimeToLive, queue.TimeToLive);
        return sql.Number(
            """
            INSERT INTO messages(queue, state, message_id, body, content_type, correlation_id, subject, reply_to, recipient, session_id,
              partition_key, properties, enqueued_at, available_at, expires_at, delivery_count)
            VALUES($queue, 0, $id, $body, $contentType, $correlation, $subject, $replyTo, $to, $session, $partition, $properties,
              $available, $available, $expires, 0) RETURNING sequence
            """,
            ("$queue", queue.Name), ("$id", messageId), ("$body", message.Body), ("$contentType", message.ContentType),
            ("$correlation", message.CorrelationId), ("$subject", message.Subject), ("$replyTo", message.ReplyTo), ("$to", message.To),
            ("$session", message.SessionId), ("$partition", message.PartitionKey), ("$properties", message.Properties.ToJsonString()),
            ("$available", available.UtcTicks), ("$expires", Expiry(available, life)));
    }

    /// <summary>Takes due messages under a lock, oldest first unless <paramref name="order"/> says otherwise.</summary>
    public static List<QueueMessage> Lock(
        Statements sql, QueueProperties queue, int most, int window, Func<IReadOnlyList<long>, IReadOnlyList<long>> order, DateTimeOffset now, Func<string> token)
    {
        Sweep(sql, queue, now);
        var due = sql.Query(
            "SELECT sequence FROM messages WHERE queue=$queue AND state=0 AND available_at<=$now ORDER BY available_at, sequence LIMIT $most",
            row => row.GetInt64(0), ("$queue", queue.Name), ("$now", now.UtcTicks), ("$most", (long)most * window));
        var taken = new List<QueueMessage>(Math.Min(most, due.Count));
        foreach (var sequence in order(due).Take(most))
        {
            taken.AddRange(sql.Query(
                $"""
                UPDATE messages SET state=1, delivery_count=delivery_count+1, lock_token=$token, locked_until=$until
                WHERE sequence=$sequence RETURNING {Columns}
                """,
                Read, ("$sequence", sequence), ("$token", token()), ("$until", (now + queue.LockDuration).UtcTicks)));
        }

        return taken;
    }

    /// <summary>Nobody sees the message any more, but <see cref="Repeat"/> still finds it for a while.</summary>
    public static bool Complete(Statements sql, QueueMessage message, DateTimeOffset now) => sql.Execute(
        "UPDATE messages SET state=3, lock_token=NULL, locked_until=$kept WHERE sequence=$sequence AND lock_token=$token AND state=1 AND locked_until>$now",
        ("$sequence", message.Sequence), ("$token", message.LockToken), ("$now", now.UtcTicks), ("$kept", (now + KeptWhenDone).UtcTicks)) == 1;

    /// <summary>
    /// Makes the messages active again that are done and still kept, in their old order and with a delivery count of zero. Repeating
    /// is safe because every message may come more than once anyway, and recording it is idempotent.
    /// </summary>
    public static int Repeat(Statements sql) => sql.Execute("UPDATE messages SET state=0, delivery_count=0, locked_until=NULL WHERE state=3");

    /// <summary>Takes away the mark that the last run ended in order.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool TakeCleanMark(Statements sql)
    {
        var wasClean = sql.Number("PRAGMA user_version") == 1;
        sql.Execute("PRAGMA user_version=0");
        return wasClean;
    }

    public static int MarkClean(Statements sql) => sql.Execute("PRAGMA user_version=1");

    public static bool Renew(Statements sql, QueueProperties queue, QueueMessage message, DateTimeOffset now) => sql.Execute(
        "UPDATE messages SET locked_until=$until WHERE sequence=$sequence AND lock_token=$token AND state=1 AND locked_until>$now",
        ("$sequence", message.Sequence), ("$token", message.LockToken), ("$now", now.UtcTicks), ("$until", (now + queue.LockDuration).UtcTicks)) == 1;

    /// <summary>Gives the message back; after its last delivery it becomes a dead letter.</summary>
    public static bool Abandon(Statements sql, QueueProperties queue, QueueMessage message, DateTimeOffset now)
    {
        var released = sql.Execute(
            "UPDATE messages SET state=0, lock_token=NULL, locked_until=NULL WHERE sequence=$sequence AND lock_token=$token AND state=1 AND locked_until>$now",
            ("$sequence", message.Sequence), ("$token", message.LockToken), ("$now", now.UtcTicks)) == 1;
        if (released) BuryWornOut(sql, queue);
        return released;
    }

    /// <summary>Ends every lock: no consumer of a previous run is alive when a host starts. Delivery counts stay.</summary>
    public static int ReleaseAll(Statements sql) =>
        sql.Execute("UPDATE messages SET state=0, lock_token=NULL, locked_until=NULL WHERE state=1");

    /// <summary>Sends dead letters back to their queue with a delivery count of zero; one, or all where no sequence is given.</summary>
    public static int Resubmit(Statements sql, QueueProperties queue, long? sequence, DateTimeOffset now) => sql.Execute(
        """
        UPDATE messages SET state=0, delivery_count=0, dead_reason=NULL, dead_description=NULL, lock_token=NULL, locked_until=NULL,
          available_at=$now, enqueued_at=$now, expires_at=$expires
        WHERE queue=$queue AND state=2 AND ($sequence IS NULL OR sequence=$sequence)
        """,
        ("$queue", queue.Name), ("$sequence", sequence), ("$now", now.UtcTicks), ("$expires", Expiry(now, queue.TimeToLive)));

    public static List<QueueMessage> Peek(Statements sql, string queue, bool dead, int top) => sql.Query(
        $"SELECT {Columns} FROM messages WHERE queue=$queue AND state<3 AND (state=2)=$dead ORDER BY available_at, sequence LIMIT $top",
        Read, ("$queue", queue), ("$dead", dead ? 1 : 0), ("$top", top));

    public static QueueCounts Count(Statements sql, string queue, DateTimeOffset now) => sql.Query(
        """
        SELECT count(*) FILTER (WHERE state=0 AND available_at<=$now), count(*) FILTER (WHERE state=0 AND available_at>$now),
          count(*) FILTER (WHERE state=1), count(*) FILTER (WHERE state=2), min(enqueued_at) FILTER (WHERE state<2 AND available_at<=$now)
        FROM messages WHERE queue=$queue
        """,
        row => new QueueCounts(queue, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), Time(row, 4)),
        ("$queue", queue), ("$now", now.UtcTicks))[0];

    /// <summary>Ends locks that ran out, and removes what has expired, was delivered too often or has been done for long enough.</summary>
    public static void Sweep(Statements sql, QueueProperties queue, DateTimeOffset now)
    {
        sql.Execute("DELETE FROM messages WHERE state=3 AND locked_until<=$now", ("$now", now.UtcTicks));
        sql.Execute(
            "UPDATE messages SET state=0, lock_token=NULL, locked_until=NULL WHERE queue=$queue AND state=1 AND locked_until<=$now",
            ("$queue", queue.Name), ("$now", now.UtcTicks));
        BuryWornOut(sql, queue);
        sql.Execute(
            queue.DeadLetterExpired
                ? """
                  UPDATE messages SET state=2, dead_reason='TTLExpiredException', dead_description='The message expired and was dead lettered.'
                  WHERE queue=$queue AND state=0 AND expires_at<=$now
                  """
                : "DELETE FROM messages WHERE queue=$queue AND state=0 AND expires_at<=$now",
            ("$queue", queue.Name), ("$now", now.UtcTicks));
    }

    private static void BuryWornOut(Statements sql, QueueProperties queue) => sql.Execute(
        """
        UPDATE messages SET state=2, dead_reason=$reason, dead_description=$description
        WHERE queue=$queue AND state=0 AND delivery_count>=$most
        """,
        ("$queue", queue.Name), ("$most", queue.MaxDeliveryCount), ("$reason", MaxDeliveryCountExceeded),
        ("$description", $"Message could not be consumed after {queue.MaxDeliveryCount} delivery attempts."));

    private static bool Remember(Statements sql, string queue, string messageId, DateTimeOffset now, DateTimeOffset until)
    {
        sql.Execute("DELETE FROM seen WHERE queue=$queue AND until<=$now", ("$queue", queue), ("$now", now.UtcTicks));
        return sql.Execute(
            "INSERT INTO seen(queue, message_id, until) VALUES($queue, $id, $until) ON CONFLICT DO NOTHING",
            ("$queue", queue), ("$id", messageId), ("$until", until.UtcTicks)) == 1;
    }

    private const string Columns = """
        queue, sequence, message_id, body, content_type, correlation_id, subject, reply_to, recipient, session_id, partition_key, properties,
        enqueued_at, available_at, expires_at, delivery_count, lock_token, locked_until, dead_reason, dead_description
        """;

    private static QueueMessage Read(SqliteDataReader row) => new(
        row.GetString(0),
        row.GetInt64(1),
        new OutgoingMessage(row.GetFieldValue<byte[]>(3))
        {
            MessageId = row.GetString(2),
            ContentType = Text(row, 4),
            CorrelationId = Text(row, 5),
            Subject = Text(row, 6),
            ReplyTo = Text(row, 7),
            To = Text(row, 8),
            SessionId = Text(row, 9),
            PartitionKey = Text(row, 10),
            Properties = JsonNode.Parse(row.GetString(11))!.AsObject(),
        })
    {
        MessageId = row.GetString(2),
        EnqueuedAt = Time(row, 12)!.Value,
        AvailableAt = Time(row, 13)!.Value,
        ExpiresAt = Time(row, 14),
        DeliveryCount = row.GetInt32(15),
        LockToken = Text(row, 16),
        LockedUntil = Time(row, 17),
        DeadLetterReason = Text(row, 18),
        DeadLetterDescription = Text(row, 19),
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);

    private static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one is null ? other : other is null || one < other ? one : other;

    private static long? Expiry(DateTimeOffset from, TimeSpan? life) =>
        life is { } span && span < DateTimeOffset.MaxValue - from ? (from + span).UtcTicks : null;
}
