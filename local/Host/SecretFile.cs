using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Automation.Local.Host;

/// <summary>A small JSON file of named random secrets, made at the first start and readable by its owner only.</summary>
internal static class SecretFile
{
    /// <summary>Reads the named secrets and makes those that are missing: 256 random bits, safe in URLs.</summary>
    public static IReadOnlyDictionary<string, string> ReadOrCreate(string path, params IReadOnlyList<string> names)
    {
        var known = File.Exists(path) ? Read(path) : [];
        var secrets = names.ToDictionary(name => name, name => known.GetValueOrDefault(name) is { Length: > 0 } kept ? kept : Create());
        if (names.Any(name => known.GetValueOrDefault(name) != secrets[name])) Write(path, secrets);
        return secrets;
    }

    private static Dictionary<string, string> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException broken)
        {
            throw new LocalHostException($"'{path}' isn't a JSON object of texts ({broken.Message}): mend it, or delete it to get new keys.", broken);
        }
    }

    private static string Create() => System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static void Write(string path, IReadOnlyDictionary<string, string> secrets)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var part = path + ".new";
        File.Delete(part);
        using (var file = new FileStream(part, options))
            file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(secrets, Indented) + "\n"));
        File.Move(part, path, overwrite: true);
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
}
