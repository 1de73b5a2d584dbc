using System.Text.Json;

namespace Automation.Alerts.Dialects;

/// <summary>Forgiving look-ups in a source's JSON: what is absent, null or of another type is simply not there.</summary>
internal static class JsonFields
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement? Member(this JsonElement? element, string name) => element?.Member(name);

    /// <summary>Text of a string, number or boolean; null for everything else and for blank strings.</summary>
    public static string? Text(this JsonElement? element)
    {
        var text = element?.ValueKind switch
        {
            JsonValueKind.String => element.Value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => element.Value.GetRawText(),
            _ => null,
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    public static string? Text(this JsonElement element, string name) => element.Member(name).Text();

    public static string? Text(this JsonElement? element, string name) => element.Member(name).Text();

    /// <summary>Text of the first of these members that has one.</summary>
    public static string? FirstText(this JsonElement? element, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (element.Text(name) is { } text) return text;
        }

        return null;
    }

    /// <summary>The member at the end of a path of names.</summary>
    public static JsonElement? At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        JsonElement? at = element;
        foreach (var name in path) at = at.Member(name);
        return at;
    }

    /// <summary>Texts of an array, or the one text that stands in its place.</summary>
    public static List<string> Texts(this JsonElement? element) =>
        element.Text() is { } single ? [single] : [.. element.Items().Select(i => ((JsonElement?)i).Text()).OfType<string>()];

    public static bool IsObject(this JsonElement? element) => element is { ValueKind: JsonValueKind.Object };

    /// <summary>Elements of an array; nothing for anything else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Scalar members of an object as text, others as their JSON; the last of equal names wins.</summary>
    public static Dictionary<string, string> Map(this JsonElement? element)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element is not { ValueKind: JsonValueKind.Object } members) return map;
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Null) continue;
            map[member.Name] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : member.Value.GetRawText();
        }

        return map;
    }

    /// <summary>The value shortened for an error message; never more than 60 characters.</summary>
    public static string Shown(this JsonElement? element)
    {
        if (element is not { } value) return "nothing";
        var raw = value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
            _ => value.GetRawText(),
        };
        return Flow.SecretMask.Apply(raw.Length <= 60 ? raw : string.Concat(raw.AsSpan(0, char.IsHighSurrogate(raw[56]) ? 56 : 57), "..."));
    }
}
