using System.Text;
using System.Text.Json;

namespace Automation.Alerts.Dialects.Mapping;

/// <summary>A JSON value of a configuration file that knows its line and column, so that what is wrong with it can be shown.</summary>
internal sealed class PlacedJson
{
    private readonly List<(string Name, PlacedJson Value)> members = [];
    private readonly List<PlacedJson> items = [];

    private PlacedJson(JsonTokenType kind, string? text, int line, int column) => (Kind, Text, Line, Column) = (kind, text, line, column);

    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>Of a scalar; null for objects, arrays and null.</summary>
    public string? Text { get; }

    /// <summary>From 1.</summary>
    public int Line { get; }

    /// <summary>From 1, in bytes.</summary>
    public int Column { get; }

    public IReadOnlyList<(string Name, PlacedJson Value)> Members => members;

    public IReadOnlyList<PlacedJson> Items => items;

    /// <exception cref="JsonException">The text is no JSON; line and position from 0 are set.</exception>
    public static PlacedJson Parse(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? utf8.AsSpan(3) : utf8, new JsonReaderOptions { MaxDepth = 16 });
        reader.Read();
        var value = Read(ref reader, new Places(utf8));
        reader.Read();
        return value;
    }

    private static PlacedJson Read(ref Utf8JsonReader reader, Places places)
    {
        var (line, column) = places.Of(reader.TokenStartIndex);
        var text = reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False => Encoding.UTF8.GetString(reader.ValueSpan),
            _ => null,
        };
        var value = new PlacedJson(reader.TokenType, text, line, column);
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) value.items.Add(Read(ref reader, places));
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var name = reader.GetString()!;
                reader.Read();
                value.members.Add((name, Read(ref reader, places)));
            }
        }

        return value;
    }

    /// <summary>Lines and columns of offsets that only grow.</summary>
    private sealed class Places(byte[] utf8)
    {
        private long at;
        private int line = 1;
        private int column = 1;

        public (int Line, int Column) Of(long offset)
        {
            var start = utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            for (; at < offset; at++)
            {
                if (utf8[start + at] == (byte)'\n') (line, column) = (line + 1, 1);
                else column++;
            }

            return (line, column);
        }
    }
}
