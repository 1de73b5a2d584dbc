using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Automation.Local.ServiceBus;
using Microsoft.Data.Sqlite;

namespace Automation.Local.Graph.Mail;

/// <summary>
/// All mailboxes of the stand-in in one file that outlives the host: messages with raw text, attachments and extended properties,
/// folders, and the log of changes that delta queries read.
/// </summary>
internal sealed class MailStore(string path) : IDisposable
{
    private const string Columns = "number, id, owner, folder, moves, facts";

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<MailFolder>> folders = new(StringComparer.Ordinal);
    private readonly Statements sql = new(SqliteFile.Open(path, MailSchema.Text));

    /// <summary>Runs on the open file, one caller at a time and as one transaction.</summary>
    public T Use<T>(Func<Statements, T> work)
    {
        lock (gate)
        {
            sql.Execute("BEGIN IMMEDIATE");
            try
            {
                var result = work(sql);
                sql.Execute("COMMIT");
                return result;
            }
            catch
            {
                sql.Execute("ROLLBACK");
                throw;
            }
        }
    }

    public IReadOnlyList<MailFolder> Folders(string owner) => folders.TryGetValue(owner, out var known) ? known : Use(_ => folders[owner] = FoldersOf(owner));

    /// <param name="name">Id or well-known name, in any case.</param>
    /// <exception cref="GraphException">There is none.</exception>
    public MailFolder Folder(string owner, string name) =>
        Folders(owner).FirstOrDefault(f => f.Id == name || string.Equals(f.WellKnown, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new GraphException(404, "ErrorItemNotFound", "The specified folder could not be found in the store.");

    /// <exception cref="GraphException">The parent has a folder of that name.</exception>
    public MailFolder AddFolder(string owner, string? parent, string name) => Use(_ =>
    {
        if (FoldersOf(owner).Any(f => f.Parent == parent && string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase)))
            throw new GraphException(409, "ErrorFolderExists", "A folder with the specified name already exists.");
        var folder = new MailFolder(MailId.Immutable(MailId.New()), owner, parent, name, null);
        Add(folder);
        folders.TryRemove(owner, out var _);
        return folder;
    });

    /// <summary>Stores a new message.</summary>
    /// <param name="facts">With internetMessageId, conversationId and receivedDateTime.</param>
    public StoredMessage Add(string owner, string folder, JsonObject facts, IReadOnlyList<StoredAttachment> attachments, byte[]? raw) => Use(_ =>
    {
        var id = MailId.New();
        var message = new StoredMessage(0, id, owner, folder, 0, facts);
        var number = sql.Number(
            "INSERT INTO messages(id, owner, folder, moves, internet_id, conversation, received, facts, raw) VALUES($id, $owner, $folder, 0, $internet, $conversation, $received, $facts, $raw) RETURNING number",
            ("$id", id), ("$owner", owner), ("$folder", folder), ("$internet", message.InternetId), ("$conversation", message.Conversation),
            ("$received", message.Received.UtcTicks), ("$facts", facts.ToJsonString()), ("$raw", raw))!.Value;
        for (var i = 0; i < attachments.Count; i++) AddAttachment(id, i, attachments[i]);
        Index(message);
        Log(message, folder);
        return message with { Number = number };
    });

    /// <summary>Stores what has become of a message, in the same folder or another one.</summary>
    public StoredMessage Change(StoredMessage message, JsonObject facts, string? folder = null, byte[]? raw = null) => Use(_ =>
    {
        var target = folder ?? message.Folder;
        facts["_version"] = ((int?)message.Facts["_version"] ?? 0) + 1;
        var changed = message with { Facts = facts, Folder = target, Moves = target == message.Folder ? message.Moves : message.Moves + 1 };
        var rows = sql.Execute(
            "UPDATE messages SET folder=$folder, moves=$moves, internet_id=$internet, conversation=$conversation, received=$received, facts=$facts, raw=coalesce($raw, raw) WHERE id=$id",
            ("$folder", target), ("$moves", changed.Moves), ("$internet", changed.InternetId), ("$conversation", changed.Conversation), ("$received", changed.Received.UtcTicks),
            ("$facts", facts.ToJsonString()), ("$raw", raw), ("$id", message.Id));
        if (rows == 0) throw GraphException.NoItem();
        Index(changed);
        if (target != message.Folder) Log(message, message.Folder);
        Log(changed, target);
        return changed;
    });

    /// <summary>Takes the message away for good.</summary>
    public void Remove(StoredMessage message) => Use(_ =>
    {
        Log(message, message.Folder);
        sql.Execute("DELETE FROM attachments WHERE message=$id", ("$id", message.Id));
        sql.Execute("DELETE FROM properties WHERE message=$id", ("$id", message.Id));
        return sql.Execute("DELETE FROM messages WHERE id=$id", ("$id", message.Id));
    });

    /// <param name="shown">An id as callers write it.</param>
    /// <exception cref="GraphException">The id is malformed, or the message isn't there or has another id by now.</exception>
    public StoredMessage Get(string owner, string shown)
    {
        if (MailId.Read(shown) is not { } id) throw new GraphException(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        var found = Use(_ => sql.Query($"SELECT {Columns} FROM messages WHERE id=$id AND owner=$owner", Read, ("$id", id.Id), ("$owner", owner)).FirstOrDefault());
        return found is not null && (id.Moves is null || id.Moves == found.Moves) ? found : throw GraphException.NoItem();
    }

    public byte[]? Raw(StoredMessage message) => Use(_ => sql.Query("SELECT raw FROM messages WHERE id=$id", r => r.IsDBNull(0) ? null : r.GetFieldValue<byte[]>(0), ("$id", message.Id)).FirstOrDefault());

    public IReadOnlyList<StoredAttachment> Attachments(StoredMessage message) => Use(_ => sql.Query(
        "SELECT id, facts, content FROM attachments WHERE message=$id ORDER BY position",
        r => new StoredAttachment(r.GetString(0), JsonNode.Parse(r.GetString(1))!.AsObject(), r.GetFieldValue<byte[]>(2)), ("$id", message.Id)));

    public void Attach(StoredMessage message, StoredAttachment attachment) => Use(_ =>
    {
        AddAttachment(message.Id, (int)(sql.Number("SELECT coalesce(max(position) + 1, 0) FROM attachments WHERE message=$id", ("$id", message.Id)) ?? 0), attachment);
        return 0;
    });

    /// <summary>Newest first.</summary>
    /// <param name="folder">Null for all.</param>
    public IReadOnlyList<StoredMessage> List(string owner, string? folder, int skip, int limit) => Use(_ => sql.Query(
        folder is null
            ? $"SELECT {Columns} FROM messages WHERE owner=$owner ORDER BY received DESC, number DESC LIMIT $limit OFFSET $skip"
            : $"SELECT {Columns} FROM messages WHERE owner=$owner AND folder=$folder ORDER BY received DESC, number DESC LIMIT $limit OFFSET $skip",
        Read, ("$owner", owner), ("$folder", folder), ("$skip", skip), ("$limit", limit)));

    /// <summary>The last stored first, below a number.</summary>
    public IReadOnlyList<StoredMessage> ListBefore(string owner, string folder, long number, int limit) => Use(_ => sql.Query(
        $"SELECT {Columns} FROM messages WHERE owner=$owner AND folder=$folder AND number<$number ORDER BY number DESC LIMIT $limit",
        Read, ("$owner", owner), ("$folder", folder), ("$number", number), ("$limit", limit)));

    public long Count(string owner, string? folder, bool unread = false) => Use(_ => sql.Number(
        "SELECT count(*) FROM messages WHERE owner=$owner AND ($folder IS NULL OR folder=$folder) AND ($unread=0 OR facts->>'isRead'=0)", ("$owner", owner), ("$folder", folder), ("$unread", unread ? 1 : 0)) ?? 0);

    /// <summary>Messages by what has an index of its own.</summary>
    public IReadOnlyList<StoredMessage> ByInternetId(string owner, string internetId) =>
        Use(_ => sql.Query($"SELECT {Columns} FROM messages WHERE internet_id=$value AND owner=$owner ORDER BY received DESC, number DESC", Read, ("$value", internetId), ("$owner", owner)));

    public IReadOnlyList<StoredMessage> ByConversation(string owner, string conversation) =>
        Use(_ => sql.Query($"SELECT {Columns} FROM messages WHERE owner=$owner AND conversation=$value ORDER BY received DESC, number DESC", Read, ("$owner", owner), ("$value", conversation)));

    public IReadOnlyList<StoredMessage> ByProperty(string owner, string id, string value) => Use(_ => sql.Query(
        $"SELECT {Columns} FROM messages WHERE id IN (SELECT message FROM properties WHERE owner=$owner AND id=$id AND value=$value) ORDER BY received DESC, number DESC",
        Read, ("$owner", owner), ("$id", id.ToLowerInvariant()), ("$value", value)));

    public long LastChange() => Use(_ => sql.Number("SELECT coalesce(max(version), 0) FROM changes") ?? 0);

    /// <summary>What changed in a folder after a version, each message once, in the order of the last change.</summary>
    public IReadOnlyList<FolderChange> Changes(string owner, string folder, long after, int limit) => Use(_ =>
    {
        var changed = sql.Query(
            "SELECT message, max(version), moves FROM changes WHERE owner=$owner AND folder=$folder AND version>$after GROUP BY message ORDER BY max(version) LIMIT $limit",
            r => (Id: r.GetString(0), Version: r.GetInt64(1), Moves: r.GetInt32(2)), ("$owner", owner), ("$folder", folder), ("$after", after), ("$limit", limit));
        return changed.ConvertAll(c => new FolderChange(c.Version, c.Id, c.Moves,
            sql.Query($"SELECT {Columns} FROM messages WHERE id=$id AND folder=$folder", Read, ("$id", c.Id), ("$folder", folder)).FirstOrDefault()));
    });

    /// <summary>Empties all mailboxes; people, subscriptions and folders stay.</summary>
    public void Clear() => Use(_ =>
    {
        foreach (var table in (ReadOnlySpan<string>)["messages", "attachments", "properties", "changes"]) sql.Execute($"DELETE FROM {table}");
        return 0;
    });

    public string? State(string name) => Use(_ => sql.Query("SELECT value FROM state WHERE name=$name", r => r.GetString(0), ("$name", name)).FirstOrDefault());

    public void SetState(string name, string value) =>
        Use(_ => sql.Execute("INSERT INTO state(name, value) VALUES($name, $value) ON CONFLICT(name) DO UPDATE SET value=$value", ("$name", name), ("$value", value)));

    public void Dispose() => sql.Dispose();

    private List<MailFolder> FoldersOf(string owner)
    {
        var found = Query();
        if (found.Count > 0) return found;
        foreach (var (wellKnown, name) in MailFolder.Standard) Add(new MailFolder(MailId.Immutable(MailId.New()), owner, null, name, wellKnown));
        return Query();

        List<MailFolder> Query() => sql.Query(
            "SELECT id, owner, parent, name, well_known FROM folders WHERE owner=$owner ORDER BY rowid",
            r => new MailFolder(r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : r.GetString(2), r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4)), ("$owner", owner));
    }

    private void Add(MailFolder folder) => sql.Execute(
        "INSERT INTO folders(id, owner, parent, name, well_known) VALUES($id, $owner, $parent, $name, $wellKnown)",
        ("$id", folder.Id), ("$owner", folder.Owner), ("$parent", folder.Parent), ("$name", folder.Name), ("$wellKnown", folder.WellKnown));

    private void AddAttachment(string message, int position, StoredAttachment attachment) => sql.Execute(
        "INSERT INTO attachments(message, position, id, facts, content) VALUES($message, $position, $id, $facts, $content)",
        ("$message", message), ("$position", position), ("$id", attachment.Id), ("$facts", attachment.Facts.ToJsonString()), ("$content", attachment.Content));

    private void Index(StoredMessage message)
    {
        foreach (var property in (message.Facts["_properties"] as JsonArray ?? []).OfType<JsonObject>())
        {
            sql.Execute(
                "INSERT INTO properties(message, owner, id, value) VALUES($message, $owner, $id, $value) ON CONFLICT(message, id) DO UPDATE SET value=$value",
                ("$message", message.Id), ("$owner", message.Owner), ("$id", ((string)property["id"]!).ToLowerInvariant()), ("$value", (string?)property["value"] ?? ""));
        }
    }

    private void Log(StoredMessage message, string folder) => sql.Execute(
        "INSERT INTO changes(owner, folder, message, moves) VALUES($owner, $folder, $message, $moves)",
        ("$owner", message.Owner), ("$folder", folder), ("$message", message.Id), ("$moves", message.Moves));

    private static StoredMessage Read(SqliteDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt32(4), JsonNode.Parse(row.GetString(5))!.AsObject());
}
