using System.Text.Json.Serialization;

namespace Automation.Hosts;

/// <summary>How bad it is when this fails, most first.</summary>
internal enum Criticality
{
    Critical,
    High,
    Medium,
    Low,
}

/// <summary>A host of the inventory: what an engineer would look up first. Null and empty stand for "not known".</summary>
/// <param name="Name">As it was imported; names compare by <see cref="InventoryName"/>.</param>
/// <param name="Ips">In their shortest form.</param>
/// <param name="Owner">The team that answers for it.</param>
/// <param name="OnCall">Whom to reach out of hours.</param>
/// <param name="Services">Names of the services that it carries.</param>
/// <param name="DependsOn">Names of the hosts that it is behind: switch, hypervisor, ...</param>
internal sealed record HostRecord(
    string Name, IReadOnlyList<string> Aliases, IReadOnlyList<string> Ips, string? AzureResourceId, string? Environment, string? Location,
    string? Os, Criticality? Criticality, string? Owner, string? OnCall, IReadOnlyList<string> Services, IReadOnlyList<string> DependsOn,
    DateTimeOffset UpdatedAt) : IInventoryRecord
{
    /// <summary>Every name under which it is known, its own first.</summary>
    [JsonIgnore]
    public IEnumerable<string> Names => [Name, .. Aliases, .. Ips, .. AzureResourceId is null ? Array.Empty<string>() : [AzureResourceId]];

    [JsonIgnore]
    public InventoryName Key => InventoryName.OfHost(Name)!;

    [JsonIgnore]
    public IEnumerable<InventoryName> OtherNames => Names.Skip(1).SelectMany(InventoryName.HostAliases);

    public bool CanBe(InventoryName asked) =>
        !asked.IsResource || AzureResourceId is null || InventoryName.OfHost(AzureResourceId)!.Full == asked.Full;

    public static HostRecord Of(StoredEntry entry) => new(
        entry.Name, entry["aliases"], entry["ips"], entry.First("azureResourceId"), entry.First("environment"), entry.First("location"),
        entry.First("os"), entry.Criticality, entry.First("owner"), entry.First("onCall"), entry["services"], entry["dependsOn"], entry.UpdatedAt);
}
