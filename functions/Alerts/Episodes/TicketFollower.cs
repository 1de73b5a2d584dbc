using System.Collections.Concurrent;
using Automation.Alerts.Enrichment;
using Automation.Tickets;

namespace Automation.Alerts.Episodes;

/// <summary>Brings tickets in line with stored episodes; what a ticket opens with is looked up first.</summary>
internal sealed class TicketFollower(IEpisodeStore store, ITicketDesk desk, DossierComposer dossiers)
{
    public Task FollowAsync(NewsBook news, RecordingOutcome outcome, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AlertRecorder.Parallelism, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(news.Pages, options, async (page, ct) => await outcome.TryAsync(page.Alerts, () => FollowAsync(page, ct)));
    }

    private async Task FollowAsync(NewsBook.Page page, CancellationToken cancellationToken)
    {
        // The topmost in the dependencies stands first: it leads the ticket, and enrichment looks at it.
        var joined = Ranked(page.Joined);

        // Once an episode, however often the ticket's row is written anew.
        var known = new ConcurrentDictionary<string, Task<TicketDossier>>(StringComparer.Ordinal);
        var unknown = await desk.BringInLineAsync(page.Ticket, new TicketNews(joined, page.Changed, DossierAsync, page.Opens, page.IsRepeat), cancellationToken);
        if (unknown.Count == 0) return;

        // An earlier delivery stored these episodes and stopped before their ticket had them, or they come to lead it.
        var read = new List<EpisodeState>();
        foreach (var change in unknown) read.Add(await store.RequireEpisodeAsync(page.Shelves[change.Id], change.Id, cancellationToken));
        var states = Ranked(read);
        await desk.BringInLineAsync(page.Ticket, new TicketNews(states, [], DossierAsync, false, true), cancellationToken);

        Task<TicketDossier> DossierAsync(EpisodeState episode, CancellationToken ct) => known.GetOrAdd(episode.Now.Id, _ => dossiers.ComposeAsync(episode, ct));
    }

    private static List<EpisodeState> Ranked(IEnumerable<EpisodeState> states) =>
        [.. states.OrderBy(s => s.Depth).ThenBy(s => s.Now.StartedAt).ThenBy(s => s.DedupKey, StringComparer.Ordinal)];
}
