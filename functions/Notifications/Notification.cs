using Automation.Flow;

namespace Automation.Notifications;

/// <summary>Why somebody is told.</summary>
internal enum NotificationReason
{
    Opened,
    Reopened,
    PriorityRaised,
    Resolved,
}

/// <summary>One thing to tell at one channel: a message of queue <c>notifications</c>.</summary>
/// <param name="Effect">Deterministic key: the same occasion at the same channel is the same effect, however often it is sent.</param>
/// <param name="Team">Whom it is for; together with the channel it is the place where notifications coalesce.</param>
/// <param name="Channel">Name of the <see cref="ChannelDefinition"/>.</param>
/// <param name="At">When it was decided to tell. Part of the occasion: the same effect comes with the same time.</param>
/// <param name="Facts">What the reader sees beside the title, in order: priority, host, service, owner, changes, ...</param>
internal sealed record Notification(
    string Effect, NotificationReason Reason, string Team, string Channel, DateTimeOffset At,
    string Ticket, string Title, string Priority, string State, string Severity, string? Host, string? Service,
    IReadOnlyList<NotificationFact> Facts)
{
    /// <summary>Why it came to this team, in one sentence; null to say nothing.</summary>
    public string? Why { get; init; }

    /// <summary>What the effect log knows of it.</summary>
    public Effect AsEffect() => new(Effect, SubjectOf(Ticket), "notification", new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ticket"] = Ticket,
        ["reason"] = NotificationJson.Name(Reason),
        ["team"] = Team,
        ["channel"] = Channel,
        ["priority"] = Priority,
        ["title"] = Title,
    });

    public static string SubjectOf(string ticket) => $"ticket/{ticket}";
}

/// <summary>A line of a notification.</summary>
internal sealed record NotificationFact(string Name, string Value);
