using Automation.Flow;

namespace Automation.Alerts.Dialects.Mapping;

/// <summary>The file that setting <c>Alerts__MappingsFile</c> names; read once at start, where every problem of it is told.</summary>
internal static class MappingsFile
{
    public const string Key = "Alerts__MappingsFile";

    /// <summary>Bytes; hundreds of mappings stay far below.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Nothing when the setting is empty, and when the file can't be used: then the settings have the problems.</summary>
    public static IReadOnlyList<AlertMapping> Read(SettingReader settings)
    {
        var path = settings.Text(Key, "", 500);
        if (path.Length == 0) return [];
        var file = new FileInfo(path);
        if (!file.Exists || file.Length > MaxBytes)
        {
            settings.Refuse(Key, $"'{SecretMask.Apply(path)}', {(file.Exists ? $"a file of {file.Length} bytes" : "which is no file")}", $"path of a JSON file of at most {MaxBytes} bytes, absolute or from the folder of host.json");
            return [];
        }

        var reader = new MappingReader();
        IReadOnlyList<AlertMapping> mappings;
        try
        {
            mappings = reader.Read(File.ReadAllBytes(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            settings.Refuse(Key, $"'{SecretMask.Apply(path)}', which can't be read", "a file that this process may read");
            return [];
        }

        foreach (var problem in reader.Problems) settings.Refuse(Key, $"'{file.Name}' line {problem.Line}, column {problem.Column}: {problem.Found}", problem.Accepted);
        return reader.Problems.Count == 0 ? mappings : [];
    }
}
