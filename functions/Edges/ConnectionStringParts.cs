namespace Automation.Edges;

/// <summary>The <c>name=value;name=value</c> parts of a connection string, as storage and Service Bus write them; names without regard to case.</summary>
/// <param name="text">The connection string.</param>
/// <param name="invalid">Makes the exception from what is wrong, which never repeats a value.</param>
internal sealed class ConnectionStringParts(string text, Func<string, ArgumentException> invalid)
{
    private readonly Dictionary<string, string> parts = Split(text, invalid);

    public string? Find(string name) => parts.GetValueOrDefault(name);

    public string Required(string name) => Find(name) is { Length: > 0 } value ? value : throw invalid($"{name} is missing");

    private static Dictionary<string, string> Split(string text, Func<string, ArgumentException> invalid)
    {
        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw invalid("a part has no \"name=value\" form");
            found[part[..at].Trim()] = part[(at + 1)..].Trim();
        }

        return found;
    }
}
