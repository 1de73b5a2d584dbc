using System.Text.Json.Nodes;

namespace Automation.Tests.Alerts.Dialects;

/// <summary>Replaces every value of a payload in turn by values of every other type, adds to every object what nobody knows, and reads what comes of it.</summary>
internal static class DialectFuzz
{
    private static readonly string[] Replacements = ["null", "7", "-1.5e300", "true", "\"\"", "\"x\"", "\"{EVENT.ID}\"", "[]", "[7,null,{}]", "{}", "{\"a\":[{}]}"];

    private static readonly string[] Unknown = ["\"nobody knows\"", "7", "{\"zzz\":[null,{}]}"];

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

        var reading = DialectLine.Of(wrap?.Invoke(payload) ?? payload, source);
        foreach (var extended in Extended(payload)) Assert.Equal(reading, DialectLine.Of(wrap?.Invoke(extended) ?? extended, source));
        return count;
    }

    /// <summary>The payload with a member that no tool knows in each of its objects in turn; its reading must be the same.</summary>
    public static IEnumerable<string> Extended(string payload)
    {
        var objects = Objects(JsonNode.Parse(payload)!).Count();
        for (var i = 0; i < objects; i++)
        {
            foreach (var value in Unknown)
            {
                var root = JsonNode.Parse(payload)!;
                Objects(root).ElementAt(i)["zzz"] = JsonNode.Parse(value);
                yield return root.ToJsonString();
            }
        }
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

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.Select(m => m.Value).SelectMany(Objects).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };

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
