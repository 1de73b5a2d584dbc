namespace Automation.Changes;

/// <summary>Says in words what was changed where and how long before, and reads kinds from words.</summary>
internal static class ChangeWords
{
    /// <summary>The first of these that a text holds tells the kind.</summary>
    private static readonly (string Word, ChangeKind Kind)[] Hints =
    [
        ("firewall", ChangeKind.Firewall), ("securitygroup", ChangeKind.Firewall), ("security group", ChangeKind.Firewall), ("securityrule", ChangeKind.Firewall), ("acl", ChangeKind.Firewall),
        ("patch", ChangeKind.Patch), ("hotfix", ChangeKind.Patch), ("upgrade", ChangeKind.Patch), ("security update", ChangeKind.Patch), ("firmware", ChangeKind.Patch),
        ("restart", ChangeKind.Restart), ("reboot", ChangeKind.Restart), ("poweroff", ChangeKind.Restart), ("deallocate", ChangeKind.Restart),
        ("autoscale", ChangeKind.Scaling), ("scale", ChangeKind.Scaling), ("scaling", ChangeKind.Scaling), ("resize", ChangeKind.Scaling),
        ("deploy", ChangeKind.Deployment), ("release", ChangeKind.Deployment), ("rollout", ChangeKind.Deployment), ("publish", ChangeKind.Deployment), ("slotsswap", ChangeKind.Deployment),
        ("config", ChangeKind.Config), ("setting", ChangeKind.Config),
    ];

    public static ChangeKind Kind(string text, ChangeKind fallback)
    {
        foreach (var (word, kind) in Hints)
        {
            if (Holds(text, word)) return kind;
        }

        return fallback;
    }

    /// <param name="place">this host; service orders; sw-01, on which this host depends,</param>
    public static string Reason(Change change, string place, TimeSpan before, bool runs)
    {
        var failed = change.Status == ChangeStatus.Failed ? ", and failed" : "";
        if (runs) return $"{Doing(change.Kind)} {place} was running when it began{failed}";
        var when = before < TimeSpan.Zero ? $"{Span(-before)} after the start" : $"{Span(before)} before";
        return $"{Done(change.Kind, place)} {when}{failed}";
    }

    public static string Span(TimeSpan span) => span.TotalMinutes switch
    {
        < 1 => "less than a minute",
        < 120 => Count((int)span.TotalMinutes, "minute"),
        < 48 * 60 => Count((int)span.TotalHours, "hour"),
        _ => Count((int)span.TotalDays, "day"),
    };

    private static string Done(ChangeKind kind, string place) => kind switch
    {
        ChangeKind.Deployment => $"deployed to {place}",
        ChangeKind.Config => $"configuration changed on {place}",
        ChangeKind.Firewall => $"firewall changed on {place}",
        ChangeKind.Patch => $"{place} was patched",
        ChangeKind.Scaling => $"{place} was scaled",
        ChangeKind.Restart => $"{place} was restarted",
        _ => $"{place} was changed",
    };

    private static string Doing(ChangeKind kind) => kind switch
    {
        ChangeKind.Deployment => "deployment to",
        ChangeKind.Config => "configuration change on",
        ChangeKind.Firewall => "firewall change on",
        ChangeKind.Patch => "patching of",
        ChangeKind.Scaling => "scaling of",
        ChangeKind.Restart => "restart of",
        _ => "a change of",
    };

    private static string Count(int number, string unit) => $"{number} {unit}{(number == 1 ? "" : "s")}";

    /// <summary>Short words count only where they stand alone.</summary>
    private static bool Holds(string text, string word)
    {
        var at = text.IndexOf(word, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || word.Length > 3) return at >= 0;
        return (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (at + word.Length == text.Length || !char.IsLetterOrDigit(text[at + word.Length]));
    }
}
