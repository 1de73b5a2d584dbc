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
/// <param name="Channel">Name of the <see cref="ChannelDefinition"/>.</param>
/// <param name="At">When it was decided to tell.</param>
/// <param name="Facts">What the reader sees beside the title, in order: priority, host, service, owner, changes, ...</param>
internal sealed record Notification(
    string Effect, NotificationReason Reason, string Team, string Channel, DateTimeOffset At,
    string Ticket, string Title, string Priority, string State, string Severity, string? Host, string? Service,
    IReadOnlyList<NotificationFact> Facts);

/// <summary>A line of a notification.</summary>
internal sealed record NotificationFact(string Name, string Value);
