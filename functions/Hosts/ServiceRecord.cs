using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Hosts;

/// <summary>A service of the inventory: who answers for it, what it needs, where its runbook is.</summary>
/// <param name="DependsOn">Names of services or hosts.</param>
/// <param name="Runbook">A web address.</param>
/// <param name="ChangeWindow">How far back changes count for its alerts; null for the default of the setting.</param>
internal sealed record ServiceRecord(
    string Name, IReadOnlyList<string> Aliases, string? Owner, Criticality? Criticality, IReadOnlyList<string> DependsOn, string? Runbook,
    [property: JsonConverter(typeof(DurationConverter))] TimeSpan? ChangeWindow, DateTimeOffset UpdatedAt) : IInventoryRecord
{
    /// <summary>Every name under which it is known, its own first.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => [Name, .. Aliases];

    [JsonIgnore]
    public InventoryName Key => InventoryName.OfService(Name)!;

    [JsonIgnore]
    public IEnumerable<InventoryName> OtherNames => Aliases.Select(a => InventoryName.OfService(a)!);

    public bool CanBe(InventoryName asked) => true;

    public static ServiceRecord Of(StoredEntry entry) => new(
        entry.Name, entry["aliases"], entry.First("owner"), entry.Criticality, entry["dependsOn"], entry.First("runbook"),
        entry.First("changeWindow") is { } text && Durations.TryParse(text, out var window) ? window : null, entry.UpdatedAt);
}
