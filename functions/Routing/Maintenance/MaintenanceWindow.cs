using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Routing.Matching;

namespace Automation.Routing.Maintenance;

/// <summary>
/// A time in which somebody works on something, so that nobody is told of its alerts. It holds for any of its hosts or
/// services (when it names some, by any of their names) of which all its matchers are met.
/// </summary>
/// <param name="Matchers">As in routing.yaml.</param>
/// <param name="To">As planned.</param>
/// <param name="EndedAt">When somebody ended it before its time; null otherwise.</param>
internal sealed record MaintenanceWindow(
    string Id, IReadOnlyList<string> Hosts, IReadOnlyList<string> Services, IReadOnlyList<string> Matchers,
    DateTimeOffset From, DateTimeOffset To, string Reason, string By, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt)
{
    [JsonIgnore]
    public DateTimeOffset Ends => EndedAt < To ? EndedAt.Value : To;

    /// <summary>They were checked when the window was made; one that can't be read any more holds nothing back.</summary>
    private IReadOnlyList<Matcher?> Conditions => field ??= [.. Matchers.Select(m => MatcherText.Parse(m, out _, out _))];

    private IReadOnlyList<(string Key, string Shown)> HostKeys => field ??= [.. Hosts.Select(h => (MaintainedNames.HostKey(h) ?? h, h))];

    private IReadOnlyList<(string Key, string Shown)> ServiceKeys => field ??= [.. Services.Select(s => (MaintainedNames.ServiceKey(s) ?? s, s))];

    /// <param name="why">What of it is met, in words.</param>
    public bool Holds(RoutingFacts facts, DateTimeOffset at, out string why)
    {
        why = "";
        if (at < From || at >= Ends) return false;
        var host = HostKeys.FirstOrDefault(h => facts.Hosts.HoldsHost(h.Key)).Shown;
        var service = ServiceKeys.FirstOrDefault(s => facts.Services.HoldsService(s.Key)).Shown;
        if (Hosts.Count + Services.Count > 0 && host is null && service is null) return false;
        if (!Conditions.All(c => c is not null && c.IsMet(facts))) return false;
        why = string.Join(" and ", new[] { host is null ? null : $"host {host}", service is null ? null : $"service {service}", Matchers.Count == 0 ? null : string.Join(" and ", Matchers) }.OfType<string>());
        return true;
    }
}
