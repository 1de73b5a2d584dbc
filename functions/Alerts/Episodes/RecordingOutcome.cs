using System.Collections.Concurrent;
using Automation.Flow;

namespace Automation.Alerts.Episodes;

/// <summary>Collects what one invocation could not record, so that one problem does not keep the others from being recorded.</summary>
internal sealed class RecordingOutcome
{
    private readonly ConcurrentQueue<UnrecordableAlerts> unrecordable = new();
    private readonly ConcurrentQueue<DependencyUnavailableException> unavailable = new();

    /// <summary>What can never be recorded.</summary>
    /// <exception cref="DependencyUnavailableException">Storage or a queue failed for some; all may be tried again.</exception>
    public IReadOnlyList<UnrecordableAlerts> Unrecordable =>
        unavailable.TryPeek(out var first) ? throw new DependencyUnavailableException(first.Dependency, "some alerts were not recorded", first) : [.. unrecordable];

    public void Miss(DependencyUnavailableException reason) => unavailable.Enqueue(reason);

    /// <summary>False when the work failed; the reason is kept with the alerts that it was for.</summary>
    public async Task<bool> TryAsync(IReadOnlyList<Alert> alerts, Func<Task> work)
    {
        try
        {
            await work();
            return true;
        }
        catch (DependencyUnavailableException e)
        {
            unavailable.Enqueue(e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, it fails here and not for the neighbours; the alerts are put aside with this reason.
            unrecordable.Enqueue(new UnrecordableAlerts(alerts, e));
        }

        return false;
    }
}

/// <summary>Alerts that can't be recorded, however often it is tried.</summary>
internal sealed record UnrecordableAlerts(IReadOnlyList<Alert> Alerts, Exception Reason);
