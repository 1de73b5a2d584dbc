using Automation.Alerts;
using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Tests.Support;

namespace Automation.Tests.Alerts.Enrichment;

/// <summary>Builds what enrichers are asked about.</summary>
internal static class Subjects
{
    public static EnrichmentSubject Of(
        string title = "Disk full", string? description = null, string? host = "db01", string? service = "orders",
        Dictionary<string, string>? labels = null, IReadOnlyList<AlertLink>? links = null, FactSet? known = null) =>
        EnrichmentSubject.Of(
            new Alert(
                "alert1", "alertmanager", "alertmanager", "alertmanager|abc", AlertStatus.Firing, Severity.Warning, title, description, host, service,
                labels ?? new Dictionary<string, string>(StringComparer.Ordinal), links ?? [], Some.Noon, null, Some.Noon, Some.Noon, []),
            known);
}

/// <summary>An enricher that a test writes in a line.</summary>
internal sealed class ScriptedEnricher(string name, Func<EnrichmentSubject, CancellationToken, Task<Findings>> script, TimeSpan? limit = null) : IEnricher
{
    private int asked;

    public ScriptedEnricher(string name, Func<Findings> script)
        : this(name, (_, _) => Task.FromResult(script()))
    {
    }

    public int Asked => asked;

    public string Name => name;

    public TimeSpan? Limit => limit;

    public Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref asked);
        return script(subject, cancellationToken);
    }

    public static Findings Says(string text) => new([new FoundFact("said", text)], [new TicketFact("said", text)], []);
}
