using System.Text.Json;
using System.Text.RegularExpressions;

namespace Automation.Local.Host;

/// <summary>The application settings: <c>Values</c> of local.settings.json, overridden by what the local host itself provides.</summary>
internal sealed partial class AppSettings(IReadOnlyDictionary<string, string> values)
{
    public const string FileName = "local.settings.json";

    public IReadOnlyDictionary<string, string> Values => values;

    /// <summary>Reads the file where it exists; no file means no settings.</summary>
    public static AppSettings Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(path)) return new AppSettings(values);
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(path), ManifestJson.Options);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(nameof(Values), out var section))
            {
                foreach (var property in section.EnumerateObject())
                    values[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw new LocalHostException($"{path}: not a JSON object with an object 'Values': {broken.Message}", broken);
        }

        return new AppSettings(values);
    }

    public AppSettings With(IReadOnlyDictionary<string, string> overrides)
    {
        var merged = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in overrides) merged[name] = value;
        return new AppSettings(merged);
    }

    /// <summary>The setting, else the environment variable of that name: the order in which Core Tools looks.</summary>
    public string? Find(string name) => values.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name);

    /// <summary>Replaces each <c>%Name%</c>; <paramref name="missing"/> names the first one that no setting has.</summary>
    public string Resolve(string expression, out string? missing)
    {
        string? absent = null;
        var resolved = Expression().Replace(expression, match =>
        {
            var value = Find(match.Groups["name"].Value);
            if (value is null) absent ??= match.Groups["name"].Value;
            return value ?? match.Value;
        });
        missing = absent;
        return resolved;
    }

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Expression();
}
