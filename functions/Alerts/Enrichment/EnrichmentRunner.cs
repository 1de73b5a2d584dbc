using Automation.Alerts.Intake;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Third stage of the flow: asks every enricher about an alert, side by side, and returns when the last has answered or
/// has used up its limit. Whatever an enricher does costs at most that limit and is said in the result; only a caller that
/// gives up makes it throw.
/// </summary>
internal sealed class EnrichmentRunner(IEnumerable<IEnricher> enrichers, EnrichmentOptions options, TimeProvider clock, ILogger<EnrichmentRunner> logger)
{
    private readonly (IEnricher Enricher, Question<Findings> Question)[] all =
        [.. enrichers.Select(e => (e, new Question<Findings>($"Enricher {e.Name}", e.Limit ?? options.Limit, clock, logger)))];

    public async Task<EnrichmentResult> RunAsync(EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new EnrichmentResult(await Task.WhenAll(all.Select(e => AskAsync(e.Enricher, e.Question, subject, cancellationToken))));
    }

    private static async Task<EnricherReport> AskAsync(IEnricher enricher, Question<Findings> question, EnrichmentSubject subject, CancellationToken cancellationToken)
    {
        // Cleaned inside the question: an answer that can't be cleaned is a failure like others.
        var answer = await question.AskAsync(async stop => await enricher.EnrichAsync(subject, stop) is { } findings ? FindingsCheck.Clean(findings) : null!, cancellationToken);
        return new EnricherReport(enricher.Name, answer.Outcome, answer.Value ?? Findings.NotKnown(answer.Missing!), answer.Took);
    }
}
