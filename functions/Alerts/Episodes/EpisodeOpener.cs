using Automation.Flow;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Turns the alert that opens an episode into the episode, and gives it back as far as the episode keeps it.</summary>
internal static class EpisodeOpener
{
    /// <summary>The episode that the alert alone would open, before it has a ticket.</summary>
    public static EpisodeState Of(Alert alert) => new(
        new EpisodeChange(EpisodeRules.EpisodeId(alert.Id), 1, "", alert.ReceivedAt, alert.Severity.ToString().ToLowerInvariant(), alert.StartedAt, alert.EndedAt, null, 1),
        Shelf.Of(alert.DedupKey), alert.DedupKey, alert.Source, alert.Dialect, alert.Title, alert.Description, alert.Host, alert.Service, 0, null, null,
        alert.Labels, [.. alert.Links.Select(l => new TicketLine(l.Name, l.Url))], []);

    public static Alert Of(EpisodeState episode) => new(
        episode.Now.Id, episode.Source, episode.Dialect, episode.DedupKey, AlertStatus.Firing,
        Enum.Parse<Severity>(episode.Now.Severity, ignoreCase: true), episode.Title, episode.Description, episode.Host, episode.Service, episode.Labels,
        [.. episode.Links.Select(l => new AlertLink(l.Text, l.Link ?? ""))], episode.Now.StartedAt, episode.Now.EndedAt, episode.Now.StartedAt, episode.Now.StartedAt, []);
}
