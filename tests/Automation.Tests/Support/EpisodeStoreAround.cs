using Automation.Alerts;
using Automation.Alerts.Episodes;
using Automation.Tickets;

namespace Automation.Tests.Support;

/// <summary>An episode store around another, which does something of the test's choosing before a commit.</summary>
internal sealed class EpisodeStoreAround(IEpisodeStore inner, Func<EpisodeCommit, Task> beforeCommit) : IEpisodeStore
{
    public Task<StoredBook> ReadAsync(string shelf, IReadOnlyList<AlertId> arriving, CancellationToken cancellationToken) => inner.ReadAsync(shelf, arriving, cancellationToken);

    public async Task<bool> CommitAsync(EpisodeCommit commit, CancellationToken cancellationToken)
    {
        await beforeCommit(commit);
        return await inner.CommitAsync(commit, cancellationToken);
    }

    public Task<RecordedAlert?> FindAlertAsync(AlertId id, CancellationToken cancellationToken) => inner.FindAlertAsync(id, cancellationToken);

    public Task<EpisodeState?> FindEpisodeAsync(string shelf, string episodeId, CancellationToken cancellationToken) => inner.FindEpisodeAsync(shelf, episodeId, cancellationToken);

    public IAsyncEnumerable<RecordedAlert> OpeningsAsync(DateTimeOffset since, CancellationToken cancellationToken) => inner.OpeningsAsync(since, cancellationToken);

    public Task<bool> ForgetAsync(string shelf, IReadOnlyCollection<string> episodes, string ticket, DateTimeOffset before, CancellationToken cancellationToken) => inner.ForgetAsync(shelf, episodes, ticket, before, cancellationToken);

    public IAsyncEnumerable<UnchangedEpisode> UnchangedAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.UnchangedAsync(before, cancellationToken);

    public Task<int> PurgeAlertsAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAlertsAsync(before, cancellationToken);

    public Task<int> PurgeBooksAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeBooksAsync(before, cancellationToken);
}
