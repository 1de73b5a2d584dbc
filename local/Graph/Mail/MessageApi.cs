using System.Text.Json.Nodes;
using Automation.Local.Graph.Mime;
using Automation.Local.Graph.OData;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>Messages: list, get, change, move, delete, and their attachments and raw text.</summary>
internal sealed class MessageApi(MailStore store, Action<StoredMessage, string> changed, TimeProvider time)
{
    private const int Page = 10;

    /// <summary>Come only when they are selected (message resource type, v1.0).</summary>
    public const string OnRequest = "internetMessageHeaders";

    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["users", var user, "messages"]) => List(call, Id(user), null),
        ("GET", ["users", var user, "mailFolders", var folder, "messages"]) => List(call, Id(user), store.Folder(Id(user), folder).Id),
        (_, ["users", var user, "mailFolders", _, "messages", var id, .. var rest]) when id != "delta" => One(call, Id(user), id, rest),
        (_, ["users", var user, "messages", var id, .. var rest]) => One(call, Id(user), id, rest),
        _ => null,
    };

    public JsonObject Show(GraphCall call, StoredMessage message)
    {
        var shown = ODataQuery.Pick(message.Show(call.ImmutableIds), call.Query.Select, OnRequest);
        if (call.Query.Expand("attachments") is { } nested) shown["attachments"] = new JsonArray([.. store.Attachments(message).Select(a => ShowAttachment(a, nested))]);
        if (call.Query.Expand("singleValueExtendedProperties") is { } properties)
        {
            var filter = properties.Filter;
            var found = (message.Facts["_properties"] as JsonArray ?? []).OfType<JsonObject>().Where(p => filter is null || filter.Holds(p)).ToList();
            if (found.Count > 0) shown["singleValueExtendedProperties"] = new JsonArray([.. found.Select(p => p.DeepClone())]);
        }

        return shown;
    }

    private static string Id(string user) => Organisation.Get(user).Id;

    private GraphReply? One(GraphCall call, string owner, string id, string[] rest) => (call.Method, rest) switch
    {
        ("GET", []) => GraphReply.Ok(Show(call, store.Get(owner, id)).With("@odata.context", $"{call.Root}/$metadata#users('{owner}')/messages/$entity")),
        ("PATCH", []) => Update(call, store.Get(owner, id)),
        ("DELETE", []) => Delete(store.Get(owner, id)),
        ("POST", ["permanentDelete"]) => Remove(store.Get(owner, id)),
        ("POST", ["move"]) => Move(call, store.Get(owner, id)),
        ("GET", ["$value"]) => new GraphReply(200, Raw: RawOf(store.Get(owner, id))),
        ("GET", ["attachments"]) => GraphReply.Ok(new JsonObject { ["@odata.context"] = $"{call.Root}/$metadata#attachments", ["value"] = new JsonArray([.. store.Attachments(store.Get(owner, id)).Select(a => ShowAttachment(a, call.Query))]) }),
        ("GET", ["attachments", var attachment]) => GraphReply.Ok(ShowAttachment(Find(store.Get(owner, id), attachment), call.Query)),
        ("GET", ["attachments", var attachment, "$value"]) => new GraphReply(200, Raw: Find(store.Get(owner, id), attachment).Content),
        ("POST", ["attachments"]) => Attach(call, store.Get(owner, id)),
        _ => null,
    };

    private GraphReply List(GraphCall call, string owner, string? folder)
    {
        var (filter, size) = (call.Query.Filter, call.PageOf(call.PageSize ?? Page));
        var isOldestFirst = call.Query["$orderby"] is { } order && order.Contains("asc", StringComparison.OrdinalIgnoreCase) && !order.Contains("desc", StringComparison.OrdinalIgnoreCase);
        IReadOnlyList<StoredMessage> page;
        int? count = null;
        if (filter is null && !isOldestFirst)
        {
            page = store.List(owner, folder, call.Query.Skip, size + 1);
            if (call.Query.Counts) count = (int)store.Count(owner, folder);
        }
        else
        {
            var found = Candidates(owner, folder, filter).Where(m => (folder is null || m.Folder == folder) && (filter is null || filter.Holds(Filtered(m)))).ToList();
            if (isOldestFirst) found.Reverse();
            count = found.Count;
            page = [.. found.Skip(call.Query.Skip).Take(size + 1)];
        }

        var reply = new JsonObject { ["@odata.context"] = $"{call.Root}/$metadata#users('{owner}')/messages" };
        if (call.Query.Counts) reply["@odata.count"] = count;
        reply["value"] = new JsonArray([.. page.Take(size).Select(m => Show(call, m))]);
        if (page.Count > size) reply["@odata.nextLink"] = $"{call.Address}?{call.Query.With(("skip", $"{call.Query.Skip + size}"))}";
        return GraphReply.Ok(reply);
    }

    /// <summary>By index where the condition names what has one, else everything.</summary>
    private IReadOnlyList<StoredMessage> Candidates(string owner, string? folder, ODataFilter? filter)
    {
        if (filter?.DemandsProperty() is var (property, value)) return store.ByProperty(owner, property, value);
        if (filter?.Demands("internetMessageId") is { } id) return store.ByInternetId(owner, id);
        if (filter?.Demands("conversationId") is { } conversation) return store.ByConversation(owner, conversation);
        return store.List(owner, folder, 0, int.MaxValue);
    }

    private static JsonObject Filtered(StoredMessage message)
    {
        message.Facts["parentFolderId"] = message.Folder;
        return message.Facts;
    }

    private GraphReply Update(GraphCall call, StoredMessage message)
    {
        var facts = (JsonObject)message.Facts.DeepClone();
        MessageInput.Apply(facts, call.Required, isNew: false);
        if (call.Required.ContainsKey("body")) facts["bodyPreview"] = Preview.Of((string?)facts["body"]?["content"] ?? "", Postman.IsHtml(facts));
        facts["lastModifiedDateTime"] = MimeReading.Time(time.GetUtcNow());
        var after = store.Change(message, facts);
        changed(after, "updated");
        return GraphReply.Ok(Show(call, after).With("@odata.context", $"{call.Root}/$metadata#users('{message.Owner}')/messages/$entity"));
    }

    private GraphReply Move(GraphCall call, StoredMessage message)
    {
        if ((string?)(call.Required["destinationId"] ?? call.Required["DestinationId"]) is not { Length: > 0 } target) throw GraphException.Invalid("The property 'destinationId' is required.");
        return GraphReply.Created(Show(call, To(message, store.Folder(message.Owner, target).Id)));
    }

    /// <summary>To Deleted Items; from there for good.</summary>
    private GraphReply Delete(StoredMessage message)
    {
        var bin = store.Folder(message.Owner, MailFolder.Deleted).Id;
        if (message.Folder == bin) return Remove(message);
        To(message, bin);
        return GraphReply.NoContent;
    }

    private GraphReply Remove(StoredMessage message)
    {
        store.Remove(message);
        changed(message, "deleted");
        return GraphReply.NoContent;
    }

    private StoredMessage To(StoredMessage message, string folder)
    {
        if (folder == message.Folder) return message;
        var moved = store.Change(message, (JsonObject)message.Facts.DeepClone(), folder);
        changed(message, "deleted");
        changed(moved, "created");
        return moved;
    }

    private byte[] RawOf(StoredMessage message) =>
        store.Raw(message) ?? MimeWriter.Write(message.Facts, [.. store.Attachments(message).Select(a => new MimeAttachment(a.Facts, a.Content))], []);

    private StoredAttachment Find(StoredMessage message, string id) => store.Attachments(message).FirstOrDefault(a => a.Id == id) ?? throw GraphException.NoItem();

    private GraphReply Attach(GraphCall call, StoredMessage message)
    {
        if (!message.IsDraft) throw GraphException.Invalid("Attachments can be added to drafts only.");
        if ((string?)call.Required["contentBytes"] is not { } bytes || (string?)call.Required["name"] is not { Length: > 0 } name) throw GraphException.Invalid("The properties 'name' and 'contentBytes' are required.");
        var content = Convert.FromBase64String(bytes);
        var attachment = new StoredAttachment(MailId.Immutable(MailId.New()), new JsonObject
        {
            ["@odata.type"] = "#microsoft.graph.fileAttachment",
            ["name"] = name,
            ["contentType"] = (string?)call.Required["contentType"] ?? "application/octet-stream",
            ["size"] = content.Length,
            ["isInline"] = (bool?)call.Required["isInline"] ?? false,
            ["contentId"] = (string?)call.Required["contentId"],
            ["lastModifiedDateTime"] = MimeReading.Time(time.GetUtcNow()),
        }, content);
        store.Attach(message, attachment);
        var facts = (JsonObject)message.Facts.DeepClone();
        facts["hasAttachments"] = true;
        store.Change(message, facts);
        return GraphReply.Created(ShowAttachment(attachment, call.Query));
    }

    /// <summary>The content of a file comes unless $select leaves it out; that of a message comes with $expand=item.</summary>
    private JsonObject ShowAttachment(StoredAttachment attachment, ODataQuery query)
    {
        var full = (JsonObject)attachment.Facts.DeepClone();
        full["id"] = attachment.Id;
        var isFile = (string?)full["@odata.type"] == "#microsoft.graph.fileAttachment";
        if (isFile) full["contentBytes"] = Convert.ToBase64String(attachment.Content);
        var shown = ODataQuery.Pick(full, query.Select);
        if (!isFile && (query.Expand("microsoft.graph.itemattachment/item") ?? query.Expand("item")) is not null)
            shown["item"] = ODataQuery.Pick(MimeReading.Of(attachment.Content, time.GetUtcNow()).Message, null, OnRequest).With("@odata.type", "#microsoft.graph.message");
        return shown;
    }
}
