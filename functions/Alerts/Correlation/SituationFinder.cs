using System.Collections.Concurrent;
using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Alerts.Correlation;

/// <summary>
/// Reads off the inventory where new episodes stand. Without its answer alerts wait and are delivered again: an outage of 500
/// hosts that is placed blindly makes 500 tickets. No alert waits longer than <see cref="Patience"/>: then the places that the
/// alerts name have to do, and the trace says so.
/// </summary>
internal sealed class SituationFinder(IInventory inventory, TimeProvider clock, ILogger<SituationFinder> logger)
{
    /// <summary>Beyond what the storage client itself allows for an answer, so that only a look-up that hangs meets it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>From the reception of an alert on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Question<Surroundings> lookUp = new("The inventory's look-up for correlation", Limit, clock, logger);

    /// <exception cref="DependencyUnavailableException">The inventory gives no answer, and none of the alerts has waited long.</exception>
    public async Task<IReadOnlyDictionary<string, Situation>> FindAsync(IReadOnlyList<NewEpisode> episodes, int parallelism, CancellationToken cancellationToken)
    {
        var waited = clock.GetUtcNow() - episodes.Min(e => e.Opener.ReceivedAt);
        var situated = new ConcurrentDictionary<string, Situation>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            episodes, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (episode, ct) =>
            {
                var (host, service) = (episode.Opener.Host, episode.Opener.Service);
                var asked = await lookUp.AskAsync(stop => inventory.SurroundingsAsync(host, service, stop), ct);
                if (asked.Value is null && waited < Patience) throw new DependencyUnavailableException("inventory", asked.Missing!, null);
                situated[episode.Id] = Situation.Of(episode, asked.Value ?? Surroundings.Unknown(host, service, asked.Missing!));
            });
        return situated;
    }
}
