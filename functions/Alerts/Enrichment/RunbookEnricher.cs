namespace Automation.Alerts.Enrichment;

/// <summary>Finds the runbook: what the alert itself names comes first, then what the service's owner has written down.</summary>
internal sealed class RunbookEnricher : IEnricher
{
    private static readonly string[] Names = ["runbook", "runbook_url", "runbookUrl", "runbook_link"];

    public string Name => "runbook";

    public TimeSpan? Limit => null;

    public Task<Findings> EnrichAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        List<TicketFact> found = [.. Found(subject).DistinctBy(f => f.Link ?? f.Text, StringComparer.Ordinal)];
        return Task.FromResult(found.Count == 0 ? Findings.None : new Findings([new FoundFact("runbook", found[0].Link ?? found[0].Text)], found, []));
    }

    private static IEnumerable<TicketFact> Found(EnrichmentSubject subject)
    {
        foreach (var link in subject.Alert.Links.Where(l => IsRunbook(l.Name))) yield return new TicketFact("runbook", "named by the alert", link.Url);
        foreach (var label in subject.Alert.Labels.Where(l => IsRunbook(l.Key))) yield return Of(label.Value, "named by the alert");
        foreach (var value in subject.Known[FactNames.ServiceRunbook]) yield return Of(value, $"of service {subject.Known.First(FactNames.RunbookService) ?? subject.Service ?? "of the alert"}");
    }

    private static bool IsRunbook(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>A runbook may be a name or a path that people know; it is shown as it is.</summary>
    private static TicketFact Of(string value, string whose) =>
        Uri.TryCreate(value.Trim(), UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            ? new TicketFact("runbook", whose, value.Trim())
            : new TicketFact("runbook", $"{value.Trim()} ({whose})");
}
