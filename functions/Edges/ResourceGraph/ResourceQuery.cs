using System.Net;
using System.Text;

namespace Automation.Edges.ResourceGraph;

/// <summary>Writes the one query that is sent, in the Kusto language. What comes from alerts stands in it only as quoted literals.</summary>
internal static class ResourceQuery
{
    public const int MaxKey = 1000;

    /// <summary>How a key is compared and cached; null for what can be neither an id nor a name.</summary>
    public static string? Key(string idOrName)
    {
        var key = idOrName.Trim().ToLowerInvariant();
        if (key.StartsWith('/')) key = key.TrimEnd('/');
        return key.Length is 0 or > MaxKey || key.Any(char.IsControl) ? null : key;
    }

    /// <summary>The names under which a resource may be kept: as it is, and without its domain.</summary>
    public static IEnumerable<string> Names(string key)
    {
        yield return key;
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0 && !IPAddress.TryParse(key, out _)) yield return key[..dot];
    }

    public static bool IsId(string key) => key[0] == '/';

    public static string Of(IReadOnlyCollection<string> keys)
    {
        List<string> conditions = [];
        if (Literals(keys.Where(IsId)) is { } ids) conditions.Add($"id in~ ({ids})");
        if (Literals(keys.Where(k => !IsId(k)).SelectMany(Names).Distinct(StringComparer.Ordinal)) is { } names) conditions.Add($"name in~ ({names})");
        return $"""
            Resources
            | where {string.Join(" or ", conditions)}
            | extend size = tostring(properties.hardwareProfile.vmSize)
            | project id, name, type, location, resourceGroup, subscriptionId, tags, sku = iff(isnotempty(size), size, tostring(sku.name))
            """;
    }

    private static string? Literals(IEnumerable<string> texts)
    {
        var list = string.Join(", ", texts.Select(Literal));
        return list.Length == 0 ? null : list;
    }

    /// <summary>A string literal in single quotes, with the escapes of the language's reference, scalar data type string.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder("'", text.Length + 2);
        foreach (var c in text)
        {
            if (c is '\'' or '\\') literal.Append('\\');
            literal.Append(c);
        }

        return literal.Append('\'').ToString();
    }
}
