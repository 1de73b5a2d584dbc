using System.Text.Json.Serialization;

namespace Automation.Local.Sink;

/// <summary>One message that a channel sent to the sink.</summary>
/// <param name="Key">The sender's <c>Idempotency-Key</c>; null when it sent none.</param>
/// <param name="IsRepetition">An earlier message of the channel had the same key and was answered well.</param>
/// <param name="Signature">none, valid, invalid or stale.</param>
/// <param name="Answered">The status that the sink answered; 0 for none.</param>
internal sealed record SinkEntry(long Id, DateTimeOffset At, string Channel, string? Key, bool IsRepetition, string Signature, int Answered, string Body);

/// <summary>What <c>/sink.json</c> answers, newest first.</summary>
internal sealed record SinkList(int Count, IReadOnlyList<SinkEntry> Received);

/// <summary>Serialises what the sink has received.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SinkList))]
internal sealed partial class SinkJson : JsonSerializerContext;
