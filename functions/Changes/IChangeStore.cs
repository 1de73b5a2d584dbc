namespace Automation.Changes;

/// <summary>Keeps changes by identity, by host, by service and by day.</summary>
internal interface IChangeStore
{
    Task<StoredChange?> ReadAsync(Change change, CancellationToken cancellationToken);

    /// <summary>
    /// False when somebody else changed it since it was read. A failure in between leaves rows that the next save of the
    /// same change mends.
    /// </summary>
    Task<bool> SaveAsync(Change change, StoredChange? read, CancellationToken cancellationToken);

    /// <summary>Changes of one place that began between the instants, newest first; one storage operation a thousand.</summary>
    Task<IReadOnlyList<Change>> FindAsync(ChangePlace place, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellationToken);

    /// <summary>Whether a text has the form of a position that <see cref="ListAsync"/> returned.</summary>
    bool IsPosition(string text);

    /// <summary>Newest first, with the position to go on from or null at the end.</summary>
    Task<(IReadOnlyList<Change> Changes, string? Next)> ListAsync(ChangeQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes what began before the day of the instant; returns how many. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

internal sealed record StoredChange(Change Change, string Version);

/// <summary>Which changes to list; null means any.</summary>
/// <param name="Since">Began at or after.</param>
/// <param name="After">Position of the last change of the page before.</param>
internal sealed record ChangeQuery(string? Host, string? Service, DateTimeOffset? Since, string? After, int Limit);
