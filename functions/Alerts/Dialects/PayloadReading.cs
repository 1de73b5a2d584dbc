using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>What a dialect makes of one payload: members read and members refused, in payload order.</summary>
/// <param name="sender">Name in the address that is no dialect's: which of several tools of one dialect it is; else null.</param>
/// <param name="receivedAt">For sources that tell only by a time whether a problem is over; null when that must stay open.</param>
internal sealed class PayloadReading(AlertOptions options, string? sender = null, DateTimeOffset? receivedAt = null)
{
    private readonly List<AlertDraft> drafts = [];
    private readonly List<FieldProblem> problems = [];
    private readonly List<string> ignored = [];

    public AlertOptions Options { get; } = options;

    public string? Sender { get; } = sender;

    /// <summary>
    /// Last part of a key whose ids count from one in every installation of a tool, so that two installations with names of
    /// their own in the address stay apart; nothing under the tool's own name.
    /// </summary>
    public string[] SenderPart { get; } = sender is null ? [] : [sender.ToLowerInvariant()];

    public DateTimeOffset? ReceivedAt { get; } = receivedAt;

    public IReadOnlyList<AlertDraft> Drafts => drafts;

    public IReadOnlyList<FieldProblem> Problems => problems;

    /// <summary>What is clearly no alert, each with its reason in words.</summary>
    public IReadOnlyList<string> Ignored => ignored;

    public void Accept(AlertDraft draft) => drafts.Add(draft);

    public void Refuse(string field, string found, string accepted) => problems.Add(new FieldProblem(field, found, accepted));

    /// <summary>For a handshake, a comment, a change event: it was understood and no ticket comes of it.</summary>
    public void Ignore(string reason) => ignored.Add(reason);

    /// <summary>Takes over what was read of a payload inside this one.</summary>
    public void Add(PayloadReading inner)
    {
        drafts.AddRange(inner.drafts);
        problems.AddRange(inner.problems);
        ignored.AddRange(inner.ignored);
    }

    /// <summary>
    /// Our severity for a source's word: what the setting Alerts__Severities says, else the dialect's own names, else the
    /// common table. Null, with a line in <paramref name="notes"/>, when there is none or an unknown one.
    /// </summary>
    /// <param name="field">Where it stands in the payload.</param>
    /// <param name="own">Names that mean something else in this dialect than in the common table.</param>
    public Severity? Severity(string dialect, string? text, string field, List<string> notes, IReadOnlyDictionary<string, Severity>? own = null) =>
        text is not null && (Options.Severities.Find(dialect, text) ?? Own(own, text)) is { } severity
            ? SeverityNames.Note(severity, text, field, notes)
            : SeverityNames.Read(text, field, notes);

    /// <summary>
    /// Likewise where a source has no word for it and the kind of what it says decides, such as <c>expiry</c>:
    /// Alerts__Severities may name the kind as it would a word.
    /// </summary>
    /// <param name="usual">Ours for this kind; null, as for an end, stays null.</param>
    public Severity? OfKind(string dialect, string kind, Severity? usual, List<string> notes) =>
        usual is not null && Options.Severities.Find(dialect, kind) is { } own ? SeverityNames.Note(own, kind, "the kind", notes) : usual;

    /// <summary>The time at a field; null, with a line in <paramref name="notes"/> when there is something else.</summary>
    public DateTimeOffset? Time(JsonElement? element, string field, List<string> notes)
    {
        if (!SourceTime.TryRead(element, field, Options.TimeZone, notes, out var time)) notes.Add($"{field} {element.Shown()} is no time");
        return time;
    }

    /// <inheritdoc cref="Time(JsonElement?, string, List{string})"/>
    public DateTimeOffset? Time(string? text, string field, List<string> notes)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (!SourceTime.TryRead(text, field, Options.TimeZone, notes, out var time)) notes.Add($"{field} '{PlainText.Line(text, 60)}' is no time");
        return time;
    }

    private static Severity? Own(IReadOnlyDictionary<string, Severity>? own, string text) =>
        own is not null && own.TryGetValue(text.Trim().ToLowerInvariant(), out var severity) ? severity : null;
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

    /// <summary>When somebody took it on; only for <see cref="AlertStatus.Acknowledged"/>, and null for the time of arrival.</summary>
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>How the facts were found, in words.</summary>
    public required List<string> Reading { get; init; }
}
