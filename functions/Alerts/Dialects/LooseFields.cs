using System.Buffers;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// The members of an object whose names are written by whoever filled in a template: <c>event_id</c>, <c>EventId</c> and
/// <c>EVENT.ID</c> are one. A value that is a variable which the source left unexpanded counts as missing.
/// </summary>
internal sealed class LooseFields
{
    private static readonly SearchValues<char> Punctuation = SearchValues.Create("{}\":, ");
    private static readonly SearchValues<char> VariableName = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789[]:'");

    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);

    /// <param name="places">Objects whose members count; of equal names the first one's.</param>
    public LooseFields(params ReadOnlySpan<JsonElement?> places)
    {
        foreach (var place in places)
        {
            if (place is not { ValueKind: JsonValueKind.Object } fields) continue;
            foreach (var member in fields.EnumerateObject())
            {
                if (member.Value.ValueKind != JsonValueKind.Null) members.TryAdd(Plain(member.Name), member.Value);
            }
        }
    }

    /// <summary>Adds the members of an object under its name and theirs: <c>monitor.id</c> as <c>monitorid</c>.</summary>
    public LooseFields With(string name, JsonElement? place)
    {
        foreach (var member in place is { ValueKind: JsonValueKind.Object } fields ? fields.EnumerateObject() : default)
        {
            if (member.Value.ValueKind != JsonValueKind.Null) members.TryAdd(name + Plain(member.Name), member.Value);
        }

        return this;
    }

    public bool Has(string name) => members.ContainsKey(name);

    public bool HasAny(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (members.ContainsKey(name)) return true;
        }

        return false;
    }

    /// <param name="name">Lower case, letters and digits only.</param>
    public JsonElement? Member(string name) => members.TryGetValue(name, out var value) ? value : null;

    /// <summary>Text of the first of these members that has one.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Member(name).Text() is { } text && IsExpanded(text)) return text.Trim();
        }

        return null;
    }

    /// <summary>The first of these members that has a text, by its name here.</summary>
    public string? NameOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Text(name) is not null) return name;
        }

        return null;
    }

    /// <summary>Whether a value is more than a macro that the source did not know: {EVENT.ID}, $HOSTNAME, *UNKNOWN*.</summary>
    public static bool IsExpanded(string text)
    {
        var value = text.Trim();
        return !(value.Length == 0
            || value is "*UNKNOWN*" or "null" or "None" or "undefined"
            || (value[0] == '{' && value[^1] == '}' && value.AsSpan(1, value.Length - 2).IndexOfAny(Punctuation) < 0 && value.Length > 2)
            || (value[0] == '$' && value.Length > 1 && value.AsSpan(1).IndexOfAnyExcept(VariableName) < 0 && !char.IsAsciiDigit(value[1])));
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
