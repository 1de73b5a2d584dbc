using System.Text.Json;
using Automation.Flow;

namespace Automation.Alerts.Dialects;

/// <summary>
/// Checkmk: the notification context that scripts get (<c>NOTIFY_*</c>), whole or under shorter names. Format:
/// docs.checkmk.com, "Notifications", environment variables.
/// </summary>
internal sealed class CheckmkDialect : IAlertDialect
{
    public string Name => "checkmk";

    public IReadOnlyList<string> Aliases { get; } = ["check_mk", "check-mk", "cmk"];

    public bool Recognises(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return false;
        if (root.EnumerateObject().Any(m => m.Name.StartsWith("NOTIFY_", StringComparison.Ordinal) || m.Name == "OMD_SITE")) return true;
        var what = root.Text("what") ?? root.Text("WHAT");
        return what is "HOST" or "SERVICE" && new MacroBag(root).Has("notificationtype", "site", "checkmksite", "hostname", "host");
    }

    public void Read(JsonElement root, PayloadReading reading) => HostServiceNotification.Read(Name, root, reading);
}
