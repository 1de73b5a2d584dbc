namespace Automation.Routing.Files;

/// <summary>Reads the sections of routing.yaml that stages beside routing apply.</summary>
internal static class SettingsReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public static CorrelationSettings Correlation(MapReader top)
    {
        var block = top.Map("correlation");
        var rules = block?.Map("rules");
        var settings = new CorrelationSettings(
            block?.Duration("window", TimeSpan.FromMinutes(10), Second, Week) ?? TimeSpan.FromMinutes(10),
            block?.Number("maxMembers", 1000, 1, 1500) ?? 1000,
            IsOn("same-host"), IsOn("same-service"), IsOn("dependency"), IsOn("shared-dependency"));
        rules?.Close();
        block?.Close();
        return settings;

        bool IsOn(string rule) => rules?.Flag(rule, fallback: true) ?? true;
    }

    public static FlappingSettings Flapping(MapReader top)
    {
        var block = top.Map("flapping");
        var settings = new FlappingSettings(block?.Number("episodes", 4, 1, 1000) ?? 4, block?.Duration("within", TimeSpan.FromHours(1), Second, Week) ?? TimeSpan.FromHours(1));
        block?.Close();
        return settings;
    }

    public static CoalesceSettings Coalesce(MapReader top)
    {
        var block = top.Map("coalesce");
        var settings = new CoalesceSettings(block?.Number("threshold", 10, 1, 100_000) ?? 10);
        block?.Close();
        return settings;
    }

    public static InhibitionSettings Inhibition(MapReader top)
    {
        var block = top.Map("inhibition");
        var settings = new InhibitionSettings(block?.Flag("enabled", fallback: true) ?? true);
        block?.Close();
        return settings;
    }
}
