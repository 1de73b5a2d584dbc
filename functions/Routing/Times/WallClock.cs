namespace Automation.Routing.Times;

/// <summary>
/// Turns times of a wall clock into instants. A time that the clock jumps over is the instant of the jump. Of a time that
/// it shows twice, a beginning is the first and an end the second, so that no minute of what a person wrote is left out.
/// </summary>
internal static class WallClock
{
    /// <summary>No zone is further from UTC, and no jump is longer.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(15);

    public static DateTimeOffset Instant(TimeZoneInfo zone, DateOnly day, int minutes, bool isEnd)
    {
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified).AddMinutes(minutes);
        if (zone.IsInvalidTime(local)) return Jump(zone, local);
        if (!zone.IsAmbiguousTime(local)) return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return new DateTimeOffset(local, isEnd ? offsets.Min() : offsets.Max()).ToUniversalTime();
    }

    public static DateOnly Day(TimeZoneInfo zone, DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    /// <summary>The first instant with the offset that holds after the jump, found by halving.</summary>
    private static DateTimeOffset Jump(TimeZoneInfo zone, DateTime local)
    {
        var before = new DateTimeOffset(local, TimeSpan.Zero) - Furthest;
        var after = new DateTimeOffset(local, TimeSpan.Zero) + Furthest;
        var offset = zone.GetUtcOffset(before);
        while (after - before > TimeSpan.FromSeconds(1))
        {
            var middle = new DateTimeOffset((before.Ticks + after.Ticks) / 2, TimeSpan.Zero);
            if (zone.GetUtcOffset(middle) == offset) before = middle;
            else after = middle;
        }

        // Zones change on whole seconds; halving ends within one.
        return new DateTimeOffset(after.Ticks - after.Ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
    }
}
