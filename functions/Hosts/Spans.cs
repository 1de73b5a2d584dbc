using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Automation.Hosts;

/// <summary>Durations as people write them: <c>90m</c>, <c>24h</c>, <c>2d</c>, or <c>1.12:00:00</c>.</summary>
internal static class Spans
{
    public static bool TryRead(string? text, out TimeSpan span)
    {
        span = default;
        if (string.IsNullOrWhiteSpace(text)) return false;
        var trimmed = text.Trim();
        if (trimmed.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out span) && span > TimeSpan.Zero;
        var unit = char.ToLowerInvariant(trimmed[^1]) switch { 'm' => 1, 'h' => 60, 'd' => 24 * 60, _ => 0 };
        if (unit == 0 || !int.TryParse(trimmed.AsSpan(0, trimmed.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is 0 or > 1_000_000) return false;
        span = TimeSpan.FromMinutes((double)number * unit);
        return true;
    }

    /// <summary>In the largest unit that leaves no rest.</summary>
    public static string Text(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerDay == 0 ? $"{span.Ticks / TimeSpan.TicksPerDay}d"
        : span.Ticks % TimeSpan.TicksPerHour == 0 ? $"{span.Ticks / TimeSpan.TicksPerHour}h"
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{span.Ticks / TimeSpan.TicksPerMinute}m"
        : span.ToString("c", CultureInfo.InvariantCulture);
}

/// <summary>Writes a duration as <see cref="Spans"/> reads it.</summary>
internal sealed class SpanConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Spans.TryRead(reader.GetString(), out var span) ? span : throw new JsonException("a duration as in 24h is expected");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Spans.Text(value));
}
