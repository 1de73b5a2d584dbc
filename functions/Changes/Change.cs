using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Hosts;

namespace Automation.Changes;

/// <summary>What was done, in the order in which changes of the same nearness are suspected.</summary>
internal enum ChangeKind
{
    Deployment,
    Config,
    Firewall,
    Patch,
    Scaling,
    Restart,
    Other,
}

/// <summary>How far a change has come.</summary>
internal enum ChangeStatus
{
    Running,
    Succeeded,

    /// <summary>It ended without success, and may have altered something all the same.</summary>
    Failed,
}

/// <summary>Something that altered a host or service.</summary>
/// <param name="Id">The source's own identity of it; unique with the source.</param>
/// <param name="Source">Name in the address, else the dialect.</param>
/// <param name="Hosts">As the source writes them.</param>
/// <param name="Services">As the source writes them.</param>
/// <param name="Link">A web address.</param>
/// <param name="EndedAt">Null while it runs, and when the source doesn't tell.</param>
internal sealed record Change(
    string Id, string Source, string Dialect, ChangeKind Kind, string Title, string? Description,
    IReadOnlyList<string> Hosts, IReadOnlyList<string> Services, string? By, string? Link,
    DateTimeOffset StartedAt, DateTimeOffset? EndedAt, ChangeStatus Status, DateTimeOffset ReceivedAt)
{
    /// <summary>What the inventory calls hosts that the source names otherwise.</summary>
    public IReadOnlyList<string> KnownHosts { get; init; } = [];

    /// <inheritdoc cref="KnownHosts"/>
    public IReadOnlyList<string> KnownServices { get; init; } = [];

    /// <summary>Source and id as one text; the same for every report of one change.</summary>
    [JsonIgnore]
    public string Identity => $"{Source.Length}:{Source}{Id}";

    [JsonIgnore]
    public IEnumerable<ChangePlace> Places => Hosts.Concat(KnownHosts).Select(ChangePlace.OfHost)
        .Concat(Services.Concat(KnownServices).Select(ChangePlace.OfService)).OfType<ChangePlace>().Distinct();

    public bool IsOn(InventoryName host) => Hosts.Concat(KnownHosts).Any(h => InventoryName.OfHost(h)?.IsAlike(host) == true || InventoryName.OfHost(h)?.LastSegment.IsAlike(host) == true);

    public bool IsOf(InventoryName service) => Services.Concat(KnownServices).Any(s => InventoryName.OfService(s)?.Full == service.Full);

    /// <summary>Whether any of it lies between the instants. One that never told its end counts where it began.</summary>
    public bool Touches(DateTimeOffset from, DateTimeOffset to) => StartedAt <= to && (EndedAt ?? StartedAt) >= from;

    public bool RunsAt(DateTimeOffset instant) => StartedAt <= instant && (EndedAt is null ? Status == ChangeStatus.Running : EndedAt > instant);
}

/// <summary>Under what changes are kept: a host by its first label, or a service.</summary>
internal sealed record ChangePlace(bool IsHost, string Name)
{
    public static ChangePlace? OfHost(string? host) => InventoryName.OfHost(host) is { } name ? new ChangePlace(true, name.Group) : null;

    public static ChangePlace? OfService(string? service) => InventoryName.OfService(service) is { } name ? new ChangePlace(false, name.Full) : null;
}

/// <summary>A page of changes, newest first.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record ChangePage(IReadOnlyList<Change> Changes, string? Next);

/// <summary>Serialises changes for their rows and for the API; null stands for what is not known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter), typeof(ChangeKindConverter), typeof(ChangeStatusConverter)])]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(AcceptedChanges))]
internal sealed partial class ChangeJson : JsonSerializerContext
{
    public static ChangeJson Plain => field ??= new(PlainJson.Of(Default.Options));
}

/// <summary>Writes the kind in lower case.</summary>
internal sealed class ChangeKindConverter() : JsonStringEnumConverter<ChangeKind>(System.Text.Json.JsonNamingPolicy.KebabCaseLower);

/// <summary>Writes the status in lower case.</summary>
internal sealed class ChangeStatusConverter() : JsonStringEnumConverter<ChangeStatus>(System.Text.Json.JsonNamingPolicy.KebabCaseLower);
