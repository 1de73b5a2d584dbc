using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Automation.Local.Graph.OData;
using Automation.Local.Graph.People;

namespace Automation.Local.Graph.Mail;

/// <summary>
/// Delta queries on the messages of a folder: first everything, newest first, then what was created, changed or taken away since.
/// The token in the links holds where to go on; all tokens of an epoch expire together, on request.
/// </summary>
internal sealed class DeltaApi(MailStore store)
{
    private const string Epoch = "delta epoch";
    private const int Page = 10;
    private const int LargestPage = 500;

    /// <summary>Null when the call is for another part.</summary>
    public GraphReply? Answer(GraphCall call) => (call.Method, call.Path) switch
    {
        ("GET", ["users", var id, "mailFolders", var folder, "messages", "delta"]) => Query(call, store.Folder(Organisation.Get(id).Id, folder)),
        _ => null,
    };

    /// <summary>Makes every token that was given out useless.</summary>
    public void Expire() => store.SetState(Epoch, (CurrentEpoch() + 1).ToString(CultureInfo.InvariantCulture));

    private GraphReply Query(GraphCall call, MailFolder folder)
    {
        var filter = call.Query["$filter"];
        var token = call.Query["$skiptoken"] ?? call.Query["$deltatoken"];
        var position = token is not null ? Position.Read(token) : new Position(CurrentEpoch(), folder.Id, store.LastChange(), Before: long.MaxValue, filter);
        if (position.Epoch != CurrentEpoch() || position.Folder != folder.Id)
            throw new GraphException(410, "SyncStateNotFound", "The sync state generation is not found; a new synchronisation must be started.");
        var size = Math.Min(call.PageSize ?? call.Query.Top ?? Page, LargestPage);
        return position.Before is { } before ? First(call, folder, position, before, size) : Later(call, folder, position, size);
    }

    private GraphReply First(GraphCall call, MailFolder folder, Position position, long before, int size)
    {
        var condition = position.Filter is { } text ? ODataFilter.Parse(text) : null;
        var page = store.ListBefore(folder.Owner, folder.Id, before, size);
        var shown = page.Where(m => condition is null || condition.Holds(m.Facts)).Select(m => Show(call, m));
        // The list is in the order of arrival, newest first: behind the first one that is too old there is nothing to find.
        var isLast = page.Count < size || (condition is not null && !condition.Holds(page[^1].Facts));
        return Reply(call, [.. shown], position with { Before = isLast ? null : page[^1].Number }, isLast);
    }

    private GraphReply Later(GraphCall call, MailFolder folder, Position position, int size)
    {
        var condition = position.Filter is { } text ? ODataFilter.Parse(text) : null;
        var changes = store.Changes(folder.Owner, folder.Id, position.Version, size);
        var shown = changes.Where(c => c.Message is null || condition is null || condition.Holds(c.Message.Facts)).Select(c => c.Message is { } message ? Show(call, message) : Gone(call, c));
        return Reply(call, [.. shown], position with { Version = changes.Count > 0 ? changes[^1].Version : position.Version }, changes.Count < size);
    }

    private static GraphReply Reply(GraphCall call, JsonArray items, Position next, bool isLast)
    {
        var select = call.Query["$select"] is { } names ? $"&$select={Uri.EscapeDataString(names)}" : "";
        return GraphReply.Ok(new JsonObject
        {
            ["@odata.context"] = $"{call.Root}/$metadata#Collection(message)",
            ["value"] = items,
            [isLast ? "@odata.deltaLink" : "@odata.nextLink"] = $"{call.Address}?{(isLast ? "$deltatoken" : "$skiptoken")}={next.Write()}{select}",
        });
    }

    private static JsonObject Show(GraphCall call, StoredMessage message) => ODataQuery.Pick(message.Show(call.ImmutableIds), call.Query.Select, "internetMessageHeaders");

    private static JsonObject Gone(GraphCall call, FolderChange change) =>
        new() { ["@removed"] = new JsonObject { ["reason"] = "deleted" }, ["id"] = MailId.Show(change.Id, change.Moves, call.ImmutableIds) };

    private int CurrentEpoch() => int.Parse(store.State(Epoch) ?? "1", CultureInfo.InvariantCulture);

    /// <param name="Version">The last change that the caller has seen, or saw when it began.</param>
    /// <param name="Before">The first list goes on below this number; null when that is over.</param>
    private sealed record Position(int Epoch, string Folder, long Version, long? Before, string? Filter)
    {
        public string Write() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Epoch}\n{Folder}\n{Version}\n{Before}\n{Filter}")));

        /// <exception cref="GraphException">The token isn't ours.</exception>
        public static Position Read(string token)
        {
            try
            {
                var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)).Split('\n', 5);
                return new Position(Int(parts[0]), parts[1], long.Parse(parts[2], CultureInfo.InvariantCulture), parts[3].Length == 0 ? null : long.Parse(parts[3], CultureInfo.InvariantCulture), parts[4].Length == 0 ? null : parts[4]);
            }
            catch (Exception e) when (e is FormatException or IndexOutOfRangeException or OverflowException)
            {
                throw new GraphException(400, "BadRequest", "Badly formed token.");
            }
        }

        private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
    }
}
