namespace Automation.Alerts.Intake;

/// <summary>Keeps payloads as they came.</summary>
internal interface IPayloadStore
{
    /// <summary>Saves payloads under their ids, which differ; a repeat with the same payload changes nothing. Small ones of a few seconds share a storage operation.</summary>
    Task SaveAsync(IReadOnlyList<PayloadEnvelope> payloads, CancellationToken cancellationToken);

    Task<PayloadEnvelope?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes what came before the instant; returns how many payloads. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
