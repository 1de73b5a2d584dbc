using Automation.Flow;

namespace Automation.Alerts.Enrichment;

/// <summary>What became of asking one enricher.</summary>
internal enum EnricherOutcome
{
    Answered,

    /// <summary>No answer within its limit.</summary>
    TimedOut,

    /// <summary>It threw, or answered nothing at all.</summary>
    Failed,

    /// <summary>It failed or hung just before and is given a rest.</summary>
    NotAsked,
}

/// <summary>The answer of one enricher, bounded and cleaned.</summary>
internal sealed record EnricherReport(string Name, EnricherOutcome Outcome, Findings Findings, TimeSpan Took);

/// <summary>What all enrichers found, in the order in which they are registered, whoever answered first.</summary>
internal sealed record EnrichmentResult(IReadOnlyList<EnricherReport> Reports)
{
    public IEnumerable<TicketFact> Ticket => Reports.SelectMany(r => r.Findings.Ticket);

    /// <summary>One line each: "changes: not known, no answer within 2 s".</summary>
    public IEnumerable<string> Missing => Reports.SelectMany(r => r.Findings.Missing.Select(m => $"{r.Name}: {m}"));
}
