using System.Text.Json.Serialization;
using Automation.Flow;

namespace Automation.Alerts.Intake;

/// <summary>The message of queue <c>alerts</c>: some or all alerts of one payload.</summary>
/// <param name="Version">Of this message form; a reader refuses what it does not know.</param>
internal sealed record AlertBatch(int Version, PayloadEnvelope Payload, IReadOnlyList<Alert> Alerts)
{
    public const int CurrentVersion = 1;

    /// <summary>When the inventory first gave no answer about where its episodes stand; null before.</summary>
    public DateTimeOffset? UnplacedSince { get; init; }
}

/// <summary>The payload that alerts came in, as it came.</summary>
/// <param name="Id">Sorts by time of arrival.</param>
/// <param name="Size">Bytes of the body.</param>
/// <param name="Encoding">identity or gzip: how <paramref name="Raw"/> holds the body.</param>
/// <param name="Raw">The body, when it fits beside the alerts of this message; null when another message carries it or it is stored already.</param>
internal sealed record PayloadEnvelope(string Id, string? ContentType, int Size, string Encoding, byte[]? Raw);

/// <summary>Serialises the messages of queue <c>alerts</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AlertBatch))]
[JsonSerializable(typeof(Alert))]
internal sealed partial class AlertMessageJson : JsonSerializerContext;
