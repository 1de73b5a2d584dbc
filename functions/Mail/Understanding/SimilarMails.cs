using System.Collections.Concurrent;
using Automation.Flow;

namespace Automation.Mail.Understanding;

/// <summary>
/// Counts how many other people wrote about the same within the last hour. A mail costs one storage operation: what others
/// noted is read once in a while for each topic, and what came here since is known.
/// </summary>
internal sealed class SimilarMails(ISimilarLog log, TimeProvider clock)
{
    private const int MaxTopics = 2_000;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Mails that other instances took in are counted later by at most as much.</summary>
    private static readonly TimeSpan ReadEvery = TimeSpan.FromSeconds(30);

    private readonly TimedCache<ConcurrentDictionary<string, DateTimeOffset>> topics = new(ReadEvery, MaxTopics, clock);

    /// <summary>Notes the mail and counts the others.</summary>
    /// <param name="sender">Counts once, however often it writes.</param>
    public async Task<int> CountAsync(string topic, string sender, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await log.NoteAsync(topic, sender, at, cancellationToken);
        var senders = await topics.GetAsync(topic, async () => new ConcurrentDictionary<string, DateTimeOffset>(await log.SendersAsync(topic, at - Hour, CancellationToken.None), StringComparer.Ordinal), null, cancellationToken);
        var own = Shelf.Of(sender);
        senders[own] = at;
        return senders.Count(s => s.Key != own && (s.Value - at).Duration() < Hour);
    }
}
