namespace Automation.Alerts;

/// <summary>What a signal says of its problem; the order is the one in which they count at one instant.</summary>
internal enum AlertStatus
{
    Firing,

    /// <summary>Somebody works on it. Neither opens nor ends anything.</summary>
    Acknowledged,
    Resolved,
}

/// <summary>How bad a source says the problem is; the order is the rank.</summary>
internal enum Severity
{
    Info,
    Warning,
    Error,
    Critical,
}

/// <summary>A page that an engineer may open from the alert.</summary>
/// <param name="Name">What it shows: source, runbook, dashboard, ...</param>
internal sealed record AlertLink(string Name, string Url);

/// <summary>
/// One normalised signal of a monitoring source: what intake makes of a payload, and what every later stage works on.
/// </summary>
/// <param name="Id"><see cref="AlertId"/>; unique for each signal that was received.</param>
/// <param name="Source">Name in the address it was posted to, else the dialect.</param>
/// <param name="DedupKey">Identity of the problem instance; <see cref="Automation.Alerts.DedupKey"/>.</param>
/// <param name="StartedAt">When the problem began as the source says, else <see cref="ReceivedAt"/>.</param>
/// <param name="EndedAt">When it ended; null while it fires.</param>
/// <param name="OccurredAt">The instant that this signal speaks of, never later than <see cref="ReceivedAt"/>; episodes are judged by it.</param>
/// <param name="Reading">How the payload was read: where each fact came from, what was missing, cut or repaired.</param>
internal sealed record Alert(
    string Id,
    string Source,
    string Dialect,
    string DedupKey,
    AlertStatus Status,
    Severity Severity,
    string Title,
    string? Description,
    string? Host,
    string? Service,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<AlertLink> Links,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    IReadOnlyList<string> Reading);
