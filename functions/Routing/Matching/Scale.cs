using System.Globalization;

namespace Automation.Routing.Matching;

/// <summary>What values are ranked by: numbers as they are, severities info to critical, priorities P4 to P1.</summary>
internal enum Scale
{
    Number,
    Severity,
    Priority,
}

/// <summary>Ranks values on a scale.</summary>
internal static class Scales
{
    public const string Accepted = "a number, a severity (info, warning, error, critical) or a priority (P1 to P4)";

    private static readonly string[] Severities = ["info", "warning", "error", "critical"];
    private static readonly string[] Priorities = ["P4", "P3", "P2", "P1"];

    /// <summary>The scale of a value in a rule.</summary>
    public static bool TryFind(string value, out Scale scale, out double rank)
    {
        foreach (var candidate in Enum.GetValues<Scale>())
        {
            scale = candidate;
            if (TryRank(scale, value, out rank)) return true;
        }

        (scale, rank) = (default, default);
        return false;
    }

    public static bool TryRank(Scale scale, string value, out double rank)
    {
        if (scale == Scale.Number) return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out rank) && double.IsFinite(rank);
        var index = Array.FindIndex(scale == Scale.Severity ? Severities : Priorities, n => string.Equals(n, value, StringComparison.OrdinalIgnoreCase));
        rank = index;
        return index >= 0;
    }
}
