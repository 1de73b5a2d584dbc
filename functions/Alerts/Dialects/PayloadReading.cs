using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>What a dialect makes of one payload: members read and members refused, in payload order.</summary>
/// <param name="sender">Name in the address that is no dialect's: which of several tools of one dialect it is; else null.</param>
internal sealed class PayloadReading(AlertOptions options, string? sender = null)
{
    private readonly List<AlertDraft> drafts = [];
    private readonly List<FieldProblem> problems = [];

    public AlertOptions Options { get; } = options;

    public string? Sender { get; } = sender;

    public IReadOnlyList<AlertDraft> Drafts => drafts;

    public IReadOnlyList<FieldProblem> Problems => problems;

    public void Accept(AlertDraft draft) => drafts.Add(draft);

    public void Refuse(string field, string found, string accepted) => problems.Add(new FieldProblem(field, found, accepted));
}

/// <summary>An alert as a dialect reads it, before limits and defaults are applied by <see cref="Intake.AlertNormaliser"/>.</summary>
internal sealed class AlertDraft
{
    public required string DedupKey { get; init; }

    public required AlertStatus Status { get; init; }

    /// <summary>Null when the source gives none that is known.</summary>
    public Severity? Severity { get; init; }

    public required string Title { get; init; }

    public string? Description { get; init; }

    /// <summary>As the source writes it, with port or path.</summary>
    public string? Host { get; init; }

    public string? Service { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<AlertLink> Links { get; init; } = [];

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How the facts were found, in words.</summary>
    public required List<string> Reading { get; init; }
}
