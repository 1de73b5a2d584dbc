using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// New Relic: issues of workflows (default and custom webhook template), incidents of the classic webhook channel, and the
/// notifications of the time before that. Issue or incident id is the problem instance. Formats: docs.newrelic.com,
/// "Notification integrations: webhook" and "Webhook (legacy)".
/// </summary>
internal sealed class NewRelicDialect : IAlertDialect
{
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal) { ["warn"] = Severity.Warning, ["high"] = Severity.Error };

    /// <summary>What only incidents of the classic channel carry; a workflow's template may name the condition alike.</summary>
    private static readonly string[] IncidentMarks = ["incident_id", "current_state", "event_type", "policy_name"];

    public string Name => "newrelic";

    public IReadOnlyList<string> Aliases { get; } = ["new-relic", "new_relic", "nr", "newrelic-legacy", "newrelic-workflow"];

    public bool Recognises(JsonElement root) =>
        IsDeployment(root)
        || (root.Member("issueUrl") is not null && (root.Member("alertConditionNames") is not null || root.Member("impactedEntities") is not null || root.Member("alertPolicyNames") is not null))
        || (root.Member("issueId") is not null && (root.Member("workflowName") is not null || root.Member("issueUrl") is not null || root.Member("entitiesData") is not null))
        || (root.Member("issue_id") is not null && root.Member("issue_url") is not null && (root.Member("policy_name") is not null || root.Member("workflow_name") is not null || root.Member("condition_name") is not null))
        || (root.Member("condition_name") is not null && (root.Member("incident_id") is not null || root.Member("current_state") is not null || root.Member("policy_name") is not null))
        || (root.Member("short_description") is not null && root.Member("alert_url") is not null && root.Member("account_name") is not null);

    public void Read(JsonElement root, PayloadReading reading)
    {
        if (IsDeployment(root) || root.Member("deployment").IsObject()) reading.Ignore("a deployment marker of New Relic, which is a change and no alert");
        else if (root.Member("issue_id") is not null && root.Member("incident_id") is null) ReadIssue(root, reading);
        else if (root.Member("condition_name") is not null && Array.Exists(IncidentMarks, m => root.Member(m) is not null)) ReadIncident(root, reading);
        else if (root.Member("short_description") is not null) ReadOldAlert(root, reading);
        else ReadIssue(root, reading);
    }

    /// <summary>Beside an application and its account, or bare with the address of its page.</summary>
    private static bool IsDeployment(JsonElement root) =>
        root.Member("account_name") is not null && root.Member("application_name") is not null && (root.Member("deployment").IsObject() || root.Member("deployment_url") is not null);

    private void ReadIssue(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var id = facts.Text("/issueId", "/issue_id", "/id", "/incidentId");
        var title = facts.Text("/title", "/issueTitle", "/issue_title", "/annotations/title", "/condition_name", "/alertConditionNames", "/conditionName", "/description");
        if (id is null && title is null)
        {
            reading.Refuse("issueId", root.Member("issueId").Shown(), "the id of the issue, or at least its title");
            return;
        }

        var status = facts.Status(null, "/state", "/stateText", "/status");
        if (status == AlertStatus.Firing && Acknowledgement(facts) is { } sign)
        {
            facts.Notes.Add($"status: acknowledged, by {sign}");
            status = AlertStatus.Acknowledged;
        }

        var signal = facts.Time("/updatedAt", "/timestamp");
        reading.Accept(new AlertDraft
        {
            DedupKey = id is null ? Alerts.DedupKey.Of(Name, title, facts.Text("/impactedEntities", "/entitiesData/names")) : Alerts.DedupKey.Of(Name, "issue", id),
            Status = status,
            Severity = facts.Severity(Severities, "/priority", "/severity"),
            Title = title ?? $"New Relic issue {id}",
            Description = facts.Text("/description", "/annotations/description", "/details"),
            Host = facts.Found("host", "/impactedEntities", "/entitiesData/names", "/impactedEntitiesNames", "/targetName", "/entityName", "/entity_name", "/impacted_entities", "/host", "/entitiesData/entities/0/name", "/labels/targetName", "/accumulations/tag.fullHostname", "/accumulations/tag.hostname", "/targets/0/name", "/targets"),
            Labels = facts.Labels("", "/labels"),
            Links = facts.Links(("source", "/issueUrl"), ("source", "/issue_url"), ("source", "/issuePageUrl"), ("chart", "/violationChartUrl"), ("chart", "/chartLink"), ("runbook", "/runbookUrl")),
            StartedAt = facts.Time("/activatedAt", "/createdAt", "/openedAt") ?? (status == AlertStatus.Firing ? signal : null),
            AcknowledgedAt = status == AlertStatus.Acknowledged ? facts.Time("/acknowledgedAt") ?? signal : null,
            EndedAt = status == AlertStatus.Resolved ? facts.Time("/closedAt") ?? signal : null,
            Reading = facts.Notes,
        });
    }

    /// <summary>An issue that somebody has taken on stays ACTIVATED; who or what took it on says it. Null when nobody did.</summary>
    private static string? Acknowledgement(SourceFacts facts)
    {
        foreach (var place in new[] { "/acknowledgedBy", "/acknowledgedAt", "/owner" })
        {
            if (facts.Text(place) is { } value && value.ToLowerInvariant() is not ("n/a" or "none" or "null" or "-" or "0")) return place;
        }

        var trigger = PlainNames.Of(facts.Text("/trigger", "/triggerEvent") ?? "");
        return trigger is "useraction" || (trigger.Contains("acknowledged", StringComparison.Ordinal) && !trigger.Contains("unack", StringComparison.Ordinal)) ? "/trigger" : null;
    }

    private void ReadIncident(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var (id, condition) = (facts.Text("/incident_id"), facts.Text("/condition_name"));
        if (id is null && condition is null)
        {
            reading.Refuse("incident_id", root.Member("incident_id").Shown(), "the id of the incident, or the name of its condition");
            return;
        }

        // The state stands behind the event: an acknowledgement of an open incident says "open".
        var status = facts.Status(null, facts.Text("/event_type") == "INCIDENT" ? ["/current_state"] : ["/event_type", "/current_state"]);
        var signal = facts.Time("/timestamp", "/created_at");
        var host = facts.Found("host", "/targets/0/labels/fullHostname", "/targets/0/labels/hostname", "/targets/0/name", "/targets", "/target", "/entity_name", "/host", "/hostname");
        if (facts.Text("/targets/0/product") == "TESTING") facts.Notes.Add("a test notification of New Relic");
        reading.Accept(new AlertDraft
        {
            DedupKey = id is null ? Alerts.DedupKey.Of(Name, "condition", condition, HostNames.Normalise(host)) : Alerts.DedupKey.Of(Name, "incident", id),
            Status = status,
            Severity = facts.Severity(Severities, "/severity", "/priority"),
            Title = condition ?? facts.Text("/details", "/description") ?? $"New Relic incident {id}",
            Description = facts.Text("/details", "/condition_description"),
            Host = host,
            Service = facts.Text("/targets/0/type") is "Application" or "KeyTransaction" ? facts.Text("/targets/0/name") : null,
            Labels = facts.Labels("", "/targets/0/labels"),
            Links = facts.Links(("source", "/incident_url"), ("chart", "/violation_chart_url"), ("runbook", "/runbook_url"), ("policy", "/policy_url")),
            StartedAt = status == AlertStatus.Firing ? signal : null,
            AcknowledgedAt = status == AlertStatus.Acknowledged ? signal : null,
            EndedAt = status == AlertStatus.Resolved ? signal : null,
            Reading = facts.Notes,
        });
    }

    private void ReadOldAlert(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        var text = facts.Text("/long_description", "/short_description") ?? "";
        var ended = text.Contains("ended", StringComparison.OrdinalIgnoreCase) || text.Contains("closed", StringComparison.OrdinalIgnoreCase);
        var at = facts.Time("/created_at");
        var host = facts.Found("host", "/server_name", "/host", "/servers/0");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "alert", facts.Text("/alert_url") ?? facts.Text("/short_description")),
            Status = ended ? AlertStatus.Resolved : AlertStatus.Firing,
            Severity = facts.Severity(Severities, "/severity"),
            Title = facts.Text("/message", "/short_description") ?? "Alert of New Relic",
            Description = facts.Text("/long_description"),
            Host = host,
            Service = facts.Text("/application_name"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/alert_url")),
            StartedAt = ended ? null : at,
            EndedAt = ended ? at : null,
            Reading = facts.Notes,
        });
    }
}
