using System.Text.Json.Serialization;
using Automation.Flow;
using Automation.Hosts.Import;

namespace Automation.Hosts;

/// <summary>A page of hosts.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record HostPage(IReadOnlyList<HostRecord> Hosts, string? Next);

/// <summary>A page of services.</summary>
/// <param name="Next">Address of the next page; null on the last.</param>
internal sealed record ServicePage(IReadOnlyList<ServiceRecord> Services, string? Next);

internal sealed record DeletedView(string Deleted);

/// <summary>Serialises what the functions of the inventory answer; null stands for what is not known.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(UtcTimeConverter), typeof(CriticalityConverter)])]
[JsonSerializable(typeof(HostPage))]
[JsonSerializable(typeof(ServicePage))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(DeletedView))]
internal sealed partial class HostJson : JsonSerializerContext
{
    public static HostJson Plain => field ??= new(PlainJson.Of(Default.Options));
}

/// <summary>Writes the criticality in lower case.</summary>
internal sealed class CriticalityConverter() : JsonStringEnumConverter<Criticality>(System.Text.Json.JsonNamingPolicy.KebabCaseLower);
