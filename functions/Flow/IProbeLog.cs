namespace Automation.Flow;

/// <summary>
/// Probes are small marked messages that travel through a queue like work does. One that was sent and not seen yet shows
/// how long work waits, and a missing one that timers have stopped.
/// </summary>
internal interface IProbeLog
{
    Task SentAsync(QueueProbe probe, CancellationToken cancellationToken);

    /// <summary>Safe to repeat.</summary>
    Task SeenAsync(QueueProbe probe, CancellationToken cancellationToken);

    Task<ProbeStatus> StatusAsync(string queue, CancellationToken cancellationToken);
}

/// <param name="Id">Sorts by the time of sending.</param>
internal sealed record QueueProbe(string Queue, string Id, DateTimeOffset SentAt);

/// <param name="LastSentAt">Null when none was ever sent.</param>
/// <param name="OldestWaiting">When the oldest probe was sent that has not been seen; null when none waits.</param>
internal sealed record ProbeStatus(DateTimeOffset? LastSentAt, DateTimeOffset? OldestWaiting);
