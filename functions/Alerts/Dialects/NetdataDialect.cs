using System.Text.Json;
using System.Text.RegularExpressions;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Netdata: alert and reachability notifications of Netdata Cloud, and the agent's own notification object. The cloud names
/// the node in the message only. Format: learn.netdata.cloud, "Webhook" notifications.
/// </summary>
internal sealed partial class NetdataDialect : IAlertDialect
{
    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal)
    {
        ["clear"] = AlertStatus.Resolved,
        ["removed"] = AlertStatus.Resolved,
        ["uninitialized"] = AlertStatus.Resolved,
        ["warning"] = AlertStatus.Firing,
        ["critical"] = AlertStatus.Firing,
        ["true"] = AlertStatus.Resolved,
        ["false"] = AlertStatus.Firing,
    };

    public string Name => "netdata";

    public IReadOnlyList<string> Aliases { get; } = ["netdata-cloud", "netdatacloud", "netdata-agent"];

    public bool Recognises(JsonElement root) =>
        (root.Member("alert") is { ValueKind: JsonValueKind.String } && root.Member("chart") is not null && (root.Member("severity") is not null || root.Member("alert_url") is not null || root.Member("space") is not null))
        || root.Member("status").Member("reachable") is not null
        || (root.Member("chart") is not null && root.Member("status") is not null && (root.Member("old_status") is not null || root.Text("alarm") is not null));

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var reachability = root.Member("status").Member("reachable") is not null;
        var message = facts.Text("/message", "/info");
        var title = facts.Text("/alert", "/name", "/alarm") ?? message;
        if (title is null)
        {
            reading.Refuse("alert", root.Member("alert").Shown(), "the name of the alert, or a message");
            return;
        }

        var status = facts.Status(Statuses, "/status/reachable", "/severity", "/status");
        var at = facts.Time("/date", "/when", "/timestamp");
        var host = facts.Text("/node", "/node/hostname", "/node/name", "/node_name", "/hostname", "/host", "/host/name") ?? Node(message);
        facts.Notes.Add(host is null ? "host: neither a field nor the message names the node" : $"host: '{PlainText.Line(host, 120)}', the node");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, reachability ? "reachable" : title, facts.Text("/chart"), HostNames.Normalise(host)),
            Status = status,
            Severity = status == AlertStatus.Resolved ? null : reachability && facts.Text("/severity") is null ? reading.OfKind(Name, "unreachable", Severity.Critical, facts.Notes) : facts.Severity(null, "/severity", "/status"),
            Title = title,
            Description = message,
            Host = host,
            Service = facts.Text("/component", "/type"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/alert_url"), ("source", "/url"), ("source", "/edit_url")),
            StartedAt = status == AlertStatus.Resolved ? null : at,
            EndedAt = status == AlertStatus.Resolved ? at : null,
            Reading = facts.Notes,
        });
    }

    private static string? Node(string? message) => message is not null && NodeInText().Match(message) is { Success: true } match ? match.Groups["node"].Value.TrimEnd('.', ',') : null;

    [GeneratedRegex(@"\b(?:on\s+)?(?:node|host)\s+['""]?(?<node>[A-Za-z0-9][\w.\-]*)", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NodeInText();
}
