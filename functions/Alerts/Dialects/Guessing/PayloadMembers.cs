using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// Lists the scalars of a payload, nearest first. Every object on the way costs: a wrapper such as <c>data</c> little, an
/// ordinary one more, and one about somebody or something else (<c>user</c>, <c>previous</c>) so much that it never wins.
/// Lists of name and value (Slack fields, card facts, tags) count as members of that name.
/// </summary>
internal static class PayloadMembers
{
    private const int MaxMembers = 1500;
    private const int MaxDepth = 12;
    private const int WrapperCost = 2;
    private const int ObjectCost = 8;
    private const int ForeignCost = 60;
    private const int LineCost = 20;

    private static readonly HashSet<string> Wrappers = new(StringComparer.Ordinal)
    {
        "alert", "alerts", "alarm", "event", "events", "incident", "incidents", "problem", "issue", "fault", "notification", "data", "payload", "body", "object", "attributes", "details", "detail", "record", "records",
        "result", "content", "message", "params", "fields", "facts", "properties", "customdetails", "essentials", "info", "item", "items", "webhook", "violation", "finding", "allfields", "context",
        "attachments", "embeds", "sections", "input", "request", "response", "value", "values", "meta", "metadata", "root", "msg", "output", "annotations", "labels", "tags", "variables", "extra", "parameters", "objectattributes",
    };

    private static readonly HashSet<string> Foreign = new(StringComparer.Ordinal)
    {
        "user", "users", "actor", "assignee", "assignees", "sender", "owner", "contact", "contacts", "author", "creator", "createdby", "updatedby", "acknowledgedby", "resolvedby", "organization", "organisation",
        "account", "team", "teams", "company", "tenant", "previous", "previousstate", "old", "before", "history", "related", "config", "settings", "subscription", "sdk", "actions", "recipient", "recipients", "subscriber",
        "responder", "responders", "escalationpolicy", "schedule", "potentialaction", "footer", "image", "thumbnail", "logo", "changes", "comments", "notes", "logentries", "headers", "browser", "template", "sites", "agents", "pings", "probes",
    };

    private static readonly string[] PairNames = ["name", "key", "title", "label", "field", "tag"];
    private static readonly string[] PairValues = ["value", "val", "text", "content"];
    private static readonly string[] PairExtras = ["id", "short", "type", "unit", "inline", "style", "wrap", "order", "position", "ismultiline"];

    public static bool IsWrapper(string name) => Wrappers.Contains(name);

    /// <param name="except">Pointer that is passed over with all below it: the list whose members are read apart.</param>
    public static List<PayloadMember> Of(JsonElement root, string? except = null)
    {
        var members = new List<PayloadMember>();
        Walk(root, "", "", "", 0, 0, except, members);
        return [.. members.OrderBy(m => m.Distance)];
    }

    private static void Walk(JsonElement element, string pointer, string own, string parent, int distance, int depth, string? except, List<PayloadMember> members)
    {
        if (depth > MaxDepth || members.Count >= MaxMembers || pointer == except) return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    var (name, around, cost) = Dotted(member.Name) ?? (member.Name, Around(own, parent), 0);
                    Walk(member.Value, JsonPointer.Child(pointer, member.Name), name, around, distance + cost + Cost(member), depth + 1, except, members);
                }

                break;
            case JsonValueKind.Array:
                WalkArray(element, pointer, own, parent, distance, depth, except, members);
                break;
            case JsonValueKind.String when InnerJson.Parse(element.GetString()!) is { } inner:
                using (inner)
                {
                    Walk(inner.RootElement.Clone(), pointer, own, parent, distance, depth + 1, except, members);
                }

                break;
            default:
                Add(element, pointer, own, parent, distance, members);
                if (element.ValueKind == JsonValueKind.String) AddLines(element.GetString()!, pointer, distance + LineCost, members);
                break;
        }
    }

    /// <summary>Texts for people often list facts, one a line: "Host: web01".</summary>
    private static void AddLines(string text, string pointer, int distance, List<PayloadMember> members)
    {
        if (text.Length > 20_000 || !text.Contains('\n', StringComparison.Ordinal)) return;
        foreach (var line in text.Split('\n').Take(100))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon is < 3 or > 40 || line.Length > 300 || colon + 1 >= line.Length || line.AsSpan(colon).StartsWith("://", StringComparison.Ordinal)) continue;
            var (name, value) = (line[..colon].Trim(' ', '*', '-', '_', '\t'), line[(colon + 1)..].Trim(' ', '*', '_', '`', '\t', '\r'));
            if (name.Length == 0 || value.Length == 0 || !name.All(c => char.IsLetter(c) || c is ' ' or '_' or '-') || PlainNames.Words(name).Count > 3) continue;
            using var element = JsonDocument.Parse($"\"{JsonEncodedText.Encode(value)}\"");
            Add(element.RootElement.Clone(), pointer, name, "", distance, members);
        }
    }

    /// <summary>A name such as <c>host.name</c> is the member <c>name</c> of <c>host</c>.</summary>
    private static (string Name, string Around, int Cost)? Dotted(string name)
    {
        var dot = name.LastIndexOf('.');
        if (dot <= 0 || dot == name.Length - 1 || name.Length > 100 || name.Contains(' ', StringComparison.Ordinal)) return null;
        var around = PlainNames.Of(name[(name.LastIndexOf('.', dot - 1) + 1)..dot]);
        return (name[(dot + 1)..], around, CostOf(around));
    }

    /// <summary>What a member is part of: a wrapper inside another object (<c>entity.metadata.name</c>) counts as that object.</summary>
    private static string Around(string own, string parent) =>
        PlainNames.Of(own) is var name && IsWrapper(name) && parent.Length > 0 && !IsWrapper(parent) ? parent : name;

    private static bool IsForeign(string name) =>
        Foreign.Contains(name) || name.StartsWith("prev", StringComparison.Ordinal) || name.StartsWith("assign", StringComparison.Ordinal) || name.EndsWith("user", StringComparison.Ordinal) || (name.Length > 5 && name.EndsWith("by", StringComparison.Ordinal));

    private static int Cost(JsonProperty member)
    {
        return member.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? CostOf(PlainNames.Of(member.Name)) : 0;
    }

    private static int CostOf(string name) => IsForeign(name) ? ForeignCost : IsWrapper(name) ? WrapperCost : ObjectCost;

    private static void WalkArray(JsonElement array, string pointer, string own, string parent, int distance, int depth, string? except, List<PayloadMember> members)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            if (index >= 50) break;
            var at = $"{pointer}/{index}";
            if (Pair(item) is { } pair) Walk(pair.Value, at, pair.Name, Around(own, parent), distance + 2, depth + 1, except, members);
            else Walk(item, at, own, parent, distance + index, depth + 1, except, members);
            index++;
        }
    }

    /// <summary>An object of name and value, a pair, or a text such as <c>host:web01</c>.</summary>
    private static (string Name, JsonElement Value)? Pair(JsonElement item)
    {
        if (item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2 && item[0].ValueKind == JsonValueKind.String) return (item[0].GetString()!, item[1]);
        if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && text.IndexOf(':', StringComparison.Ordinal) is > 0 and < 40 and var colon && text.AsSpan(0, colon).IndexOf(' ') < 0 && !text.AsSpan(colon).StartsWith("://", StringComparison.Ordinal))
        {
            using var value = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text[(colon + 1)..])}\"");
            return (text[..colon], value.RootElement.Clone());
        }

        if (item.ValueKind != JsonValueKind.Object) return null;
        var name = PairNames.Select(n => item.Text(n)).FirstOrDefault(n => n is not null);
        var element = PairValues.Select(v => item.Member(v)).FirstOrDefault(v => v is not null);
        return name is not null && element is { } found && item.EnumerateObject().All(IsOfPair) ? (name, found) : null;
    }

    /// <summary>Whatever says more than a name and a value makes it a thing of its own: an attachment has a title and a text too.</summary>
    private static bool IsOfPair(JsonProperty member) =>
        PairNames.Contains(member.Name, StringComparer.OrdinalIgnoreCase) || PairValues.Contains(member.Name, StringComparer.OrdinalIgnoreCase) || PairExtras.Contains(member.Name, StringComparer.OrdinalIgnoreCase);

    private static void Add(JsonElement element, string pointer, string own, string parent, int distance, List<PayloadMember> members)
    {
        if (((JsonElement?)element).Text() is not { } text || PlainNames.IsPlaceholder(text)) return;
        if (text.Trim().ToLowerInvariant() is "null" or "none" or "n/a" or "undefined" or "-" or "(null)") return;
        members.Add(new PayloadMember(pointer, PlainNames.Of(own), parent, PlainNames.Words(own), distance, text.Trim(), element));
    }
}
