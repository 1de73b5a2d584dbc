using Automation.Flow;

namespace Automation.Tests.Support;

/// <summary>An effect log behind which the process dies, or storage goes away, between the send and its record.</summary>
internal sealed class CrashingLog(IEffectLog inner) : IEffectLog
{
    /// <summary>Records that are never made, because the process is gone.</summary>
    public int Crashes { get; set; }

    /// <summary>Records that storage doesn't take.</summary>
    public int Outages { get; set; }

    public Task<EffectClaim> ClaimAsync(Effect effect, TimeSpan lease, bool again, CancellationToken cancellationToken) => inner.ClaimAsync(effect, lease, again, cancellationToken);

    public Task<EffectOutcome> RecordAsync(Effect effect, EffectOutcome outcome, string? claim, CancellationToken cancellationToken)
    {
        if (Crashes-- > 0) throw new OperationCanceledException("the process is gone");
        if (Outages-- > 0) throw DependencyUnavailableException.Contended("storage", "down");
        return inner.RecordAsync(effect, outcome, claim, cancellationToken);
    }

    public Task<LoggedEffect?> FindAsync(string subject, string key, CancellationToken cancellationToken) => inner.FindAsync(subject, key, cancellationToken);

    public Task<IReadOnlyList<LoggedEffect>> ListAsync(string subject, int limit, CancellationToken cancellationToken) => inner.ListAsync(subject, limit, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => inner.PurgeAsync(before, cancellationToken);
}
