using System.Text.Json.Nodes;
using Automation.Local.Graph.OData;

namespace Automation.Local.Graph;

/// <summary>One request to Graph, by HTTP or as part of a batch.</summary>
/// <param name="Path">Segments behind the version; keys in brackets are segments of their own, casts lack their namespace.</param>
/// <param name="Address">The resource's own address without query, for links to further pages.</param>
/// <param name="Root">Address of the service with the version, without slash at the end.</param>
/// <param name="ImmutableIds">Whether the caller asked for ids that survive a move.</param>
/// <param name="PageSize">From <c>Prefer: odata.maxpagesize</c>.</param>
/// <param name="Body">Null for none.</param>
internal sealed record GraphCall(string Method, string[] Path, string Address, string Root, ODataQuery Query, bool ImmutableIds, int? PageSize, JsonObject? Body)
{
    /// <summary>Items of a page at most, whatever the caller asks for; null for no such limit.</summary>
    public int? LongestPage { get; init; }

    /// <summary>Items of a page of a list.</summary>
    /// <param name="usual">Without $top.</param>
    public int PageOf(int usual) => Math.Min(Query.Top ?? usual, LongestPage ?? int.MaxValue);

    /// <summary>A page of a list, with the link to the next one.</summary>
    public JsonObject ListOf(string context, IReadOnlyList<JsonObject> all, int usual)
    {
        var page = all.Skip(Query.Skip).Take(PageOf(usual)).ToList();
        var reply = new JsonObject { ["@odata.context"] = $"{Root}/$metadata#{context}" };
        if (Query.Counts) reply["@odata.count"] = all.Count;
        if (Query.Skip + page.Count < all.Count) reply["@odata.nextLink"] = $"{Address}?{Query.With(("skip", $"{Query.Skip + page.Count}"))}";
        reply["value"] = new JsonArray([.. page]);
        return reply;
    }

    /// <summary>The object in the body.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public JsonObject Required => Body ?? throw new GraphException(400, "BadRequest", "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.");

    /// <summary>users('a')/mailFolders/inbox/messages/delta() becomes users, a, mailFolders, inbox, messages, delta.</summary>
    public static string[] Segments(string path)
    {
        var segments = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            if (open <= 0 || !part.EndsWith(')'))
            {
                segments.Add(Short(part));
                continue;
            }

            segments.Add(Short(part[..open]));
            var key = part[(open + 1)..^1];
            var value = key[(key.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0 && !key.StartsWith('\'') ? equals + 1 : 0)..].Trim('\'');
            if (value.Length > 0) segments.Add(value);
        }

        return [.. segments];
    }

    private static string Short(string segment) => segment.StartsWith("microsoft.graph.", StringComparison.OrdinalIgnoreCase) ? segment["microsoft.graph.".Length..]
        : segment.StartsWith("graph.", StringComparison.Ordinal) ? segment["graph.".Length..] : segment;
}

/// <param name="Raw">Instead of JSON, such as a mail's own bytes.</param>
internal sealed record GraphReply(int Status, JsonObject? Body = null, byte[]? Raw = null)
{
    public static readonly GraphReply Accepted = new(202);
    public static readonly GraphReply NoContent = new(204);

    public static GraphReply Ok(JsonObject body) => new(200, body);

    public static GraphReply Created(JsonObject body) => new(201, body);
}
