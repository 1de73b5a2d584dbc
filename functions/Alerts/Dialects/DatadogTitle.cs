using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects;

/// <summary>What stands in the title of a Datadog event: <c>[P1] [Triggered on {host:web01}] CPU is high</c>.</summary>
internal sealed partial record DatadogTitle(string? Priority, string? Transition, string? Scope, string? Title)
{
    /// <summary>Datadog writes two; each costs another look at what follows.</summary>
    private const int MaxBrackets = 5;

    public static DatadogTitle Of(string? text)
    {
        if (text is null) return new DatadogTitle(null, null, null, null);
        var (priority, transition, scope, rest) = ((string?)null, (string?)null, (string?)null, text.Trim());
        for (var i = 0; i < MaxBrackets && rest.StartsWith('[') && Bracket().Match(rest) is { Success: true } match; i++)
        {
            var what = match.Groups["what"].Value.Trim();
            if (what is ['P', >= '1' and <= '5']) priority = what;
            else if (Transitions().IsMatch(what)) (transition, scope) = (what, match.Groups["scope"] is { Success: true } s ? string.Join(',', s.Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal)) : scope);
            else break;
            rest = match.Groups["rest"].Value.Trim();
        }

        return new DatadogTitle(priority, transition, scope, rest.Length > 0 ? rest : text);
    }

    [GeneratedRegex(@"^\[(?<what>[^\]{]*?)(\s+on\s+\{(?<scope>[^}]*)\})?\s*\](?<rest>.*)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Bracket();

    [GeneratedRegex(@"^(Re-|Monitor )?(Triggered|Alert|Warn|No Data|Recovered|Renotify|Renotified|OK|Acknowledged)\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Transitions();
}
