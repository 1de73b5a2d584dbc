using Automation.Flow;
using Automation.Hosts;

namespace Automation.Alerts.Enrichment;

/// <summary>
/// Chooses the service that a ticket is about when its alert names none: the only one that the host carries, of several the
/// most critical, if that is one. A guess between equals would mislead more than it helps.
/// </summary>
/// <param name="Service">Null when the host carries several, none of which stands out.</param>
internal sealed record CarriedService(string? Service, string Host, IReadOnlyList<ServiceLookup> Carried)
{
    private const int Shown = 10;

    /// <summary>Null when there is nothing to choose.</summary>
    public static CarriedService? Of(string? named, Surroundings around)
    {
        if (!string.IsNullOrWhiteSpace(named) || around.Host is not { } host || around.Services is not [var first, ..]) return null;
        var isClear = around.Services.Count == 1 || (first.Service?.Criticality is { } most && around.Services[1].Service?.Criticality != most);
        return new CarriedService(isClear ? Name(first) : null, host.Host?.Name ?? host.Asked, around.Services);
    }

    public TraceStep Explain(DateTimeOffset at) => TraceStep.Of(
        at, "enrichment", "an alert that names no service is about the one that its host carries; of several about the most critical, if that is one",
        Service is { } service ? $"service {service}" : $"no service: none of the {Carried.Count} that the host carries is the most critical alone",
        ("host", Host),
        ("services", string.Join(", ", Carried.Take(Shown).Select(s => $"{Name(s)} ({s.Service?.Criticality?.ToString().ToLowerInvariant() ?? "criticality not known"})")) + (Carried.Count > Shown ? $" and {Carried.Count - Shown} more" : "")));

    private static string Name(ServiceLookup service) => service.Service?.Name ?? service.Asked;
}
