using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects;

/// <summary>What stands in the title of a Datadog event: <c>[P1] [Triggered on {host:web01}] CPU is high</c>.</summary>
internal sealed partial record DatadogTitle(string? Priority, string? Transition, string? Scope, string? Title)
{
    public static DatadogTitle Of(string? text)
    {
        if (text is null) return new DatadogTitle(null, null, null, null);
        var (priority, transition, scope, rest) = ((string?)null, (string?)null, (string?)null, text.Trim());
        while (Bracket().Match(rest) is { Success: true } match)
        {
            var what = match.Groups["what"].Value.Trim();
            if (Priorities().IsMatch(what)) priority = what;
            else if (Transitions().IsMatch(what)) (transition, scope) = (what, match.Groups["scope"] is { Success: true } s ? string.Join(',', s.Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)) : scope);
            else break;
            rest = match.Groups["rest"].Value.Trim();
        }

        return new DatadogTitle(priority, transition, scope, rest.Length > 0 ? rest : text);
    }

    [GeneratedRegex(@"^\[(?<what>[^\]{]*?)(\s+on\s+\{(?<scope>[^}]*)\})?\s*\](?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 100)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^P[1-5]$", RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Priorities();

    [GeneratedRegex(@"^(Re-|Monitor )?(Triggered|Alert|Warn|No Data|Recovered|Renotify|Renotified|OK|Acknowledged)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 100)]
    private static partial Regex Transitions();
}
