using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Automation.Flow;

/// <summary>Durations as people write them: a whole number with s, m, h or d, or <c>1.12:00:00</c>; whole seconds, zero too.</summary>
internal static class Durations
{
    private static readonly string[] WithColons = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal)) return TimeSpan.TryParseExact(text, WithColons, CultureInfo.InvariantCulture, out duration);
        if (text.Length is < 2 or > 7 || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)) return false;
        var unit = char.ToLowerInvariant(text[^1]) switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
        duration = TimeSpan.FromSeconds(count * unit);
        return unit > 0;
    }

    /// <summary>In the largest unit that leaves no rest.</summary>
    public static string Text(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        return seconds switch
        {
            0 => "0s",
            _ when seconds % 86_400 == 0 => $"{seconds / 86_400}d",
            _ when seconds % 3600 == 0 => $"{seconds / 3600}h",
            _ when seconds % 60 == 0 => $"{seconds / 60}m",
            _ => $"{seconds}s",
        };
    }
}

/// <summary>Writes a duration as <see cref="Durations"/> reads it.</summary>
internal sealed class DurationConverter : JsonConverter<TimeSpan>
{
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text && Durations.TryParse(text, out var duration) ? duration : throw new JsonException("a duration as in 24h is expected");

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Durations.Text(value));
}
