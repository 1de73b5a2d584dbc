using System.Text.Json.Nodes;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Replaces every value of a payload in turn by values of every other type, and reads what comes of it.</summary>
internal static class DialectFuzz
{
    private static readonly string[] Replacements = ["null", "7", "-1.5e300", "true", "\"\"", "\"x\"", "\"{EVENT.ID}\"", "[]", "[7,null,{}]", "{}", "{\"a\":[{}]}"];

    /// <param name="wrap">Puts a changed payload into the envelope in which it travels.</param>
    /// <returns>How many payloads were read; none of them may throw.</returns>
    public static int ReadAll(string payload, string source, Func<string, string>? wrap = null)
    {
        var count = 0;
        foreach (var changed in Changed(payload))
        {
            DialectReader.Read(wrap?.Invoke(changed) ?? changed, source);
            count++;
        }

        return count;
    }

    public static IEnumerable<string> Changed(string payload)
    {
        var places = Places(JsonNode.Parse(payload)!).Count;
        for (var i = 0; i < places; i++)
        {
            foreach (var replacement in Replacements)
            {
                var root = JsonNode.Parse(payload)!;
                Places(root)[i](JsonNode.Parse(replacement));
                yield return root.ToJsonString();
            }
        }
    }

    private static List<Action<JsonNode?>> Places(JsonNode root)
    {
        var places = new List<Action<JsonNode?>>();
        Add(root);
        return places;

        void Add(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                foreach (var (name, value) in members.ToList())
                {
                    places.Add(changed => members[name] = changed);
                    Add(value);
                }
            }
            else if (node is JsonArray items)
            {
                for (var i = 0; i < items.Count; i++)
                {
                    var index = i;
                    places.Add(changed => items[index] = changed);
                    Add(items[i]);
                }
            }
        }
    }
}
