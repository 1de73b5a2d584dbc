using System.Collections.Concurrent;
using Automation.Alerts.Enrichment;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Alerts.Correlation;

/// <summary>
/// Reads off the inventory where new episodes stand. Without its answer alerts wait and are delivered again: an outage of 500
/// hosts that is placed blindly makes 500 tickets. None waits longer than <see cref="Patience"/>: then the places that the alert
/// names have to do, and the trace says so.
/// </summary>
internal sealed class SituationFinder(IInventory inventory, TimeProvider clock, ILogger<SituationFinder> logger)
{
    /// <summary>Beyond what the storage client itself allows for an answer, so that only a look-up that hangs meets it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>From the first try on that failed, so that a single failure costs alerts that have waited long nothing more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>As failures name it.</summary>
    public const string Dependency = "inventory";

    private readonly Question<Surroundings> lookUp = new("The inventory's look-up for correlation", Limit, clock, logger);

    public async Task<Situations> FindAsync(IReadOnlyList<NewEpisode> episodes, int parallelism, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var situated = new ConcurrentDictionary<string, Situation>(StringComparer.Ordinal);
        var missing = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(
            episodes, new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellationToken },
            async (episode, ct) =>
            {
                var (host, service) = (episode.Opener.Host, episode.Opener.Service);
                var asked = await lookUp.AskAsync(stop => inventory.SurroundingsAsync(host, service, stop), ct);
                if (asked.Value is null && now - (episode.UnplacedSince ?? now) < Patience) missing.Enqueue(asked.Missing!);
                else situated[episode.Id] = Situation.Of(episode, asked.Value ?? Surroundings.Unknown(host, service, asked.Missing!));
            });
        return new Situations(situated, missing.TryPeek(out var reason) ? new DependencyUnavailableException(Dependency, reason, null) : null);
    }
}

/// <summary>Where new episodes stand.</summary>
/// <param name="Found">By episode.</param>
/// <param name="Failure">Why some are not among them, which are to be tried again; null when all are.</param>
internal sealed record Situations(IReadOnlyDictionary<string, Situation> Found, DependencyUnavailableException? Failure);
