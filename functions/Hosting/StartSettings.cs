using Automation.Flow;

namespace Automation.Hosting;

/// <summary>Checks the settings as a whole before anything starts.</summary>
internal static class StartSettings
{
    /// <summary>
    /// Prefixes of the settings that are ours alone: an unknown name under them is a slip of the pen. Not so under
    /// <c>Channels__</c>, where the names are free: channel definitions choose them.
    /// </summary>
    private static readonly string[] OwnPrefixes = ["Alerts__", "Changes__", "Enrichment__", "Graph__", "Inventory__", "Knowledge__", "Mail__", "Notifications__", "ResourceGraph__", "Retention__", "Routing__"];

    /// <summary>Null when all is well, else one message that lists every problem.</summary>
    public static string? Check(SettingReader settings, IEnumerable<string> names)
    {
        foreach (var name in names.Select(n => n.Replace(":", "__", StringComparison.Ordinal)).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var isOwn = OwnPrefixes.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));
            if (isOwn && !settings.Known.Contains(name, StringComparer.OrdinalIgnoreCase)) settings.Refuse(name, "an unknown setting", string.Join(", ", settings.Known.Where(k => SamePrefix(k, name)).Order(StringComparer.Ordinal)));
        }

        return settings.Problems.Count == 0
            ? null
            : $"The settings can't be used ({settings.Problems.Count} problem{(settings.Problems.Count == 1 ? "" : "s")}):\n  - {string.Join("\n  - ", settings.Problems)}";
    }

    private static bool SamePrefix(string key, string name) => key.StartsWith(name[..name.IndexOf("__", StringComparison.Ordinal)], StringComparison.OrdinalIgnoreCase);
}
