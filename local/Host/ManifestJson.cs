using System.Text.Json;

namespace Automation.Local.Host;

/// <summary>One object of a manifest with the file it came from: reads typed properties and says what is wrong with them.</summary>
internal sealed class ManifestJson(JsonElement element, string file, string path)
{
    /// <summary>The Functions host reads its files with comments and trailing commas allowed.</summary>
    public static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static readonly ManifestJson Empty = new(JsonElement.Parse("{}"), "", "");

    /// <exception cref="ManifestException">Not there, not JSON, or not an object.</exception>
    public static ManifestJson ReadFile(string file)
    {
        if (!File.Exists(file)) throw new ManifestException(file, "the file isn't there");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file), Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new ManifestJson(document.RootElement.Clone(), file, "")
                : throw new ManifestException(file, $"a JSON object is expected, but {Kind(document.RootElement)} was found");
        }
        catch (JsonException broken)
        {
            throw new ManifestException(file, $"not valid JSON: {broken.Message}");
        }
    }

    public bool Has(string name) => Find(name) is not null;

    public IEnumerable<string> Names => element.EnumerateObject().Select(property => property.Name);

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { } value => throw Wrong(name, "a text", value),
    };

    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value => throw Wrong(name, "true or false", value),
    };

    public int Number(string name, int otherwise, int least, int most = int.MaxValue) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number >= least && number <= most => number,
        { } value => throw Wrong(name, most == int.MaxValue ? $"a whole number from {least}" : $"a whole number from {least} to {most}", value),
    };

    /// <summary>A duration as host.json writes it: <c>00:05:00</c>.</summary>
    public TimeSpan Duration(string name, TimeSpan otherwise)
    {
        if (Find(name) is not { } value) return otherwise;
        return value.ValueKind == JsonValueKind.String && TimeSpan.TryParse(value.GetString(), out var duration) && duration >= TimeSpan.Zero
            ? duration
            : throw Wrong(name, "a duration such as \"00:05:00\"", value);
    }

    public ManifestJson Section(string name) => Find(name) switch
    {
        null => new ManifestJson(Empty.Element, file, Full(name)),
        { ValueKind: JsonValueKind.Object } value => new ManifestJson(value, file, Full(name)),
        { } value => throw Wrong(name, "an object", value),
    };

    public IReadOnlyList<ManifestJson> Objects(string name) =>
        [.. Items(name).Select((item, index) => item.ValueKind == JsonValueKind.Object
            ? new ManifestJson(item, file, $"{Full(name)}[{index}]")
            : throw Wrong($"{name}[{index}]", "an object", item))];

    public IReadOnlyList<string> Texts(string name) =>
        [.. Items(name).Select((item, index) => item.ValueKind == JsonValueKind.String
            ? item.GetString()!
            : throw Wrong($"{name}[{index}]", "a text", item))];

    public ManifestException Refuse(string reason) => new(file, path.Length == 0 ? reason : $"{path}: {reason}");

    private JsonElement Element => element;

    private string Full(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonElement.ArrayEnumerator Items(string name) => Find(name) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Array } value => value.EnumerateArray(),
        { } value => throw Wrong(name, "an array", value),
    };

    private JsonElement? Find(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private ManifestException Wrong(string name, string accepted, JsonElement found) =>
        new(file, $"'{Full(name)}' must be {accepted}, but {Kind(found)} was found");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        _ => value.GetRawText(),
    };
}

/// <summary>One thing that the Functions host would refuse, with the file that holds it.</summary>
internal sealed class ManifestException(string file, string reason) : Exception($"{file}: {reason}");
