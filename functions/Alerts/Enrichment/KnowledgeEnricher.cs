using System.Globalization;
using Automation.Knowledge;

namespace Automation.Alerts.Enrichment;

/// <summary>Finds the knowledge articles that may help; none when none fits.</summary>
internal sealed class KnowledgeEnricher(KnowledgeLibrary library) : IEnricher
{
    private const int Top = 3;

    /// <summary>Labels under which tools put the name of the rule and what it watches.</summary>
    private static readonly string[] NameLabels = ["alertname", "rule", "rule_name", "rulename", "alert_rule", "monitor", "monitor_name", "check", "check_name", "category", "component", "metric", "reason"];

    public string Name => "knowledge";

    public TimeSpan? Limit => null;

    public async Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        var shelf = await library.ReadAsync(cancellationToken);
        var alert = subject.Alert;
        var names = alert.Labels.Where(l => NameLabels.Contains(l.Key, StringComparer.OrdinalIgnoreCase)).Select(l => l.Value);
        List<string> tags = [.. names, .. new[] { subject.Service, subject.Host }.OfType<string>()];
        var hits = shelf.Index.Find($"{alert.Title}\n{alert.Description}", tags, Top);
        return new Findings(
            [.. hits.Select(h => new FoundFact("knowledge", h.Article.Id))],
            [.. hits.Select(h => new TicketFact(
                "article", string.Create(CultureInfo.InvariantCulture, $"{h.Article.Title} (score {h.Score:0.0}; words: {string.Join(", ", h.Words)})"), h.Article.Link ?? KnowledgeFunctions.Address(h.Article)))],
            []);
    }
}
