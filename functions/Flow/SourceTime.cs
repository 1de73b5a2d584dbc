using System.Globalization;
using System.Text.Json;

namespace Automation.Flow;

/// <summary>
/// Reads the times of sources: RFC 3339 with any number of fraction digits, ISO 8601 without a zone (taken in the
/// configured zone, and said), Unix time in s, ms, µs or ns, and what <see cref="CalendarTime"/> reads. Times outside 1970
/// to 2100 stand for "not set": sources write the year 0001 for an open end and 9999 for none.
/// </summary>
internal static class SourceTime
{
    private static readonly DateTimeOffset Earliest = new(1970, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>False only when there is something that is no time at all; <paramref name="time"/> is null for "not set".</summary>
    public static bool TryRead(JsonElement? element, string field, TimeZoneInfo zone, List<string> reading, out DateTimeOffset? time)
    {
        time = null;
        if (element.Text() is not { } text) return element is null or { ValueKind: JsonValueKind.Null or JsonValueKind.String };
        return element is not { ValueKind: JsonValueKind.True or JsonValueKind.False } && TryRead(text, field, zone, reading, out time);
    }

    /// <summary>The same of a text that is not blank.</summary>
    public static bool TryRead(string text, string field, TimeZoneInfo zone, List<string> reading, out DateTimeOffset? time)
    {
        time = null;
        text = text.Trim();
        if ((IsCompact(text) || !TryUnix(text, out var parsed)) && !TryCalendar(text, field, zone, reading, out parsed)) return false;
        if (parsed < Earliest || parsed > Latest)
        {
            if (parsed.Year > 1) reading.Add($"{field} {text} counts as not set: it is outside the years 1970 to 2100");
            return true;
        }

        time = parsed.ToUniversalTime();
        return true;
    }

    /// <summary>20261122110000: as a number of any unit it would lie far beyond what counts as set.</summary>
    private static bool IsCompact(string text) => text is ['1' or '2', '9' or '0', ..] && text.Length == 14 && text.All(char.IsAsciiDigit);

    private static bool TryUnix(string text, out DateTimeOffset time)
    {
        time = default;
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)) return false;

        // One unit's plausible range ends where the next one's begins: 1e11 s is the year 5138, 1e11 ms is 1973.
        var ticksPerUnit = Math.Abs(number) switch
        {
            < 100_000_000_000m => TimeSpan.TicksPerSecond,
            < 100_000_000_000_000m => TimeSpan.TicksPerMillisecond,
            < 100_000_000_000_000_000m => TimeSpan.TicksPerMicrosecond,
            _ => 0.01m,
        };
        if (Math.Abs(number) > 10_000_000_000_000_000_000m) return false;
        var ticks = number * ticksPerUnit;
        time = ticks < -621_000_000_000_000_000m || ticks > 2_500_000_000_000_000_000m
            ? DateTimeOffset.MaxValue
            : DateTimeOffset.UnixEpoch.AddTicks((long)ticks);
        return true;
    }

    private static bool TryCalendar(string text, string field, TimeZoneInfo zone, List<string> reading, out DateTimeOffset time)
    {
        // Nearly all times have this form, and one storm brings a hundred thousand.
        if (text is [_, _, _, _, '-', _, _, '-', _, _, 'T', .., 'Z'] && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time)) return true;
        time = default;
        if (!CalendarTime.TryRead(text, out var clock, out var offset)) return false;
        if (offset is null && clock.Year is > 1 and < 9999) reading.Add($"{field} {text} names no zone: taken as {zone.Id}");

        // At the ends of the calendar an offset would leave it; these years stand for "not set" anyhow.
        var shift = clock.Year is > 1 and < 9999 ? offset ?? zone.GetUtcOffset(clock) : TimeSpan.Zero;
        time = new DateTimeOffset(DateTime.SpecifyKind(clock, DateTimeKind.Unspecified), shift);
        return true;
    }
}
