using Automation.Flow;

namespace Automation.Alerts;

/// <summary>The operator's own names of severities, for all sources or for one dialect.</summary>
/// <param name="names">Severity by <c>name</c> or <c>dialect:name</c>, lower case.</param>
internal sealed class SeverityMap(IReadOnlyDictionary<string, Severity> names)
{
    public const string Form = "comma-separated name=severity or dialect:name=severity, such as page=critical,zabbix:average=error; the severities are critical, error, warning, info";

    public static SeverityMap Read(SettingReader settings, string key)
    {
        var names = new Dictionary<string, Severity>(StringComparer.Ordinal);
        foreach (var entry in settings.Text(key, "", 8000).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry.Split('=', StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var text]
                && !char.IsAsciiDigit(text.FirstOrDefault('0')) && Enum.TryParse<Severity>(text, ignoreCase: true, out var severity)) names[name.ToLowerInvariant()] = severity;
            else settings.Refuse(key, $"'{SecretMask.Apply(entry)}'", Form);
        }

        return new SeverityMap(names);
    }

    /// <summary>The dialect's own entry before the common one; null without either.</summary>
    public Severity? Find(string dialect, string text)
    {
        if (names.Count == 0) return null;
        var name = text.Trim().ToLowerInvariant();
        return names.TryGetValue($"{dialect}:{name}", out var own) ? own : names.TryGetValue(name, out var common) ? common : null;
    }
}
