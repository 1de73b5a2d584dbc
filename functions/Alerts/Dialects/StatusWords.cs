using System.Collections.Frozen;

namespace Automation.Alerts.Dialects;

/// <summary>The words with which sources say that a problem is there, is worked on or is over.</summary>
internal static class StatusWords
{
    // "expire" and "expired" are said of certificates and heartbeats, which are trouble, and of alerts that ended by
    // themselves. Both count as trouble: a ticket too many is seen and closed, an end that was none loses a problem.
    private static readonly (AlertStatus Status, string[] Words)[] Table =
    [
        (AlertStatus.Resolved,
        [
            "resolved", "resolve", "ok", "okay", "up", "recovered", "recovery", "recover", "closed", "close", "closing", "cleared", "clear", "normal", "normalized",
            "healthy", "green", "online", "fixed", "good", "success", "successful", "succeeded", "passed", "passing", "ended", "available", "reachable", "inactive", "untriggered",
            "restored", "operational", "solved", "autoresolved", "cancelled", "canceled", "reporting", "deactivated", "mitigated", "completed", "alertstateeventend", "dismissed", "stabilized", "stabilised", "done",
        ]),
        (AlertStatus.Acknowledged, ["acknowledged", "acknowledge", "acknowledgement", "acknowledgment", "ack", "acked", "acking", "assigned", "inprogress"]),
        (AlertStatus.Firing,
        [
            "firing", "fired", "fire", "open", "opened", "opening", "triggered", "trigger", "alert", "alerting", "alarm", "problem", "active", "activated", "down", "critical", "crit",
            "warning", "warn", "error", "fatal", "emergency", "failed", "errored", "failure", "failing", "fail", "new", "create", "created", "raised", "raise", "bad", "unhealthy", "red", "offline", "unreachable",
            "breached", "breach", "started", "start", "reopen", "reopened", "unresolved", "unknown", "timeout", "missing", "late", "anomalous", "trouble", "degraded", "unavailable",
            "outage", "crashed", "stopped", "expire", "expired", "unstable", "yellow", "escalated", "nodata", "disconnected", "violated", "violation", "detected", "unacknowledged", "ongoing", "notresponding", "insufficientdata", "notavailable", "unhandled", "investigating", "identified", "monitoring",
        ]),
    ];

    private static readonly FrozenDictionary<string, AlertStatus> Known = Table
        .SelectMany(row => row.Words, (row, word) => KeyValuePair.Create(word, row.Status))
        .ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// What a short text such as <c>RESOLVED</c>, <c>incident.acknowledged</c>, <c>DOWN -> UP</c> or <c>not ok</c> says;
    /// null for a sentence and for words that say nothing of a state.
    /// </summary>
    public static AlertStatus? Find(string text)
    {
        var words = PlainNames.Words(AfterArrow(text));
        if (words.Count is 0 or > 4) return null;
        if (Known.TryGetValue(string.Concat(words), out var whole)) return whole;
        AlertStatus? found = null;
        for (var i = 0; i < words.Count; i++)
        {
            if (!Known.TryGetValue(words[i], out var status)) continue;
            if (i > 0 && words[i - 1] is "not" or "no" or "non" or "un") status = status == AlertStatus.Firing ? AlertStatus.Resolved : AlertStatus.Firing;

            // "incident acknowledged", "alert resolved": what is said of the problem goes before its being one.
            if (found is null || status > found || (i > 0 && words[i - 1] is "now")) found = status;
        }

        return found;
    }

    private static string AfterArrow(string text)
    {
        foreach (var arrow in new[] { "->", "=>", "\u2192" })
        {
            if (text.LastIndexOf(arrow, StringComparison.Ordinal) is >= 0 and var at) return text[(at + arrow.Length)..];
        }

        return text;
    }
}
