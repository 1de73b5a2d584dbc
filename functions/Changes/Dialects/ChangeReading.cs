using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>What a dialect makes of one payload: changes, what is no change, and what was refused.</summary>
/// <param name="eventName">The X-GitHub-Event header, or null.</param>
internal sealed class ChangeReading(string? eventName)
{
    private readonly List<ChangeDraft> drafts = [];
    private readonly List<IgnoredChange> ignored = [];
    private readonly List<FieldProblem> problems = [];

    public string? EventName { get; } = eventName;

    public IReadOnlyList<ChangeDraft> Drafts => drafts;

    public IReadOnlyList<IgnoredChange> Ignored => ignored;

    public IReadOnlyList<FieldProblem> Problems => problems;

    public int Count => drafts.Count + ignored.Count + problems.Count;

    public void Accept(ChangeDraft draft) => drafts.Add(draft);

    public void Ignore(string? id, string reason) => ignored.Add(new IgnoredChange(id is null ? null : PlainText.Line(id, 200), PlainText.Line(reason, 300)));

    public void Refuse(string field, string found, string accepted) => problems.Add(new FieldProblem(field, found, accepted));
}

/// <summary>A change as a dialect reads it, before limits and defaults are applied by <see cref="ChangeNormaliser"/>.</summary>
internal sealed class ChangeDraft
{
    /// <summary>The same for every report of the change.</summary>
    public required string Id { get; init; }

    public required ChangeKind Kind { get; init; }

    public required string Title { get; init; }

    public required ChangeStatus Status { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<string> Hosts { get; init; } = [];

    public IReadOnlyList<string> Services { get; init; } = [];

    public string? By { get; init; }

    public string? Link { get; init; }

    /// <summary>Null for the end, or else the time of arrival.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}
