using Automation.Flow;

namespace Automation.Routing.Maintenance;

/// <summary>Keeps the maintenance windows, those that are over too.</summary>
internal interface IMaintenanceLog
{
    /// <summary>Adds a window, or replaces the one of the same id.</summary>
    Task KeepAsync(MaintenanceWindow window, CancellationToken cancellationToken);

    /// <param name="id">A <see cref="SortableId"/>.</param>
    Task<MaintenanceWindow?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>The windows that are not over, in the order in which they begin.</summary>
    Task<IReadOnlyList<MaintenanceWindow>> CurrentAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>All windows, newest first.</summary>
    /// <param name="after">Id of the last window of the page before; null for the first page.</param>
    Task<IReadOnlyList<MaintenanceWindow>> ListAsync(string? after, int limit, CancellationToken cancellationToken);

    /// <summary>Deletes the windows that ended before the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
