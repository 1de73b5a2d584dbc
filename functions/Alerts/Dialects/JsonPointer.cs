using System.Globalization;
using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>JSON pointers (RFC 6901): how dialects, mappings and readings name a place in a payload.</summary>
internal static class JsonPointer
{
    /// <summary>Null without such a place, and for a JSON null.</summary>
    public static JsonElement? Find(JsonElement root, string pointer)
    {
        var at = (JsonElement?)root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            if (at is not { } here) return null;
            at = here.ValueKind switch
            {
                JsonValueKind.Object => here.Member(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
                JsonValueKind.Array when Index(part) is { } index && index < here.GetArrayLength() => here[index],
                _ => null,
            };
        }

        return at is { ValueKind: JsonValueKind.Null } ? null : at;
    }

    public static string Child(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>Empty, or parts that each begin with a slash and in which <c>~</c> stands before 0 or 1 only.</summary>
    public static bool IsValid(string pointer)
    {
        if (pointer.Length == 0) return true;
        if (pointer[0] != '/') return false;
        for (var i = pointer.IndexOf('~', StringComparison.Ordinal); i >= 0; i = pointer.IndexOf('~', i + 1))
        {
            if (i + 1 == pointer.Length || pointer[i + 1] is not ('0' or '1')) return false;
        }

        return true;
    }

    private static int? Index(string part) =>
        (part.Length == 1 || !part.StartsWith('0')) && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
}
