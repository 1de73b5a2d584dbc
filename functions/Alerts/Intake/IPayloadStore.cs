namespace Automation.Alerts.Intake;

/// <summary>Keeps payloads as they came.</summary>
internal interface IPayloadStore
{
    /// <summary>Saves the payload under its id; a repeat with the same payload changes nothing.</summary>
    Task SaveAsync(PayloadEnvelope payload, CancellationToken cancellationToken);

    Task<PayloadEnvelope?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>Deletes what came before the instant; returns how many payloads. Safe to repeat.</summary>
    Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
