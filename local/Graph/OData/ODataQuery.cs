using System.Globalization;
using System.Text.Json.Nodes;

namespace Automation.Local.Graph.OData;

/// <summary>The query options of a request, as the v1.0 reference names them; the dollar sign may be left out.</summary>
internal sealed class ODataQuery
{
    private readonly Dictionary<string, string> options = new(StringComparer.OrdinalIgnoreCase);

    public static ODataQuery Read(string query) => Split(query.TrimStart('?'), '&', decodes: true);

    /// <summary>The options in the brackets of $expand.</summary>
    public static ODataQuery Nested(string options) => Split(options, ';', decodes: false);

    public string? this[string name] => options.GetValueOrDefault(name.TrimStart('$'));

    public IReadOnlyList<string>? Select => this["$select"] is { Length: > 0 } names ? names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : null;

    public int? Top => Number("$top", 1, 1000);

    public int Skip => Number("$skip", 0, int.MaxValue) ?? 0;

    public bool Counts => string.Equals(this["$count"], "true", StringComparison.OrdinalIgnoreCase);

    public ODataFilter? Filter => this["$filter"] is { Length: > 0 } text ? ODataFilter.Parse(text) : null;

    /// <summary>Null when the relation isn't expanded.</summary>
    public ODataQuery? Expand(string relation)
    {
        foreach (var part in TopLevel(this["$expand"] ?? "", ','))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            var name = open < 0 ? part : part[..open];
            if (name.Trim().Equals(relation, StringComparison.OrdinalIgnoreCase)) return Nested(open < 0 ? "" : part[(open + 1)..].TrimEnd().TrimEnd(')'));
        }

        return null;
    }

    /// <summary>The same options with some replaced, as the query of a link.</summary>
    public string With(params ReadOnlySpan<(string Name, string Value)> replaced)
    {
        var all = new Dictionary<string, string>(options, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in replaced) all[name] = value;
        return string.Join('&', all.Select(o => $"%24{o.Key}={Uri.EscapeDataString(o.Value)}"));
    }

    /// <summary>The selected properties of an object with what always comes: id and annotations. Names that begin with _ are ours and never leave.</summary>
    /// <param name="onRequest">Properties that come only when they are selected.</param>
    public static JsonObject Pick(JsonObject source, IReadOnlyList<string>? select, params ReadOnlySpan<string> onRequest)
    {
        var picked = new JsonObject();
        foreach (var (name, value) in source)
        {
            if (name.StartsWith('_')) continue;
            var isWanted = select is null ? !onRequest.Contains(name) : name == "id" || name.StartsWith('@') || select.Contains(name, StringComparer.OrdinalIgnoreCase);
            if (isWanted) picked[name] = value?.DeepClone();
        }

        return picked;
    }

    private int? Number(string name, int least, int most)
    {
        if (this[name] is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new GraphException(400, "RequestBroker--ParseUri", $"Invalid value '{text}' for {name} query option found. The {name} query option requires a non-negative integer value.");
    }

    private static ODataQuery Split(string text, char separator, bool decodes)
    {
        var query = new ODataQuery();
        foreach (var part in decodes ? [.. text.Split(separator)] : TopLevel(text, separator))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) continue;
            var (name, value) = (part[..equals], part[(equals + 1)..]);
            if (decodes) (name, value) = (Uri.UnescapeDataString(name), Uri.UnescapeDataString(value.Replace('+', ' ')));
            query.options[name.Trim().TrimStart('$')] = value;
        }

        return query;
    }

    private static List<string> TopLevel(string text, char separator)
    {
        var parts = new List<string>();
        var (depth, start, isQuoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'') isQuoted = !isQuoted;
            else if (isQuoted) continue;
            else if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (text[i] == separator && depth == 0)
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }
}
