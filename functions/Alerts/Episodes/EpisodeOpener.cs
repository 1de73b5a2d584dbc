using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Gives back the alert that opened an episode, as far as the episode keeps it.</summary>
internal static class EpisodeOpener
{
    public static Alert Of(EpisodeState episode) => new(
        episode.Now.Id, episode.Source, episode.Dialect, episode.DedupKey, AlertStatus.Firing,
        Enum.Parse<Severity>(episode.Now.Severity, ignoreCase: true), episode.Title, episode.Description, episode.Host, episode.Service, episode.Labels,
        [.. episode.Links.Select(l => new AlertLink(l.Text, l.Link ?? ""))], episode.Now.StartedAt, episode.Now.EndedAt, episode.Now.StartedAt, episode.Now.StartedAt, []);
}
