using System.Text.Json;

namespace Automation.Hosting;

/// <summary>
/// Reads what the Functions host puts into <c>Data</c>. The host writes text as a JSON string that itself holds JSON (so a
/// text message is a quoted string inside a string, a batch is a string that holds an array), and objects as objects or
/// as such a string; every one of these forms is read.
/// </summary>
internal static class InvocationData
{
    /// <summary>The bodies of a queue trigger's messages, in order, for one message and for a batch alike.</summary>
    /// <exception cref="FormatException">The envelope has no such binding.</exception>
    public static IReadOnlyList<string> Messages(JsonElement envelope, string binding, bool many)
    {
        if (envelope.ValueKind != JsonValueKind.Object || !envelope.TryGetProperty("Data", out var data)
            || data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(binding, out var value))
        {
            throw new FormatException($"the invocation has no Data.{binding}");
        }

        return many ? Batch(value) : [Single(value)];
    }

    private static List<string> Batch(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String && TryParse(value.GetString()!, out var inner)) value = inner;
        if (value.ValueKind != JsonValueKind.Array) return [Single(value)];
        return [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())];
    }

    private static string Single(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String) return value.GetRawText();
        var text = value.GetString()!;
        return TryParse(text, out var inner) && inner.ValueKind == JsonValueKind.String ? inner.GetString()! : text;
    }

    private static bool TryParse(string text, out JsonElement element)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            element = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            // Plain text: a form of its own, not a failure.
            element = default;
            return false;
        }
    }
}
