namespace Automation.Changes;

/// <summary>Tells what changed where and when, from memory where it can.</summary>
internal interface IChangeLog
{
    /// <summary>
    /// Every change of which any part lies between the instants, on one of the hosts or of one of the services, newest
    /// first, each once. Names as sources or the inventory spell them.
    /// </summary>
    Task<IReadOnlyList<Change>> FindAsync(
        IReadOnlyCollection<string> hosts, IReadOnlyCollection<string> services, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}
