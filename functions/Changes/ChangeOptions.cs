using Automation.Flow;

namespace Automation.Changes;

/// <summary>Settings of changes.</summary>
/// <param name="MaxBodyBytes">Largest request body, bytes; a larger one is answered 413. 1,024 to 104,857,600, default 4 MiB.</param>
/// <param name="Window">How far back changes count for an alert whose service names no window of its own; 1 to 720 hours, default 24.</param>
/// <param name="CacheSeconds">How long the changes of a host or service are answered from memory; 0 to 600, default 15, 0 for never.</param>
internal sealed record ChangeOptions(int MaxBodyBytes, TimeSpan Window, int CacheSeconds)
{
    public static ChangeOptions Read(SettingReader settings) => new(
        settings.Number("Changes__MaxBodyBytes", 4 * 1024 * 1024, 1024, 100 * 1024 * 1024, "bytes"),
        TimeSpan.FromHours(settings.Number("Changes__WindowHours", 24, 1, 720, "hours")),
        settings.Number("Changes__CacheSeconds", 15, 0, 600, "seconds"));
}
