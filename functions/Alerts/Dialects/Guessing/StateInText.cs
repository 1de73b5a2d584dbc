using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects.Guessing;

/// <summary>
/// The state that a title tells at its beginning ("[RESOLVED] ...", "OK: ...") or end ("... is DOWN"). A word inside a
/// sentence tells nothing: "could not be resolved" is no end of a problem.
/// </summary>
internal static partial class StateInText
{
    /// <summary>The word of state or severity, else null.</summary>
    public static string? Find(string title)
    {
        if (Beginning().Match(title) is { Success: true } beginning) return beginning.Groups["state"].Value;
        return End().Match(title) is { Success: true } end ? end.Groups["state"].Value : null;
    }

    /// <summary>The words at both places: of "PROBLEM ... is CRITICAL" only the second is a severity.</summary>
    public static IEnumerable<string> All(string title)
    {
        if (Beginning().Match(title) is { Success: true } beginning) yield return beginning.Groups["state"].Value;
        if (End().Match(title) is { Success: true } end) yield return end.Groups["state"].Value;
    }

    public static string Without(string title)
    {
        var beginning = Beginning().Match(title);
        var rest = beginning.Success ? title[(beginning.Index + beginning.Length)..] : title;
        var end = End().Match(rest);
        return end.Success && end.Index > 0 ? rest[..end.Index] : rest;
    }

    [GeneratedRegex(
        @"^[^\p{L}\p{N}]*(?:(?:monitor|website|site|server|host|service|check)\s+is\s+)?(?<state>resolved|recovered|recovery|ok|closed|cleared|clear|up|back to normal|acknowledged|ack|firing|fired|alerting|alert|problem|down|critical|crit|warning|warn|error|alarm|triggered|open|opened|new|major|minor|info|fatal|emergency|p[1-5]|sev-?[0-5])(?:\s*:?\s*[0-9]+|\s+in\s+[0-9][0-9a-z ]{0,20})?\s*(?:(?:\]|\)|:|\u2013|\u2014|\||-\s|!)+\s*|\s+(?:(?:service|host)\s+)?alert\s*(?::|-\s)\s*)",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Beginning();

    [GeneratedRegex(
        @"\s(?:is|are|went|has gone|came|now|has|=>|->|:)\s+(?:back\s+|now\s+|gone\s+)*(?<state>up|down|ok|online|offline|recovered|unreachable|reachable|unavailable|available|healthy|unhealthy|critical|failing|failed|crashed|degraded|stopped|back to normal)\s*(?:[.!)*\s]+|\s+(?:for|after|since|again|now)\s.*)?$",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex End();
}
