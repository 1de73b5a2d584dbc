using Automation.Flow;

namespace Automation.Tickets;

/// <summary>Applies the ticket rules to stored tickets; the claim on the number makes one ticket of one episode.</summary>
internal sealed class TicketDesk(ITicketStore store, TicketOptions options, TimeProvider clock) : ITicketDesk
{
    private const int MaxAttempts = 20;

    public async Task<TicketReference> ClaimNumberAsync(string episodeId, DateTimeOffset openedAt, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var number = TicketNumber.Of(episodeId, attempt);
            var claim = await store.ClaimNumberAsync(number, episodeId, openedAt, cancellationToken);
            if (claim.EpisodeId == episodeId) return new TicketReference(number, claim.OpenedAt);
        }

        throw new InvalidOperationException($"{MaxAttempts} ticket numbers for episode {episodeId} belong to others; the number space is close to full");
    }

    public async Task OpenAsync(EpisodeState episode, CancellationToken cancellationToken)
    {
        if (await store.AddAsync(TicketRules.Open(episode, options, clock.GetUtcNow()), cancellationToken)) return;
        await FollowAsync(episode.Now, cancellationToken);
    }

    public async Task<bool> FollowAsync(EpisodeChange change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            if (await store.ReadAsync(change.Ticket, change.OpenedAt, cancellationToken) is not { } stored) return false;
            var next = TicketRules.Follow(stored.Ticket, change, clock.GetUtcNow());
            if (next is null || await store.UpdateAsync(next, stored.Version, cancellationToken)) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(5, 20 * attempt)), clock, cancellationToken);
        }

        throw DependencyUnavailableException.Contended("storage", $"ticket {change.Ticket} changed {MaxAttempts} times while it was written");
    }

    public async Task<bool> ShowsAsync(string number, string episodeId, long revision, CancellationToken cancellationToken) =>
        await store.FindAsync(number, cancellationToken) is { } ticket && ticket.Revisions!.GetValueOrDefault(episodeId) >= revision;
}
