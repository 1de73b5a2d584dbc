using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Automation.Local.Graph.OData;

/// <summary>A condition of $filter, as a tree that is asked about one object at a time.</summary>
internal abstract record ODataFilter
{
    /// <param name="variable">Name and value of the variable of the any() around it.</param>
    public abstract bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null);

    /// <exception cref="GraphException">The text is no condition.</exception>
    public static ODataFilter Parse(string text) => new ODataFilterReader(text).Read();

    /// <summary>What all conditions that must hold together demand of a property by eq; null when nothing.</summary>
    public virtual string? Demands(string path) => null;

    /// <summary>The extended property that is demanded by id and value.</summary>
    public virtual (string Id, string Value)? DemandsProperty() => null;

    public static JsonNode? Follow(JsonNode? node, string path, (string Name, JsonNode Value)? variable)
    {
        var steps = path.Split('/');
        var at = 0;
        if (variable is { } v && steps[0] == v.Name) (node, at) = (v.Value, 1);
        for (; at < steps.Length; at++)
        {
            if (node is not JsonObject o) return null;
            node = o.FirstOrDefault(p => string.Equals(p.Key, steps[at], StringComparison.OrdinalIgnoreCase)).Value;
        }

        return node;
    }

    public static string? Text(JsonNode? node) => node switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => node.ToJsonString(),
    };
}

internal sealed record AndFilter(ODataFilter Left, ODataFilter Right) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null) => Left.Holds(item, variable) && Right.Holds(item, variable);

    public override string? Demands(string path) => Left.Demands(path) ?? Right.Demands(path);

    public override (string Id, string Value)? DemandsProperty() => Left.DemandsProperty() ?? Right.DemandsProperty();
}

internal sealed record OrFilter(ODataFilter Left, ODataFilter Right) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null) => Left.Holds(item, variable) || Right.Holds(item, variable);
}

internal sealed record NotFilter(ODataFilter Inner) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null) => !Inner.Holds(item, variable);
}

/// <param name="Value">Null for the word null.</param>
internal sealed record CompareFilter(string Path, string Operator, string? Value) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null)
    {
        var found = Text(Follow(item, Path, variable));
        if (found is null || Value is null) return (Operator == "eq") == (found is null && Value is null);
        var order = Compare(found, Value);
        return Operator switch { "eq" => order == 0, "ne" => order != 0, "gt" => order > 0, "ge" => order >= 0, "lt" => order < 0, _ => order <= 0 };
    }

    public override string? Demands(string path) => Operator == "eq" && string.Equals(path, Path, StringComparison.OrdinalIgnoreCase) ? Value : null;

    private static int Compare(string left, string right) =>
        left.Contains('T', StringComparison.Ordinal) && Date(left) is { } a && Date(right) is { } b ? a.CompareTo(b) : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Date(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}

/// <summary>startswith, endswith, contains.</summary>
internal sealed record TextFilter(string Name, string Path, string Value) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null)
    {
        if (Text(Follow(item, Path, variable)) is not { } found) return false;
        return Name switch
        {
            "startswith" => found.StartsWith(Value, StringComparison.OrdinalIgnoreCase),
            "endswith" => found.EndsWith(Value, StringComparison.OrdinalIgnoreCase),
            _ => found.Contains(Value, StringComparison.OrdinalIgnoreCase),
        };
    }
}

/// <summary>path/any(x: condition), over objects or plain values.</summary>
internal sealed record AnyFilter(string Path, string Variable, ODataFilter Inner) : ODataFilter
{
    public override bool Holds(JsonNode item, (string Name, JsonNode Value)? variable = null) =>
        Follow(item, Path, variable) is JsonArray all && all.Any(one => one is not null && Inner.Holds(one, (Variable, one)));

    public override (string Id, string Value)? DemandsProperty() =>
        Path == PropertiesPath && Inner.Demands(Variable + "/id") is { } id && Inner.Demands(Variable + "/value") is { } value ? (id, value) : null;

    /// <summary>Where a stored message has its extended properties.</summary>
    public const string PropertiesPath = "_properties";
}
