using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Automation.Flow;

/// <summary>
/// Turns a form (<c>application/x-www-form-urlencoded</c>) into JSON before <see cref="PayloadBody"/> reads it: the JSON
/// that field <c>payload</c> holds, as GitHub and Slack send it, else an object of the fields.
/// </summary>
internal static class FormBody
{
    public const string MediaType = "application/x-www-form-urlencoded";

    public static bool IsForm(string? contentType) =>
        contentType is not null && contentType.Split(';', 2)[0].Trim().Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Null for a body that is no form although its media type says so: curl calls JSON a form unless it is told otherwise.</summary>
    public static byte[]? ToJson(ReadOnlySpan<byte> body)
    {
        var text = body.TrimStart("\uFEFF \t\r\n"u8);
        if (text.IsEmpty || text[0] is (byte)'{' or (byte)'[' || text.IndexOf((byte)'=') < 0) return null;
        var fields = Fields(Encoding.UTF8.GetString(body));
        return Inner(fields) is { } inner ? Encoding.UTF8.GetBytes(inner) : Object(fields);
    }

    /// <summary>In the order of their first appearance; a name that comes several times keeps all its values.</summary>
    private static List<(string Name, List<string> Values)> Fields(string text)
    {
        var fields = new List<(string Name, List<string> Values)>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (Decode(pair), "") : (Decode(pair[..equals]), Decode(pair[(equals + 1)..]));
            name = name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name;
            if (name.Length == 0) continue;
            if (places.TryAdd(name, fields.Count)) fields.Add((name, []));
            fields[places[name]].Values.Add(value);
        }

        return fields;
    }

    private static string? Inner(List<(string Name, List<string> Values)> fields)
    {
        var holder = fields.Find(f => f.Name is "payload");
        if (holder.Name is null && fields is [var only]) holder = only;
        return holder.Values is [var value] && value.TrimStart() is ['{' or '[', ..] ? value : null;
    }

    private static byte[] Object(List<(string Name, List<string> Values)> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var (name, values) in fields)
            {
                json.WritePropertyName(name);
                if (values is [var only])
                {
                    json.WriteStringValue(only);
                    continue;
                }

                json.WriteStartArray();
                foreach (var value in values) json.WriteStringValue(value);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
