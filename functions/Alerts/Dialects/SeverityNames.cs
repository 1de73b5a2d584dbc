using System.Collections.Frozen;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>What sources call a severity, and which of our four it is. docs/alert-sources.md shows the same table.</summary>
internal static class SeverityNames
{
    private static readonly (Severity Severity, string[] Names)[] Table =
    [
        (Severity.Critical, ["critical", "crit", "fatal", "emergency", "disaster", "urgent", "page", "p0", "p1", "sev0"]),
        (Severity.Error, ["error", "err", "high", "major", "p2", "sev1"]),
        (Severity.Warning, ["warning", "warn", "medium", "moderate", "minor", "average", "p3", "sev2"]),
        (Severity.Info, ["info", "information", "informational", "low", "notice", "debug", "none", "verbose", "p4", "p5", "sev3", "sev4"]),
    ];

    public static readonly FrozenDictionary<string, Severity> Known = Table
        .SelectMany(row => row.Names, (row, name) => KeyValuePair.Create(name, row.Severity))
        .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Null, with a line in <paramref name="reading"/>, when the source gives none or an unknown one.</summary>
    public static Severity? Read(string? text, string field, List<string> reading)
    {
        if (text is null)
        {
            reading.Add($"severity: {field} is missing");
            return null;
        }

        if (Known.TryGetValue(text.Trim(), out var severity) || Known.TryGetValue(Joined(text), out severity)) return Note(severity, text, field, reading);

        reading.Add($"severity: {field} '{PlainText.Line(text, 40)}' is not a severity that is known");
        return null;
    }

    /// <summary><c>SEV-1</c> and <c>sev 1</c> are one.</summary>
    private static string Joined(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    /// <summary>Says in <paramref name="reading"/> where a severity comes from.</summary>
    public static Severity Note(Severity severity, string text, string field, List<string> reading)
    {
        reading.Add($"severity: {field} '{PlainText.Line(text, 40)}'");
        return severity;
    }
}
