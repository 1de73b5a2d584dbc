using Automation.Flow;

namespace Automation.Upkeep;

/// <summary>How long things are kept.</summary>
/// <param name="RejectedDays">Days that refused input is kept; 1 to 365, default 30.</param>
/// <param name="PayloadDays">Days that payloads are kept as they came; 1 to 3650, default 90.</param>
/// <param name="EffectDays">Days that it is remembered who was told what, and so that it isn't told twice; 15 to 3650, default 90: a queue may hold a message for 14.</param>
/// <param name="ChangeDays">Days that changes are kept; 1 to 3650, default 90.</param>
internal sealed record UpkeepOptions(int RejectedDays, int PayloadDays, int EffectDays, int ChangeDays)
{
    public static UpkeepOptions Read(SettingReader settings) => new(
        settings.Number("Retention__RejectedDays", 30, 1, 365, "days"),
        settings.Number("Retention__PayloadDays", 90, 1, 3650, "days"),
        settings.Number("Retention__EffectDays", 90, 15, 3650, "days"),
        settings.Number("Retention__ChangeDays", 90, 1, 3650, "days"));
}
