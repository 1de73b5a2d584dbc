using System.Collections.Concurrent;
using Automation.Alerts.Correlation;
using Automation.Alerts.Intake;
using Automation.Flow;

namespace Automation.Alerts.Episodes;

/// <summary>Collects what one invocation could not record, so that one problem does not keep the others from being recorded.</summary>
internal sealed class RecordingOutcome
{
    private readonly ConcurrentQueue<UnrecordableAlerts> unrecordable = new();
    private readonly ConcurrentQueue<DependencyUnavailableException> unavailable = new();
    private readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> unsaved = new(StringComparer.Ordinal);

    public Recording Result => new(
        [.. unrecordable], waiting.ToDictionary(StringComparer.Ordinal), unsaved.Keys.ToHashSet(StringComparer.Ordinal), unavailable.TryPeek(out var first) ? first : null);

    /// <summary>Storage failed for the alerts; they may be tried again.</summary>
    public void Miss(IEnumerable<Alert> alerts, DependencyUnavailableException reason)
    {
        var isInventory = reason.Dependency == SituationFinder.Dependency;
        foreach (var alert in alerts) waiting.AddOrUpdate(alert.Id, isInventory, (_, was) => was || isInventory);
        unavailable.Enqueue(reason);
    }

    /// <summary>Storage failed for the payload; it may be tried again.</summary>
    public void Miss(PayloadEnvelope payload, DependencyUnavailableException reason)
    {
        unsaved[payload.Id] = true;
        unavailable.Enqueue(reason);
    }

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
            Miss(alerts, e);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Whatever it is, it fails here and not for the neighbours; the alerts are put aside with this reason.
            unrecordable.Enqueue(new UnrecordableAlerts(alerts, e));
        }

        return false;
    }
}

/// <summary>What came of the alerts of one invocation; those that are not named here are recorded.</summary>
/// <param name="Unrecordable">What can never be recorded.</param>
/// <param name="Waiting">Ids of the alerts that may be tried again, and whether it was the inventory that failed them.</param>
/// <param name="Unsaved">Ids of the payloads that may be tried again.</param>
/// <param name="Unavailable">Why the first of them has to be; null when there are none.</param>
internal sealed record Recording(
    IReadOnlyList<UnrecordableAlerts> Unrecordable, IReadOnlyDictionary<string, bool> Waiting, IReadOnlySet<string> Unsaved, DependencyUnavailableException? Unavailable);

/// <summary>Alerts that can't be recorded, however often it is tried.</summary>
internal sealed record UnrecordableAlerts(IReadOnlyList<Alert> Alerts, Exception Reason);
