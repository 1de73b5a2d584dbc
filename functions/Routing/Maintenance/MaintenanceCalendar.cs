namespace Automation.Routing.Maintenance;

/// <summary>
/// The windows that are not over, remembered for a moment, so that a storm of alerts reads them a few times a minute. A window
/// made or ended at another instance is known here after <see cref="MaxAge"/> at the latest.
/// </summary>
internal sealed class MaintenanceCalendar(IMaintenanceLog log, TimeProvider clock)
{
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private Task<IReadOnlyList<MaintenanceWindow>>? reading;
    private DateTimeOffset readAt;

    /// <exception cref="Flow.DependencyUnavailableException">Storage can't be read; the next call tries again.</exception>
    public async Task<IReadOnlyList<MaintenanceWindow>> CurrentAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<MaintenanceWindow>> current;
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (reading is null or { IsFaulted: true } or { IsCanceled: true } || now - readAt >= MaxAge || now < readAt)
            {
                // Several callers wait for one reading, so none of them may cancel it.
                (reading, readAt) = (log.CurrentAsync(now, CancellationToken.None), now);
            }

            current = reading;
        }

        return await current.WaitAsync(cancellationToken);
    }

    /// <summary>The next call reads again.</summary>
    public void Forget()
    {
        lock (gate) reading = null;
    }
}
