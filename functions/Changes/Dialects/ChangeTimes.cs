using System.Text.Json;
using Automation.Flow;

namespace Automation.Changes.Dialects;

/// <summary>Reads the times of tools, which give UTC where they name no zone.</summary>
internal static class ChangeTimes
{
    /// <summary>The first of the values that is a time; null when none is.</summary>
    public static DateTimeOffset? First(params ReadOnlySpan<JsonElement?> values)
    {
        foreach (var value in values)
        {
            if (SourceTime.TryRead(value, "time", TimeZoneInfo.Utc, [], out var time) && time is not null) return time;
        }

        return null;
    }
}
