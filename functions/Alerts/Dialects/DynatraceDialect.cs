using System.Text.Json;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Dynatrace: problems of the custom integration (default template), of problems API v2 and of workflows (Davis events),
/// and security problems. Format: docs.dynatrace.com, "Webhook integration" and "Security notifications".
/// </summary>
internal sealed class DynatraceDialect : IAlertDialect
{
    private static readonly string[] HostTypes = ["HOST", "ESXI_SERVER", "VIRTUALMACHINE", "EC2_INSTANCE", "AZURE_VM", "KUBERNETES_NODE", "CUSTOM_DEVICE", "PROCESS_GROUP_INSTANCE"];
    private static readonly string[] ServiceTypes = ["SERVICE", "APPLICATION", "MOBILE_APPLICATION", "HTTP_CHECK", "SYNTHETIC_TEST", "CLOUD_APPLICATION"];

    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.Ordinal)
    {
        ["availability"] = Severity.Critical,
        ["error"] = Severity.Error,
        ["monitoring_unavailable"] = Severity.Error,
        ["performance"] = Severity.Warning,
        ["slowdown"] = Severity.Warning,
        ["resource_contention"] = Severity.Warning,
        ["resource"] = Severity.Warning,
        ["custom_alert"] = Severity.Warning,
        ["custom"] = Severity.Warning,
    };

    private static readonly Dictionary<string, AlertStatus> Statuses = new(StringComparer.Ordinal) { ["merged"] = AlertStatus.Resolved, ["updated"] = AlertStatus.Firing };

    public string Name => "dynatrace";

    public IReadOnlyList<string> Aliases { get; } = ["ruxit", "dynatrace-problem"];

    public bool Recognises(JsonElement root) =>
        (root.Member("ProblemID") is not null && (root.Member("ProblemTitle") is not null || root.Member("State") is not null || root.Member("PID") is not null))
        || (root.Member("displayId") is not null && root.Member("severityLevel") is not null && root.Member("impactLevel") is not null)
        || (root.Member("event.kind") is not null && root.Member("event.name") is not null && root.Member("event.status") is not null)
        || Security(root) is not null;

    public void Read(JsonElement root, PayloadReading reading)
    {
        var facts = new SourceFacts(Name, root, reading);
        if (Security(root) is { } prefix)
        {
            ReadSecurity(facts, prefix, reading);
            return;
        }

        using var details = Details(root);
        var inner = details is null ? root : details.RootElement;
        var problem = new SourceFacts(Name, inner, reading);
        var id = facts.Text("/ProblemID", "/displayId", "/display_id", "/event.id", "/PID", "/problemId");
        var title = facts.Text("/ProblemTitle", "/title", "/event.name") ?? problem.Text("/title", "/displayName");
        if (id is null && title is null)
        {
            reading.Refuse("ProblemID", root.Member("ProblemID").Shown(), "the id of the problem, or at least its title");
            return;
        }

        var status = facts.Status(Statuses, "/State", "/status", "/event.status", "/event.status_transition");
        if (facts.Text("/State") == "MERGED") facts.Notes.Add("merged into another problem, which goes on under its own id");
        var entities = Entities(root, inner);
        var severity = facts.Text("/ProblemSeverity", "/severityLevel", "/event.category") is null ? problem : facts;
        var draft = new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "problem", id ?? title),
            Status = status,
            Severity = severity.Severity(Severities, "/ProblemSeverity", "/severityLevel", "/event.category"),
            Title = title ?? $"Dynatrace problem {id}",
            Description = facts.Text("/ProblemDetailsText", "/ProblemDetailsMarkdown", "/event.description"),
            Host = Host(entities, facts),
            Service = entities.FirstOrDefault(e => ServiceTypes.Contains(e.Type)).Name,
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/ProblemURL"), ("source", "/Problem URL")),
            StartedAt = problem.Time("/startTime", "/event.start"),
            EndedAt = status == AlertStatus.Resolved ? problem.Time("/endTime", "/event.end") : null,
            Reading = facts.Notes,
        };
        if (!ReferenceEquals(severity, facts)) facts.Notes.AddRange(problem.Notes);
        reading.Accept(draft);
    }

    private static string? Security(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().Select(m => m.Name).FirstOrDefault(n => n.Equals("SecurityProblemId", StringComparison.OrdinalIgnoreCase)) : null;

    private void ReadSecurity(SourceFacts facts, string idName, PayloadReading reading)
    {
        var id = facts.Text($"/{idName}");
        if (id is null)
        {
            reading.Refuse(idName, facts.Root.Member(idName).Shown(), "the id of the security problem");
            return;
        }

        var score = facts.Text("/DavisSecurityScore", "/davisSecurityScore", "/RiskScore");
        var status = facts.Status(null, "/Status", "/status", "/State");
        reading.Accept(new AlertDraft
        {
            DedupKey = Alerts.DedupKey.Of(Name, "security", id),
            Status = status,
            Severity = facts.Severity(Severities, "/Severity", "/severity", "/DavisSecurityScoreLevel", "/RiskLevel", "/riskLevel"),
            Title = facts.Text("/Title", "/title", "/SecurityProblemTitle", "/DisplayName") ?? $"Security problem {id}",
            Description = facts.Text("/Description", "/description"),
            Host = facts.Found("host", "/AffectedHosts", "/AffectedEntities/0/name", "/affectedEntities/0/name", "/ProcessGroup"),
            Labels = facts.Labels(""),
            Links = facts.Links(("source", "/SecurityProblemUrl"), ("source", "/SecurityProblemURL"), ("source", "/securityProblemUrl")),
            Reading = score is null ? facts.Notes : [.. facts.Notes, $"Davis security score {PlainText.Line(score, 20)}"],
        });
    }

    /// <summary>The details object; templates in quotes make a text of it, which is parsed. Null when the root is the problem itself.</summary>
    private static JsonDocument? Details(JsonElement root)
    {
        foreach (var name in new[] { "ProblemDetailsJSONv2", "ProblemDetailsJSON" })
        {
            if (root.Member(name) is not { } details) continue;
            if (details.ValueKind == JsonValueKind.Object) return JsonDocument.Parse(details.GetRawText());
            if (details.ValueKind == JsonValueKind.String && InnerJson.Parse(details.GetString()!) is { } parsed) return parsed;
        }

        return null;
    }

    private static List<(string Type, string? Name)> Entities(JsonElement root, JsonElement problem) =>
    [
        .. from list in new[] { Unquoted(root.Member("ImpactedEntities")), problem.Member("affectedEntities"), problem.Member("impactedEntities"), problem.Member("rankedImpacts"), problem.Member("rankedEvents") }
           from entity in list.Items()
           let name = entity.Text("name") ?? entity.Text("entityName")
           let id = entity.Text("entity") ?? entity.Text("entityId") ?? entity.Member("entityId").Member("id").Text()
           let type = entity.Text("type") ?? entity.Member("entityId").Member("type").Text() ?? (id is null ? "" : id.Split('-')[0])
           where name is not null || id is not null
           select (type.ToUpperInvariant(), name ?? id),
    ];

    /// <summary>Templates put the list into quotes, which makes a text of it.</summary>
    private static JsonElement? Unquoted(JsonElement? list)
    {
        if (list is not { ValueKind: JsonValueKind.String } || list.Text() is not ['[', ..] text) return list;
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Names in brackets, not a list in JSON.
            return list;
        }
    }

    private static string? Host(List<(string Type, string? Name)> entities, SourceFacts facts)
    {
        foreach (var type in HostTypes)
        {
            if (entities.FirstOrDefault(e => e.Type == type) is not { Name: { } name }) continue;
            facts.Notes.Add($"host: impacted entity of type {type} '{PlainText.Line(name, 120)}'");
            return name;
        }

        var other = entities.FirstOrDefault(e => !ServiceTypes.Contains(e.Type)).Name;
        if (other is not null || entities.Count > 0)
        {
            facts.Notes.Add(other is null ? "host: only services and applications are impacted" : $"host: impacted entity '{PlainText.Line(other, 120)}'");
            return other;
        }

        var text = facts.Found("host", "/ImpactedEntity", "/ImpactedEntityNames", "/NamesOfImpactedEntities", "/affected_entity_names", "/dt.entity.host.name");

        // The placeholder writes the type before the name, and what happened before both: "CPU saturation on Host web01".
        if (text is null) return null;
        var at = text.LastIndexOf(" on ", StringComparison.OrdinalIgnoreCase);
        var entity = at < 0 ? text : text[(at + 4)..];
        if (entity.StartsWith("host ", StringComparison.OrdinalIgnoreCase)) return entity[5..].Split(',')[0].Trim();
        return at < 0 ? text : TitleHost.Find(text);
    }
}
