using Automation.Flow;
using Automation.Notifications;

namespace Automation.Routing;

/// <summary>Who gets a problem, how urgent it is, and who is told, with the reasons.</summary>
/// <param name="Impact">high, medium or low.</param>
/// <param name="Urgency">critical, high, medium or low.</param>
/// <param name="Priority">P1 (highest) to P4.</param>
/// <param name="Channels">Names of the channels that are told now, for whatever reason; what is held back is not among them.</param>
/// <param name="Notify">The reasons for which any of the channels is told; <see cref="ChannelsFor"/> for one of them.</param>
/// <param name="Path">The route that gave the team, from the root: <c>root > linux > database</c>.</param>
/// <param name="Matched">Every route that matched, in the order of the tree.</param>
/// <param name="Trace">Why, in the order in which it was decided.</param>
internal sealed record RoutingDecision(
    string Team, string Category, string Impact, string Urgency, string Priority,
    IReadOnlyList<string> Channels, IReadOnlySet<NotificationReason> Notify, IReadOnlyList<HeldBack> HeldBack,
    string Path, IReadOnlyList<MatchedRoute> Matched, IReadOnlyList<TraceStep> Trace)
{
    /// <summary>Names of the channels that are told now for one reason.</summary>
    public IReadOnlyList<string> ChannelsFor(NotificationReason reason) =>
        [.. Matched.Where(m => !m.IsHeldBack && m.Notify.Contains(reason)).SelectMany(m => m.Channels).Distinct(StringComparer.OrdinalIgnoreCase)];
}

/// <summary>One route that matched.</summary>
/// <param name="Path">From the root.</param>
/// <param name="Because">The matchers that decided, node by node.</param>
/// <param name="Team">Team of this route at this time.</param>
/// <param name="Channels">What this route would tell.</param>
internal sealed record MatchedRoute(
    string Path, IReadOnlyList<string> Because, string Team, IReadOnlyList<string> Channels, IReadOnlySet<NotificationReason> Notify, bool IsHeldBack);

/// <summary>What keeps a notification from being sent. Routing itself knows the first two, later stages the others.</summary>
internal enum HoldReason
{
    Mute,
    Maintenance,
    Inhibition,
    Flapping,
    Coalescing,
}

/// <summary>A reason for which somebody is not told.</summary>
/// <param name="Text">In words for the ticket.</param>
/// <param name="Until">When it ends; null when that can't be said.</param>
/// <param name="Channels">Who would have been told.</param>
internal sealed record HeldBack(HoldReason Kind, string Text, DateTimeOffset? Until, IReadOnlyList<string> Channels);
