using System.Text.Json.Nodes;
using Automation.Local.Graph.OData;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>Mail folders: list, get by id or well-known name, make.</summary>
internal sealed class FolderApi(MailStore store)
{
    private const int Page = 10;

    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["users", var id, "mailFolders"]) => List(call, Organisation.Get(id).Id, null),
        ("POST", ["users", var id, "mailFolders"]) => Create(call, Organisation.Get(id).Id, null),
        ("GET", ["users", var id, "mailFolders", var folder]) => One(call, Organisation.Get(id).Id, folder),
        ("GET", ["users", var id, "mailFolders", var folder, "childFolders"]) => List(call, Organisation.Get(id).Id, folder),
        ("POST", ["users", var id, "mailFolders", var folder, "childFolders"]) => Create(call, Organisation.Get(id).Id, folder),
        _ => null,
    };

    private GraphReply One(GraphCall call, string owner, string name) =>
        GraphReply.Ok(ODataQuery.Pick(Show(store.Folder(owner, name)), call.Query.Select).With("@odata.context", $"{call.Root}/$metadata#users('{owner}')/mailFolders/$entity"));

    private GraphReply List(GraphCall call, string owner, string? parent)
    {
        var parentId = parent is null ? null : store.Folder(owner, parent).Id;
        var filter = call.Query.Filter;
        var found = store.Folders(owner).Where(f => f.Parent == parentId).Select(Show).Where(f => filter is null || filter.Holds(f));
        return GraphReply.Ok(call.ListOf($"users('{owner}')/mailFolders", [.. found.Select(f => ODataQuery.Pick(f, call.Query.Select))], Page));
    }

    private GraphReply Create(GraphCall call, string owner, string? parent)
    {
        if ((string?)call.Required["displayName"] is not { Length: > 0 and <= 255 } name) throw GraphException.Invalid("The property 'displayName' is required.");
        return GraphReply.Created(Show(store.AddFolder(owner, parent is null ? null : store.Folder(owner, parent).Id, name)));
    }

    private JsonObject Show(MailFolder folder) => new()
    {
        ["id"] = folder.Id,
        ["displayName"] = folder.Name,
        ["parentFolderId"] = folder.Parent ?? "AAMkRoot",
        ["childFolderCount"] = store.Folders(folder.Owner).Count(f => f.Parent == folder.Id),
        ["unreadItemCount"] = store.Count(folder.Owner, folder.Id, unread: true),
        ["totalItemCount"] = store.Count(folder.Owner, folder.Id),
        ["sizeInBytes"] = 0,
        ["isHidden"] = false,
    };
}
