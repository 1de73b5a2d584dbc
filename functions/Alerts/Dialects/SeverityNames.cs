using System.Collections.Frozen;

namespace Automation.Alerts.Dialects;

/// <summary>What sources call a severity, and which of our four it is. docs/alert-sources.md shows the same table.</summary>
internal static class SeverityNames
{
    public static readonly FrozenDictionary<string, Severity> Known = new Dictionary<string, Severity>(StringComparer.OrdinalIgnoreCase)
    {
        ["critical"] = Severity.Critical, ["crit"] = Severity.Critical, ["fatal"] = Severity.Critical, ["emergency"] = Severity.Critical,
        ["disaster"] = Severity.Critical, ["page"] = Severity.Critical, ["p1"] = Severity.Critical, ["sev0"] = Severity.Critical,
        ["error"] = Severity.Error, ["err"] = Severity.Error, ["high"] = Severity.Error, ["major"] = Severity.Error,
        ["p2"] = Severity.Error, ["sev1"] = Severity.Error,
        ["warning"] = Severity.Warning, ["warn"] = Severity.Warning, ["medium"] = Severity.Warning, ["minor"] = Severity.Warning,
        ["average"] = Severity.Warning, ["p3"] = Severity.Warning, ["sev2"] = Severity.Warning,
        ["info"] = Severity.Info, ["information"] = Severity.Info, ["informational"] = Severity.Info, ["low"] = Severity.Info,
        ["notice"] = Severity.Info, ["debug"] = Severity.Info, ["none"] = Severity.Info, ["p4"] = Severity.Info, ["p5"] = Severity.Info,
        ["sev3"] = Severity.Info, ["sev4"] = Severity.Info, ["verbose"] = Severity.Info,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null, with a line in <paramref name="reading"/>, when the source gives none or an unknown one.</summary>
    public static Severity? Read(string? text, string field, List<string> reading)
    {
        if (text is null)
        {
            reading.Add($"severity: {field} is missing");
            return null;
        }

        if (Known.TryGetValue(text.Trim(), out var severity))
        {
            reading.Add($"severity: {field} '{Intake.PlainText.Line(text, 40)}'");
            return severity;
        }

        reading.Add($"severity: {field} '{Intake.PlainText.Line(text, 40)}' is not a severity that is known");
        return null;
    }
}
