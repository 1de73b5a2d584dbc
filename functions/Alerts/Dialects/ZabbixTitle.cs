using System.Text.RegularExpressions;

namespace Automation.Alerts.Dialects;

/// <summary>What Zabbix's default subjects and messages say: "Problem: name", "Resolved in 5m: name", "Updated problem in 1h: name".</summary>
internal sealed partial record ZabbixTitle(string? Title, bool IsResolved, bool IsUpdate)
{
    public static ZabbixTitle Of(string? name, string? subject)
    {
        var said = Prefix().Match(subject ?? name ?? "");
        var what = said.Success ? said.Groups["what"].Value.ToUpperInvariant() : "";
        var title = name is null ? null : Prefix().Replace(name, "").Trim();
        return new ZabbixTitle(string.IsNullOrEmpty(title) ? name : title, what is "RESOLVED" or "OK" or "RECOVERY" or "RECOVERED", what.StartsWith("UPDATED", StringComparison.Ordinal));
    }

    /// <summary>The line "Host: ..." of the default messages.</summary>
    public static string? HostIn(string? message) =>
        message is { Length: < 20_000 } && Host().Match(message) is { Success: true } match ? match.Groups["host"].Value.Trim() : null;

    /// <summary>The line "Severity: ..." of the default messages.</summary>
    public static string? SeverityIn(string? message) =>
        message is { Length: < 20_000 } && SeverityLine().Match(message) is { Success: true } match ? match.Groups["severity"].Value.Trim() : null;

    /// <summary>Whether a text ends as Zabbix's default messages do.</summary>
    public static bool IsDefaultMessage(string? text) =>
        text is { Length: < 20_000 } && text.Contains("Original problem ID:", StringComparison.Ordinal) && text.Contains("Problem name:", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*(?<what>Problem|Resolved|Recovery|Recovered|OK|Updated problem|Updated)(\s+in\s+[^:]{1,40})?\s*:\s*", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Prefix();

    [GeneratedRegex(@"^\s*(Host|Host name|Hostname)\s*:\s*(?<host>[^\r\n]{1,253})", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Host();

    [GeneratedRegex(@"^\s*(Severity|Problem severity|Trigger severity)\s*:\s*(?<severity>[A-Za-z ]{3,20})\r?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex SeverityLine();
}
